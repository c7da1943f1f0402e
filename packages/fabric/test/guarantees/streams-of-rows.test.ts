/** A host sends to, and writes, what belongs to a row that nobody looks at. */

import assert from "node:assert/strict";
import { openStage } from "./stage.ts";

const ITEMS = `
import { action, computed, handler, pattern, sqliteDatabase, SqliteDb, Stream, table, Writable } from "commonfabric";
interface Row { id: number; name: string }
interface Item { note: string; press: Stream<void> }
interface Output { names: string[]; items: Item[]; last: Item; add: Stream<string> }
const press = handler<void, { db: SqliteDb; id: number }>((_, { db, id }) =>
  db.exec("update items set name = name || '!' where id = ?", [id]));
const Item = pattern<{ db: SqliteDb; id: number }, Item>(({ db, id }) => {
  const note = new Writable("");
  return { note, press: press({ db, id }) };
});
export default pattern<Record<string, never>, Output>(() => {
  const db = sqliteDatabase({ tables: { items: table({ id: "integer primary key", name: "text" }) } });
  const query = db.query<Row>("select * from items order by id", { reactOn: db });
  const rows = computed(() => [...(query.result ?? [])]);
  const final = computed(() => rows.at(-1));
  return {
    names: computed(() => rows.map(({ name }) => name)),
    items: rows.map(({ id }) => Item({ db, id })),
    last: final ? Item({ db, id: final.id }) : Item({ db, id: 0 }),
    add: action((name: string) => db.exec("insert into items (name) values (?)", [name])),
  };
});`;

Deno.test("Piece.send() and set() reach what belongs to a row that nobody looks at", async () => {
  const stage = await openStage(ITEMS);
  try {
    const { piece } = stage;
    for (const name of ["a", "b"]) await piece.send("add", name);
    await piece.send("items.1.press");
    await piece.send("last.press");
    await Promise.all([piece.send("items.0.press"), piece.send("items.1.press")]);
    assert.deepEqual(await piece.get("names"), ["a!", "b!!!"]);
    await piece.set("items.0.note", "first");
    assert.equal(await piece.get("items.0.note"), "first");
    await assert.rejects(piece.send("items.2.press"), /no such stream/);
    assert.deepEqual(stage.errors, []);
    assert.deepEqual([...stage.runtime.openQueries], [], "nothing is kept after it");
  } finally {
    await stage.close();
  }
});
