/** Steps that functions of the test make, among steps that are written out. */
import {
  action,
  assert,
  computed,
  pattern,
  sqliteDatabase,
  Stream,
  table,
  TESTS,
  UI,
  VNode,
} from "commonfabric";

interface Shelf {
  [UI]: VNode;
  count: number;
  titles: string[];
  add: Stream<{ title: string }>;
}

const Shelf = pattern<Record<string, never>, Shelf>(() => {
  const db = sqliteDatabase({
    tables: { books: table({ id: "integer primary key", title: "text" }) },
  });
  const books = db.query<{ title: string }>("SELECT title FROM books ORDER BY id", { reactOn: db });
  return {
    [UI]: <ul>{books.result?.map((book) => <li>{book.title}</li>)}</ul>,
    count: computed(() => books.result?.length ?? 0),
    titles: computed(() => (books.result ?? []).map((book) => book.title)),
    add: action(({ title }: { title: string }) =>
      db.exec("INSERT INTO books (title) VALUES (?)", [title])
    ),
  };
});

const filling = (shelf: Shelf, titles: string[]) =>
  titles.map((title) => ({ action: shelf.add, event: { title } }));
const one = (shelf: Shelf, title: string) => ({ action: shelf.add, event: { title } });

export default pattern(() => {
  const shelf = Shelf({});
  return {
    [TESTS]: [
      ...filling(shelf, ["A", "B"]),
      { assertion: assert(() => shelf.count === 2) },
      one(shelf, "C"),
      { assertion: assert(() => shelf.titles.join() === "A,B,C") },
      { action: action(() => shelf.add.send({ title: "D" })) },
      { render: shelf[UI] },
      ...[4, 5].flatMap((n) => [
        { assertion: assert(() => shelf.count === n) },
        { action: shelf.add, event: { title: "E" } },
      ]),
      { assertion: assert(() => shelf.titles.length === 6) },
    ],
  };
});
