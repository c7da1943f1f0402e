/** Streams that belong to rows are found, also while nobody looks at the rows. */
import {
  action,
  assert,
  computed,
  handler,
  pattern,
  sqliteDatabase,
  SqliteDb,
  Stream,
  table,
  TESTS,
  Writable,
} from "commonfabric";

interface Row {
  id: number;
  name: string;
}
interface Mark {
  marked: boolean;
  toggle: Stream<void>;
  press: Stream<void>;
}
const press = handler<void, { db: SqliteDb; id: number }>((_, { db, id }) =>
  db.exec("update items set name = name || '-' where id = ?", [id])
);
const Item = pattern<{ db: SqliteDb; id: number }, Mark>(({ db, id }) => {
  const marked = new Writable(false);
  return { marked, toggle: action(() => marked.set(!marked.get())), press: press({ db, id }) };
});
interface Out {
  names: string;
  rows: Row[];
  items: Mark[];
  flat: Stream<void>[];
  last: Mark;
  chosen: Stream<void>;
  add: Stream<string>;
  rename: Stream<Row>;
}
const Items = pattern<Record<string, never>, Out>(() => {
  const db = sqliteDatabase({
    tables: { items: table({ id: "integer primary key", name: "text" }) },
  });
  const query = db.query<Row>("select * from items order by id", { reactOn: db });
  const rows = computed(() => [...(query.result ?? [])]);
  const final = computed(() => rows.at(-1));
  return {
    rows,
    names: computed(() => rows.map(({ name }) => name).join()),
    items: rows.map(({ id }) => Item({ db, id })),
    flat: rows.map(({ id }) => press({ db, id })),
    last: final ? Item({ db, id: final.id }) : Item({ db, id: 0 }),
    chosen: rows.length > 1 ? press({ db, id: rows[0].id }) : press({ db, id: 0 }),
    add: action((name: string) => db.exec("insert into items (name) values (?)", [name])),
    rename: action(({ id, name }: Row) =>
      db.exec("update items set name = ? where id = ?", [name, id])
    ),
  };
});

export default pattern(() => {
  const list = Items({});
  return {
    [TESTS]: [
      { action: list.add, event: "a" },
      { action: list.add, event: "b" },
      { action: list.items[1].press },
      { assertion: assert(() => list.names === "a,b-") },
      { action: list.last.press },
      { assertion: assert(() => list.names === "a,b--") },
      { action: list.flat[1] },
      { assertion: assert(() => list.names === "a,b---") },
      { action: list.chosen },
      { assertion: assert(() => list.names === "a-,b---") },
      { action: list.items[0].toggle },
      { assertion: assert(() => list.items.map(({ marked }) => marked).join() === "true,false") },
      // What a row was computed to be before it went does not count.
      { action: list.items[0].toggle },
      { action: list.items[1].toggle },
      { assertion: assert(() => list.items.map(({ marked }) => marked).join() === "false,true") },
      { action: list.rename, event: { id: list.rows[1].id, name: `${list.rows[0].name}!` } },
      { assertion: assert(() => list.names === "a-,a-!") },
    ],
  };
});
