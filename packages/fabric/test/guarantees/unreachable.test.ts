/** A link into a space that cannot be opened concerns whoever reads what it leads to, and nobody else. */

import assert from "node:assert/strict";
import { openStage } from "./stage.ts";

const PROGRAM = `
import { action, cfLink, computed, pattern, sqliteDatabase, table, UI, Writable } from "commonfabric";
interface Person { name: string }
export default pattern<{ people: Writable<Writable<Person>[]> }>(({ people }) => {
  const ann = new Writable<Person>({ name: "Ann" });
  const db = sqliteDatabase({
    tables: { rows: table({ id: "integer primary key", who_cf_link: cfLink<Person>() }) },
  });
  const rows = db.query<{ id: number; who_cf_link: Writable<Person> }>(
    "SELECT id, who_cf_link FROM rows ORDER BY id", { reactOn: db });
  return {
    ids: computed(() => rows.result?.map(({ id }) => id)),
    each: rows.result?.map((row) => computed(() => row.who_cf_link.get().name)),
    all: computed(() => rows.result?.map((row) => row.who_cf_link.get().name)),
    size: computed(() => people.get().length),
    named: people.map((person) => computed(() => person.get().name)),
    add: action(() => {
      db.exec("INSERT INTO rows (who_cf_link) VALUES (?)", [ann]);
      people.push(ann);
    }),
    forge: action(() => db.exec(
      "INSERT INTO rows (who_cf_link) SELECT replace(who_cf_link, 'did:key:', 'did:key:z') FROM rows LIMIT 1")),
  };
});`;

const FORGED = { "/": { "link@1": { id: "of:x", space: "did:key:zElsewhere", path: [] } } };

Deno.test("a row that leads to a space that cannot be opened fails nobody but its reader", async () => {
  const stage = await openStage(PROGRAM, { argument: { people: [FORGED] } });
  try {
    const seen = ["ids", "each.0", "each.1", "each.2", "size", "named.1"].map((path) =>
      stage.watch(path).seen
    );
    await stage.piece.send("add");
    await stage.piece.send("forge");
    await stage.piece.send("add");
    await stage.runtime.idle();
    assert.deepEqual(seen.map((values) => values.at(-1)), [
      [1, 2, 3],
      "Ann",
      undefined,
      "Ann",
      3,
      "Ann",
    ]);
    await assert.rejects(stage.piece.get("all"), { code: "unknown-space" });
    await assert.rejects(stage.piece.get("each.1"), { code: "unknown-space" });
  } finally {
    await stage.close();
  }
});
