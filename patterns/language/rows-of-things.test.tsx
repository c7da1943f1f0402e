/** Link columns take what stands for a piece or an entity: cells, results, elements, what was read of them. */
import {
  action,
  assert,
  cfLink,
  computed,
  handler,
  pattern,
  PerUser,
  sqliteDatabase,
  SqliteDb,
  table,
  TESTS,
  Writable,
} from "commonfabric";

interface Note {
  title: string;
  text?: string;
}
interface Linked {
  kind: string;
  note: Writable<Note> | null;
}

const NoteOf = pattern<{ title: string }, Note>(({ title }) => ({
  title,
  text: computed(() => title + "!"),
}));

const INSERT = "INSERT INTO links (kind, note_cf_link) VALUES (?, ?)";
const FIND = "SELECT kind FROM links WHERE note_cf_link = ? ORDER BY id";

const fromEvent = handler<{ value: Note; cell: Writable<Note> }, { db: SqliteDb }>(
  ({ value, cell }, { db }) => {
    db.exec("INSERT INTO links (kind, note_cf_link) VALUES ('value', ?), ('cell', ?)", [
      value,
      cell,
    ]);
  },
);

export default pattern(() => {
  const db = sqliteDatabase({
    tables: {
      links: table({ id: "integer primary key", kind: "text", note_cf_link: cfLink<Note>() }),
    },
  });
  const rows = db.query<Linked>(
    "SELECT kind, note_cf_link AS note FROM links ORDER BY id",
    { reactOn: db },
  );
  const text = computed(() =>
    (rows.result ?? []).map(({ kind, note }) => {
      const held = note?.get();
      return `${kind}=${held?.title}${held?.text ?? ""}`;
    }).join(" ")
  );
  const sub = NoteOf({ title: "sub" });
  const list = new Writable<Note[]>([{ title: "l0" }, { title: "l1" }]);
  const made = new Writable<Note[]>([]);
  const mine: PerUser<Writable<Note>> = new Writable.perUser<Note>({ title: "mine" });
  const at = new Writable(0);
  const found = {
    sub: db.query<{ kind: string }>(FIND, { params: [sub], reactOn: db }),
    element: db.query<{ kind: string }>(FIND, {
      params: [computed(() => list.get()[at.get()])],
      reactOn: db,
    }),
    sought: db.query<{ kind: string }>(FIND, {
      params: computed(() => [list.get().find(({ title }) => title === "l1")]),
      reactOn: db,
    }),
  };
  const kinds = (result: { kind: string }[] | undefined) =>
    (result ?? []).map(({ kind }) => kind).join();
  const each = list.map((note) => {
    const own = db.query<{ kind: string }>(FIND, { params: [note], reactOn: db });
    return { kinds: computed(() => kinds(own.result)) };
  });
  return {
    [TESTS]: [
      { action: action(() => db.exec(INSERT, ["sub", sub])) },
      {
        action: action(() => {
          const fresh = NoteOf({ title: "fresh" });
          made.push(fresh);
          db.exec(INSERT, ["fresh", fresh]);
          db.exec(INSERT, ["mine", mine]);
        }),
      },
      { assertion: assert(() => text === "sub=subsub! fresh=freshfresh! mine=mine") },
      { action: action(() => db.execMany(INSERT, list.get().map((note) => ["each", note]))) },
      {
        action: action(() => {
          const last = list.get().find(({ title }) => title === "l1")!;
          // The list has changed since, and the row has the element that was found.
          list.set([last]);
          db.exec(INSERT, ["last", last]);
          db.exec(INSERT, ["chosen", at.get() === 0 ? sub : list.key(0)]);
        }),
      },
      { assertion: assert(() => text.endsWith("each=l0 each=l1 last=l1 chosen=subsub!")) },
      {
        assertion: assert(() => kinds(found.sub.result) === "sub,chosen"),
      },
      { assertion: assert(() => kinds(found.element.result) === "each,last") },
      { assertion: assert(() => kinds(found.sought.result) === "each,last") },
      { assertion: assert(() => each.map((one) => one.kinds).join() === "each,last") },
      { action: fromEvent({ db }), event: { value: list.key(0), cell: list.key(0) } },
      { assertion: assert(() => text.endsWith("value=l1 cell=l1")) },
      {
        action: action(() =>
          db.exec("UPDATE links SET note_cf_link = :note WHERE kind = 'each'", {
            note: made.get()[0],
          })
        ),
      },
      {
        action: action(() => db.exec("DELETE FROM links WHERE note_cf_link = ?", [list.get()[0]])),
      },
      {
        assertion: assert(() =>
          text === "sub=subsub! fresh=freshfresh! mine=mine each=freshfresh! each=freshfresh! " +
              "chosen=subsub!"
        ),
      },
    ],
    made,
  };
});
