/** A query that cannot be asked shows that as its error, and is asked as soon as it can be. */

import assert from "node:assert/strict";
import { openStage } from "./stage.ts";

const program = (query: string) =>
  `import { action, computed, pattern, sqliteDatabase, sqliteQuery, Stream, table, Writable } from "commonfabric";
interface Out { said: string; n: number; set: Stream<{ to: unknown }>; read: Stream<void>; seen: string }
export default pattern<{}, Out>(() => {
  const db = sqliteDatabase({ tables: { t: table({ id: "integer primary key", kind: "text" }) } });
  const given = new Writable<any>(0);
  const seen = new Writable("");
  const rows = ${query};
  return {
    said: computed(() => rows.pending ? "pending" : rows.error?.message ?? "fine"),
    n: computed(() => rows.result?.length ?? -1),
    set: action(({ to }: { to: any }) => given.set(to)),
    read: action(() => seen.set(rows.error?.message ?? "fine")),
    seen,
  };
});`;

const CASES: readonly [string, unknown, RegExp, unknown][] = [
  [
    `db.query("select id from t where id = ?", { params: [computed(() => given.get() === "bad" ? NaN : 1)], reactOn: db })`,
    "bad",
    /parameter #1 is NaN; write null for NULL/,
    1,
  ],
  [
    `db.query("select id from t where kind = :k", { params: { k: given } })`,
    "a\0b",
    /parameter k is text with a NUL character/,
    "a",
  ],
  [
    `db.query("select id from t where kind = ?", { params: given, reactOn: db })`,
    "text",
    /parameters must be an array, or an object with their names/,
    ["a"],
  ],
];

for (const [query, bad, message, good] of CASES) {
  Deno.test(`a query shows why it cannot be asked: ${query}`, async () => {
    const stage = await openStage(program(query));
    try {
      const watch = stage.watch("said");
      await stage.piece.send("set", { to: good });
      await stage.runtime.idle();
      assert.equal(await stage.piece.get("said"), "fine");
      await stage.piece.send("set", { to: bad });
      await stage.runtime.idle();
      assert.match(String(await stage.piece.get("said")), message);
      assert.equal(await stage.piece.get("n"), -1);
      await stage.piece.send("read", undefined);
      assert.match(String(await stage.piece.get("seen")), message);
      await stage.piece.send("set", { to: good });
      await stage.runtime.idle();
      assert.equal(await stage.piece.get("said"), "fine");
      assert.equal(await stage.piece.get("n"), 0);
      assert.ok(stage.errors.length > 0 && stage.errors.every((text) => message.test(text)));
      watch.stop();
    } finally {
      await stage.close();
    }
  });
}

Deno.test("sqliteQuery() without a database says what to give", async () => {
  const stage = await openStage(program(`sqliteQuery({ db: undefined as any, sql: "select 1" })`));
  await assert.rejects(stage.piece.get("said"), {
    code: "no-database",
    message: /Cannot query: db is undefined; give what sqliteDatabase\(\) returned/,
  });
  await stage.close();
});
