/**
 * Handlers that await are handlers like others: one transaction from the first part to the last,
 * with rows, time and what they send.
 */

import assert from "node:assert/strict";
import { endOfTurn } from "../../src/end-of-turn.ts";
import { openStage, type Stage } from "./stage.ts";

const PROGRAM =
  `import { action, Default, pattern, sqliteDatabase, Stream, table, Writable } from "commonfabric";
interface Input { n: Writable<number | Default<0>>; log: Writable<string[] | Default<[]>> }
interface Output {
  n: number; log: string[]; rows: string[];
  twice: Stream<void>; fail: Stream<void>; later: Stream<void>; nested: Stream<void>;
  started: Stream<void>; note: Stream<string>; chain: Stream<void>; swallow: Stream<void>; time: Stream<string, number>;
  exec: Stream<void>; look: Stream<void>; all: Stream<void>; left: Stream<void>; lost: Stream<void>;
  late: Stream<void>; endless: Stream<void>; made: Stream<void>; classes: Stream<void>; given: Stream<void>;
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
  const time = action(async (at: string) => {
    const before = Date.now();
    await null;
    log.push(at);
    return Date.now() - before + new Date().getTime() - before;
  });
  const insert = (body: string) => db.exec("insert into entries (body) values (?)", [body]);
  const exec = action(async () => {
    insert("first");
    n.set(n.get() + 1);
    console.log("first part");
    await null;
    insert("second of " + n.get());
  });
  const look = action(async () => {
    await null;
    log.push("rows " + rows.join());
  });
  const all = action(async () => {
    const [a, b] = await Promise.all([
      (async () => { await null; n.set(n.get() + 1); return "a"; })(),
      (async () => { n.set(n.get() + 1); await null; return await "b"; })(),
    ]);
    log.push(a + b + n.get());
  });
  const left = action(() => {
    void rest("not awaited");
    log.push("end");
  });
  const lost = action(() => {
    void (async () => { await null; log.push("kept"); throw new Error("nobody listens"); })();
  });
  const late = action(async () => {
    const failing = (async () => { await null; throw new Error("caught late"); })();
    await null;
    await null;
    try { await failing; } catch (error) { log.push((error as Error).message); }
  });
  const endless = action(async () => { for (;;) await null; });
  const made = action(async () => {
    await null;
    const cell = new Writable("made");
    log.push(cell.get());
    note.send("sent");
  });
  class Counted {
    by = 2;
    async next(from: number) { await null; return from + this.by; }
  }
  const classes = action(async () => n.set(await new Counted().next(await new Counted().next(1))));
  async function sum() {
    await null;
    return arguments.length;
  }
  const given = action(async () => n.set(await (sum as (...args: number[]) => Promise<number>)(1, 2, 3)));
  const chained = action(() => {
    n.set(n.get() + 1);
    console.log("first part");
    rest("awaited").then(() => Date.now()).then((at) => { log.push(typeof at); note.send("sent"); });
  });
  const rejected = action(async () => {
    const told = await Promise.reject(new Error("no")).catch((error) => { log.push(error.message); return 3; })
      .finally(() => log.push("finally"));
    n.set(told);
  });
  const never = action(async () => { n.set(7); await new Promise(() => {}); });
  const neverCalled = action(() => { n.set(7); new Promise(() => {}).then(() => n.set(8)); });
  return {
    chained, rejected, never, neverCalled,
    n, log, rows, twice, started, fail, later, nested, note, chain, swallow, time, exec, look, all, left, lost, late,
    endless, made, classes, given,
  };
});`;

interface Cell {
  push(...values: unknown[]): void;
  set(value: unknown): void;
}

async function onStage(body: (stage: Stage) => Promise<void>): Promise<void> {
  const stage = await openStage(PROGRAM, { budgetMs: 200 });
  try {
    await body(stage);
  } finally {
    await stage.close();
  }
}

const PARTS: Record<string, readonly string[]> = {
  twice: ["later"],
  nested: ["nested", "after"],
  // The handler ends with what it starts.
  started: ["started"],
  chained: ["awaited", "number", "sent"],
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

Deno.test("an async handler that throws after it awaited leaves nothing either", () =>
  onStage(async (stage) => {
    await assert.rejects(stage.piece.send("later"), /later/);
    assert.equal(await stage.piece.get("n"), 0);
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

Deno.test("time stands still from a handler's first part to its last", () =>
  onStage(async (stage) => {
    assert.equal(await stage.piece.send("time", "now"), 0);
    assert.deepEqual(await stage.piece.get("log"), ["now"]);
  }));

Deno.test("rows that are written before and after an await are one commit with the cells, once", () =>
  onStage(async (stage) => {
    const other = await stage.join({ user: "other" });
    await Promise.all([stage.piece.get(""), other.piece.get("")]);
    await stage.piece.send("exec");
    stage.since();
    const { seen, stop } = stage.watch("");
    const rival = other.piece.reference("n") as Cell;
    stage.onPrint = () => {
      stage.onPrint = undefined;
      other.runtime.transact("rival", () => rival.set(10));
    };
    await stage.piece.send("exec");
    await stage.runtime.idle();
    assert.deepEqual(stage.since(), ["first part", "first part"]);
    const both = seen.map((value) => value as { n: number; rows: string[] })
      .map(({ n, rows }) => `${n} ${rows.join()}`);
    assert.deepEqual(both.at(-1), "11 first,second of 1,first,second of 11");
    assert.ok(
      both.every((text) => !text.startsWith("11") || text === both.at(-1)),
      both.join("; "),
    );
    stop();
    await other.close();
  }));

for (
  const [event, log] of [
    ["all", ["ab2"]],
    ["left", ["end", "not awaited"]],
    ["late", ["caught late"]],
    ["made", ["made", "sent"]],
    ["look", ["rows "]],
    ["chained", ["awaited", "number", "sent"]],
    ["rejected", ["no", "finally"]],
  ] as const
) {
  Deno.test(`'${event}': every part of a handler works as its first`, () =>
    onStage(async (stage) => {
      await stage.piece.send(event);
      await stage.runtime.idle();
      assert.deepEqual(await stage.piece.get("log"), log);
      assert.deepEqual(stage.errors, []);
    }));
}

Deno.test("what an async function does that nobody listens to is its handler's, until it fails", () =>
  onStage(async (stage) => {
    await stage.piece.send("lost");
    await endOfTurn();
    assert.deepEqual(await stage.piece.get("log"), ["kept"]);
    assert.match(stage.errors.join(), /^a promise that nobody waits for: nobody listens/);
  }));

Deno.test("async methods have their object, and what no generator can stand for is awaited too", () =>
  onStage(async (stage) => {
    await stage.piece.send("classes");
    assert.equal(await stage.piece.get("n"), 5);
    await stage.piece.send("given");
    assert.equal(await stage.piece.get("n"), 3);
    assert.deepEqual(stage.errors, []);
  }));

Deno.test("a handler that awaits for ever is stopped when its budget is used up", () =>
  onStage(async (stage) => {
    await assert.rejects(stage.piece.send("endless"), { code: "budget-exceeded" });
    await stage.piece.send("note", "next");
    assert.deepEqual(await stage.piece.get("log"), ["next"]);
  }));

for (const event of ["never", "neverCalled"]) {
  Deno.test(`'${event}': a handler that waits for what never comes fails, and the next has its turn`, () =>
    onStage(async (stage) => {
      await assert.rejects(stage.piece.send(event), { code: "awaits-for-ever" });
      await stage.piece.send("note", "next");
      assert.deepEqual(await stage.piece.get("log"), ["next"]);
      assert.equal(await stage.piece.get("n"), 0);
      assert.match(stage.errors.join(), new RegExp(`Cannot finish '${event}': it has awaited`));
    }));
}

Deno.test("a handler that awaits ends with its runtime", () =>
  onStage(async (stage) => {
    const sent = stage.piece.send("never");
    const failed = assert.rejects(sent, { code: "closed" });
    await endOfTurn();
    await stage.runtime.dispose();
    await failed;
  }));
