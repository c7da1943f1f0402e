/**
 * Handlers that await: each part between two awaits happens once, and what the first part did
 * happens as a whole or not at all.
 */

import assert from "node:assert/strict";
import { openStage, type Stage } from "./stage.ts";

const PROGRAM =
  `import { action, Default, pattern, sqliteDatabase, Stream, table, Writable } from "commonfabric";
interface Input { n: Writable<number | Default<0>>; log: Writable<string[] | Default<[]>> }
interface Output {
  n: number; log: string[]; rows: string[];
  twice: Stream<void>; fail: Stream<void>; later: Stream<void>; nested: Stream<void>;
  started: Stream<void>; note: Stream<string>; chain: Stream<void>; swallow: Stream<void>; time: Stream<void>;
}
export default pattern<Input, Output>(({ n, log }) => {
  const db = sqliteDatabase({ tables: { entries: table({ id: "integer primary key", body: "text" }) } });
  const entries = db.query<{ body: string }>("select body from entries order by id", { reactOn: db });
  const rows = entries.result?.map(({ body }) => body) ?? [];
  const rest = async (text: string) => {
    await null;
    log.push(text);
  };
  const twice = action(async () => {
    n.set(n.get() + 1);
    console.log("first part");
    await Promise.resolve();
    log.push("later");
  });
  const nested = action(async () => {
    n.set(n.get() + 1);
    console.log("first part");
    await rest("nested");
    log.push("after");
  });
  const started = action(() => {
    n.set(n.get() + 1);
    console.log("first part");
    rest("started");
  });
  const fail = action(async () => {
    n.set(100);
    throw new Error("refused by the author");
  });
  const later = action(async () => {
    n.set(n.get() + 1);
    await null;
    throw new Error("later");
  });
  const note = action((text: string) => { log.push(text); });
  const chain = action(async () => {
    await note.send("a");
    await note.send("b");
    await note.send("c");
    log.push("end");
  });
  const swallow = action(() => {
    try {
      log.push("rows: " + entries.result!.map((row) => row.body).join());
    } catch {
      log.push("lost");
    }
  });
  const time = action(async () => {
    await null;
    log.push("at " + Date.now());
  });
  return { n, log, rows, twice, started, fail, later, nested, note, chain, swallow, time };
});`;

interface Cell {
  push(...values: unknown[]): void;
  set(value: unknown): void;
}

async function onStage(body: (stage: Stage) => Promise<void>): Promise<void> {
  const stage = await openStage(PROGRAM);
  try {
    await body(stage);
  } finally {
    await stage.close();
  }
}

const PARTS: Record<string, readonly string[]> = {
  twice: ["later"],
  nested: ["nested", "after"],
  // The handler itself does not wait for what it starts.
  started: ["started"],
};
for (const [event, log] of Object.entries(PARTS)) {
  Deno.test(`'${event}': what follows an await happens once when the part before it runs again`, () =>
    onStage(async (stage) => {
      const other = await stage.join({ user: "other" });
      await Promise.all([stage.piece.get(""), other.piece.get("")]);
      const rival = other.piece.reference("n") as Cell;
      stage.onPrint = () => {
        stage.onPrint = undefined;
        other.runtime.transact("rival", () => rival.set(10));
      };
      await stage.piece.send(event);
      await other.runtime.idle();
      assert.deepEqual(stage.since(), ["first part", "first part"]);
      assert.equal(await other.piece.get("n"), 11);
      assert.deepEqual(await other.piece.get("log"), log);
      assert.deepEqual([...stage.errors, ...other.errors], []);
      await other.close();
    }));
}

Deno.test("an async handler that throws before it awaits leaves nothing", () =>
  onStage(async (stage) => {
    await assert.rejects(stage.piece.send("fail"), /refused by the author/);
    assert.equal(await stage.piece.get("n"), 0);
    assert.equal(stage.errors.length, 1);
  }));

Deno.test("an async handler that throws after it awaited fails, and keeps what was committed", () =>
  onStage(async (stage) => {
    await assert.rejects(stage.piece.send("later"), /later/);
    assert.equal(await stage.piece.get("n"), 1);
    assert.equal(stage.errors.length, 1);
  }));

Deno.test("what an async handler sends is handled after its end, in order", () =>
  onStage(async (stage) => {
    await stage.piece.send("chain");
    assert.deepEqual(await stage.piece.get("log"), ["end", "a", "b", "c"]);
    assert.deepEqual(stage.errors, []);
  }));

Deno.test("a catch does not take a handler's waiting for rows for a failure", () =>
  onStage(async (stage) => {
    await stage.piece.send("swallow");
    assert.deepEqual(await stage.piece.get("log"), ["rows: "]);
  }));

Deno.test("after an await there is no time, and the message says where there is", () =>
  onStage(async (stage) => {
    await assert.rejects(stage.piece.send("time"), /await/);
    assert.deepEqual(await stage.piece.get("log"), []);
  }));
