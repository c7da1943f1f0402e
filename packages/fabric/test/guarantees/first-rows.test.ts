/** The first write to a database shows its cells and its rows together, also where both were looked at before. */

import assert from "node:assert/strict";
import { openStage } from "./stage.ts";

const LOG = `
import { action, Default, pattern, sqliteDatabase, Stream, table, Writable } from "commonfabric";
interface Output { n: number; rows: unknown; add: Stream<void> }
export default pattern<{ n: Writable<number | Default<0>> }, Output>(({ n }) => {
  const db = sqliteDatabase({ tables: { entries: table({ id: "integer primary key", body: "text" }) } });
  const entries = db.query<{ body: string }>("select body from entries order by id", { reactOn: db });
  const add = action(() => {
    db.exec("insert into entries (body) values (?)", ["x"]);
    n.set(n.get() + 1);
  });
  return { n, rows: { pending: entries.pending, count: entries.result?.length }, add };
});`;

Deno.test("rows that were looked at before come with the cells of the first write", async () => {
  const stage = await openStage(LOG);
  const other = await stage.join({ user: "other" });
  try {
    for (const { piece } of [stage, other]) await piece.get("");
    const watched = [stage, other].map((actor) => actor.watch(""));
    await stage.runtime.idle();
    await other.runtime.idle();
    for (let i = 0; i < 2; i++) await stage.piece.send("add");
    await stage.runtime.idle();
    await other.runtime.idle();
    for (const { seen, stop } of watched) {
      stop();
      const shown = seen as { n: number; rows: { pending: boolean; count?: number } }[];
      assert.equal(shown.at(-1)?.n, 2);
      for (const { n, rows } of shown.filter(({ n }) => n > 0)) {
        assert.deepEqual(rows, { pending: false, count: n });
      }
    }
  } finally {
    await other.close();
    await stage.close();
  }
});
