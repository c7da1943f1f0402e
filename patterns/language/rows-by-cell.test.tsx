/** Rows are found by the cell in their link column, however the query is given that cell. */
import {
  action,
  assert,
  cfLink,
  computed,
  pattern,
  sqliteDatabase,
  SqliteDb,
  table,
  TESTS,
  Writable,
} from "commonfabric";

interface Person {
  name: string;
}
interface Task {
  title: string;
  owner: Writable<Person>;
}

const Owned = pattern<{ db: SqliteDb; who: Writable<Person>; at: number; all: Writable<Person[]> }>(
  ({ db, who, at, all }) => {
    const given = db.query<{ title: string }>("SELECT title FROM tasks WHERE owner_cf_link = ?", {
      params: [who],
      reactOn: db,
    });
    const listed = db.query<{ title: string }>(
      "SELECT title FROM tasks WHERE owner_cf_link = :who ORDER BY title",
      { params: { who: all.key(at) }, reactOn: db },
    );
    return {
      titles: computed(() => [...given.result ?? [], ...listed.result ?? []].map((t) => t.title)),
    };
  },
);

export default pattern(() => {
  const staff = new Writable<Person[]>([{ name: "Ann" }, { name: "Bob" }]);
  const boss = new Writable<Person>({ name: "Cleo" });
  const office = new Writable<{ guest: Person }>({ guest: { name: "Dan" } });
  const chosen = new Writable(0);
  const db = sqliteDatabase({
    tables: {
      tasks: table({ id: "integer primary key", title: "text", owner_cf_link: cfLink<Person>() }),
    },
  });
  const tasks = db.query<Task>("SELECT title, owner_cf_link AS owner FROM tasks ORDER BY id", {
    reactOn: db,
  });
  const ofBoss = db.query<{ title: string }>("SELECT title FROM tasks WHERE owner_cf_link = ?", {
    params: [boss],
    reactOn: db,
  });
  const ofFirst = db.query<{ n: number }>(
    "SELECT count(*) AS n FROM tasks WHERE owner_cf_link = ?",
    { params: [staff.key(0)], reactOn: db },
  );
  const ofChosen = db.query<{ title: string }>(
    "SELECT title FROM tasks WHERE owner_cf_link IN (?, ?) ORDER BY title DESC",
    { params: [computed(() => staff.key(chosen.get())), office.key("guest")], reactOn: db },
  );
  const alike = tasks.result?.map((task) => {
    const same = db.query<{ n: number }>(
      "SELECT count(*) AS n FROM tasks WHERE owner_cf_link = ?",
      { params: [task.owner], reactOn: db },
    );
    return { n: same.result?.[0]?.n };
  });
  const parts = staff.map((person, at) =>
    Owned({ db, who: person as unknown as Writable<Person>, at, all: staff })
  );
  const add = action(() => {
    const insert = "INSERT INTO tasks (title, owner_cf_link) VALUES (?, ?)";
    db.exec(insert, ["draw", staff.key(0)]);
    db.exec(insert, ["build", staff.key(1)]);
    db.exec(insert, ["pay", boss]);
    db.exec(insert, ["visit", office.key("guest")]);
  });
  return {
    [TESTS]: [
      { assertion: assert(() => ofBoss.result!.length === 0 && ofFirst.result![0]!.n === 0) },
      { action: add },
      { assertion: assert(() => ofBoss.result!.map((t) => t.title).join() === "pay") },
      { assertion: assert(() => ofFirst.result![0]!.n === 1) },
      { assertion: assert(() => ofChosen.result!.map((t) => t.title).join() === "visit,draw") },
      { assertion: assert(() => alike!.map((same) => same.n).join() === "1,1,1,1") },
      {
        assertion: assert(() =>
          parts.map((part) => part.titles.join()).join(" ") === "draw,draw build,build"
        ),
      },
      { action: action(() => chosen.set(1)) },
      { assertion: assert(() => ofChosen.result!.map((t) => t.title).join() === "visit,build") },
      // A row stays with its person when the list changes.
      { action: action(() => staff.set([...staff.get()].reverse())) },
      {
        assertion: assert(() =>
          tasks.result!.map((task) => task.owner.get().name).join() === "Ann,Bob,Cleo,Dan"
        ),
      },
      { assertion: assert(() => ofChosen.result!.map((t) => t.title).join() === "visit,draw") },
      {
        action: action(() => db.exec("DELETE FROM tasks WHERE owner_cf_link = ?", [staff.key(0)])),
      },
      { assertion: assert(() => tasks.result!.map((t) => t.title).join() === "draw,pay,visit") },
    ],
  };
});
