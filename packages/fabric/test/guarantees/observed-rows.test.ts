/** Handlers that use rows which somebody looks at: only changes of these rows make them run again. */

import assert from "node:assert/strict";
import { openStage } from "./stage.ts";

const PROGRAM =
  `import { action, computed, pattern, sqliteDatabase, Stream, table } from "commonfabric";
interface Output { shown: number; log: number; bump: Stream<void>; note: Stream<void>; late: Stream<void> }
export default pattern<{}, Output>(() => {
  const db = sqliteDatabase({
    tables: { counts: table({ id: "integer primary key", n: "integer" }), log: table({ text: "text" }) },
  });
  const counts = db.query<{ n: number }>("SELECT n FROM counts WHERE id = 1", { reactOn: db });
  const log = db.query<{ n: number }>("SELECT count(*) AS n FROM log", { reactOn: db });
  const shown = computed(() => counts.result?.[0]?.n ?? 0);
  return {
    shown,
    log: computed(() => log.result?.[0]?.n ?? 0),
    bump: action(() => {
      console.log("bump");
      db.exec("INSERT OR REPLACE INTO counts VALUES (1, ?)", [(counts.result?.[0]?.n ?? 0) + 1]);
    }),
    late: action(() => db.exec("INSERT OR REPLACE INTO counts VALUES (1, ?)", [shown + 1])),
    note: action(() => db.exec("INSERT INTO log VALUES ('x')")),
  };
});`;

Deno.test("rows that others leave alone are right, however many commits are made beside them", async () => {
  const stage = await openStage(PROGRAM);
  try {
    const shown = stage.watch("shown");
    for (const verb of ["bump", "note", "note", "bump", "note", "late", "note", "bump"]) {
      await stage.piece.send(verb, undefined);
    }
    assert.deepEqual(stage.errors, []);
    assert.deepEqual(shown.seen, [0, 1, 2, 3, 4]);
    assert.equal(stage.printed.length, 3, "no handler ran twice");
  } finally {
    await stage.close();
  }
});

Deno.test("no update is lost when several who look at the rows write them at once", async () => {
  const stage = await openStage(PROGRAM);
  try {
    const others = [await stage.join({ user: "Bea" }), await stage.join({ user: "Cid" })];
    const actors = [stage, ...others];
    const watched = actors.flatMap((actor) => [actor.watch("shown"), actor.watch("log")]);
    await Promise.all(actors.map(async ({ piece }) => {
      for (let i = 0; i < 12; i++) {
        await piece.send(i % 3 === 2 ? "late" : "bump", undefined);
        await piece.send("note", undefined);
      }
    }));
    for (const { runtime } of actors) await runtime.idle();
    assert.deepEqual(actors.flatMap(({ errors }) => errors), []);
    assert.deepEqual(watched.map(({ seen }) => seen.at(-1)), [36, 36, 36, 36, 36, 36]);
  } finally {
    await stage.close();
  }
});
