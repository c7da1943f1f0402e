/** Handlers: once per event, in order, in one transaction; conflicts run them again. */

import assert from "node:assert/strict";
import { type Actor, openStage, type Stage } from "./stage.ts";

const PROGRAM = `
import { action, computed, handler, pattern, sqliteDatabase, Stream, table, Writable } from "commonfabric";
const bump = handler<{ by: number }, { count: Writable<number> }>(({ by }, { count }) => {
  console.log("bump " + count.get());
  count.set(count.get() + by);
});
interface Output {
  count: number; log: string[]; rows: string[]; text: string; plain: string; tags: string[]; total: number;
  bump: Stream<{ by: number }>; note: Stream<string>; half: Stream<void>; rowsAndFail: Stream<void>; both: Stream<string>;
  chain: Stream<number>; answer: Stream<number, { doubled: number }>; put: Stream<string>; many: Stream<string>; tag: Stream<string>; untag: Stream<string>; add: Stream<number>;
}
export default pattern<{}, Output>(() => {
  const db = sqliteDatabase({ tables: { notes: table({ id: "integer primary key", body: "text not null" }) } });
  const rows = db.query<{ body: string }>("SELECT body FROM notes ORDER BY id", { reactOn: db });
  const count = new Writable(0);
  const total = new Writable(0);
  const log = new Writable<string[]>([]);
  const tags = new Writable<string[]>([]);
  const text = new Writable("");
  const chain = action((left: number) => {
    console.log("chain " + left);
    log.push("chain " + left);
    if (left > 0) { chain.send(left - 1); console.log("sent " + left); }
  });
  return {
    count, log, text, tags, total,
    plain: text,
    rows: computed(() => rows.result?.map(({ body }) => body) ?? []),
    bump: bump({ count }),
    note: action((body: string) => { log.push(body); }),
    half: action(() => { count.set(100); log.push("half"); throw new Error("half way"); }),
    rowsAndFail: action(() => { db.exec("INSERT INTO notes (body) VALUES ('lost')"); count.set(200); throw new Error("after rows"); }),
    both: action((body: string | null) => { log.push("row"); db.exec("INSERT INTO notes (body) VALUES (?)", [body]); }),
    chain,
    answer: action<number, { doubled: number }>((n: number) => ({ doubled: n * 2 })),
    put: action((next: string) => { text.set(next); }),
    many: action((name: string) => { for (let i = 0; i < 3; i++) log.push(name + i); }),
    tag: action((one: string) => { tags.addUnique(one); }),
    untag: action((one: string) => { tags.removeByValue(one); }),
    add: action((n: number) => { total.increment(n); }),
  };
});`;

async function settled(...actors: Actor[]): Promise<void> {
  for (const { runtime } of actors) await runtime.idle();
  for (const { runtime } of actors) await runtime.idle();
}

async function withStage(body: (stage: Stage) => Promise<void>): Promise<void> {
  const stage = await openStage(PROGRAM);
  try {
    await body(stage);
  } finally {
    await stage.close();
  }
}

Deno.test("events are handled once each, in the order they were sent", () =>
  withStage(async (stage) => {
    const sent = Array.from({ length: 50 }, (_, n) => stage.piece.send("note", `n${n}`));
    await Promise.all(sent);
    assert.deepEqual(await stage.piece.get("log"), Array.from({ length: 50 }, (_, n) => `n${n}`));
    assert.deepEqual(await stage.piece.send("answer", 21), { doubled: 42 });
  }));

Deno.test("what a handler sends is handled after it committed", () =>
  withStage(async (stage) => {
    await stage.piece.send("chain", 3);
    await settled(stage);
    const expected = ["chain 3", "sent 3", "chain 2", "sent 2", "chain 1", "sent 1", "chain 0"];
    assert.deepEqual(stage.since(), expected);
    assert.deepEqual(await stage.piece.get("log"), ["chain 3", "chain 2", "chain 1", "chain 0"]);
  }));

Deno.test("all writes of a handler commit, with its rows, or none does", () =>
  withStage(async (stage) => {
    const rows = stage.watch("rows");
    await assert.rejects(stage.piece.send("half"), /half way/);
    await assert.rejects(stage.piece.send("rowsAndFail"), /after rows/);
    assert.deepEqual([await stage.piece.get("count"), await stage.piece.get("log")], [0, []]);
    await assert.rejects(stage.piece.send("both", null), /NOT NULL/);
    await settled(stage);
    assert.deepEqual(await stage.piece.get("log"), [], "a refused row takes the cells with it");
    await stage.piece.send("both", "kept");
    await settled(stage);
    assert.deepEqual([await stage.piece.get("log"), await stage.piece.get("rows")], [["row"], [
      "kept",
    ]]);
    assert.doesNotMatch(stage.stored(), /half|lost|200/);
    rows.stop();
  }));

Deno.test("who lost a conflict is run again on fresh state", () =>
  withStage(async (stage) => {
    const other = await stage.join({ user: "other" });
    await Promise.all([stage.piece.get(""), other.piece.get("")]);
    await Promise.all([
      ...Array.from({ length: 5 }, () => stage.piece.send("bump", { by: 1 })),
      ...Array.from({ length: 5 }, () => other.piece.send("bump", { by: 10 })),
    ]);
    await settled(stage, other);
    assert.equal(await stage.piece.get("count"), 55, "no bump is lost");
    assert.equal(await other.piece.get("count"), 55);
    const runs = stage.printed.length + other.printed.length;
    assert.ok(runs > 10, `some ran again, ${runs} runs`);
    assert.deepEqual([...stage.errors, ...other.errors], []);
    await other.close();
  }));

Deno.test("events that lost a conflict while another waits for its rows keep their order", () =>
  withStage(async (stage) => {
    const other = await stage.join({ user: "other" });
    await Promise.all([stage.piece.get(""), other.piece.get("")]);
    const rival = other.piece.reference("count") as { set(value: number): void };
    let interfering = 3;
    stage.onPrint = (text) => {
      if (text.startsWith("bump") && interfering-- > 0) {
        other.runtime.transact("rival", () => rival.set(-interfering));
      }
    };
    const reference = stage.piece.reference("bump") as { send(event: unknown): void };
    const note = stage.piece.reference("both") as { send(event: unknown): void };
    // All in one turn: three lose, and before they are told so the queue waits for the rows.
    stage.runtime.transact("host", () => {});
    for (const by of [1, 10, 100]) reference.send({ by });
    note.send("row");
    await settled(stage, other);
    stage.onPrint = undefined;
    const bumps = stage.since().filter((text) => text.startsWith("bump"));
    assert.equal(bumps.length, 6, bumps.join());
    const [first, second, third] = bumps.slice(3).map((text) => Number(text.slice(5)));
    assert.deepEqual([second! - first!, third! - second!], [1, 10], bumps.join());
    assert.equal(await stage.piece.get("count"), first! + 111);
    await other.close();
  }));

Deno.test("writes that carry their intent do not conflict", () =>
  withStage(async (stage) => {
    const other = await stage.join({ user: "other" });
    await Promise.all([stage.piece.get(""), other.piece.get("")]);
    const all: Promise<unknown>[] = [];
    for (const [actor, name] of [[stage, "a"], [other, "b"]] as const) {
      for (let i = 0; i < 4; i++) {
        all.push(
          actor.piece.send("many", name + i),
          actor.piece.send("tag", "both"),
          actor.piece.send("add", 1),
        );
      }
      all.push(actor.piece.send("tag", name), actor.piece.send("untag", "none"));
    }
    await Promise.all(all);
    await settled(stage, other);
    for (const actor of [stage, other]) {
      const log = await actor.piece.get("log") as string[];
      assert.equal(log.length, 24);
      assert.deepEqual(log.filter((line) => line.startsWith("a2")), ["a20", "a21", "a22"]);
      assert.deepEqual((await actor.piece.get("tags") as string[]).sort(), ["a", "b", "both"]);
      assert.equal(await actor.piece.get("total"), 8);
    }
    assert.equal([...stage.stored().matchAll(/"op":"append"/g)].length >= 8, true);
    await other.close();
  }));

Deno.test("of plain sets the last one wins, everywhere the same", () =>
  withStage(async (stage) => {
    const other = await stage.join({ user: "other" });
    await Promise.all([stage.piece.get(""), other.piece.get("")]);
    const [mine, theirs] = [stage.watch("text"), other.watch("text")];
    await Promise.all([stage.piece.send("put", "mine"), other.piece.send("put", "theirs")]);
    await settled(stage, other);
    const texts = [await stage.piece.get("text"), await other.piece.get("text")];
    assert.equal(texts[0], texts[1]);
    assert.equal(mine.seen.at(-1), theirs.seen.at(-1));
    assert.deepEqual([...stage.errors, ...other.errors], []);
    mine.stop();
    theirs.stop();
    await other.close();
  }));

Deno.test("after the last retry the failure is visible to the caller and in the log", () =>
  withStage(async (stage) => {
    const other = await stage.join({ user: "other" });
    await Promise.all([stage.piece.get(""), other.piece.get("")]);
    const rival = other.piece.reference("count") as { set(value: number): void };
    let theirs = 0;
    stage.onPrint = () => other.runtime.transact("rival", () => rival.set(theirs += 10));
    await assert.rejects(stage.piece.send("bump", { by: 1 }), { code: "retries-exhausted" });
    stage.onPrint = undefined;
    const attempts = stage.since().length;
    assert.ok(attempts > 1, "it was tried again");
    await settled(stage, other);
    assert.equal(await stage.piece.get("count"), theirs, "nothing of it is left");
    assert.match(stage.errors.at(-1)!, /attempts conflicted/);
    await stage.piece.send("bump", { by: 1 });
    assert.equal(await other.piece.get("count"), theirs + 1, "the next event is handled");
    await other.close();
  }));

Deno.test("a handler that waits commits as a whole, and the next event waits for its end", async () => {
  const stage = await openStage(
    `import { handler, pattern, Writable } from "commonfabric";
type State = { log: Writable<string[]>; active: Writable<number>; phase: Writable<string> };
const work = handler(async (event: { name: string; fails?: boolean }, { log, active, phase }: State) => {
  phase.set("started " + event.name);
  active.set(active.get() + 1);
  for (let i = 0; i < 3; i++) await Promise.resolve();
  if (event.fails) throw new Error("late");
  log.push(event.name + active.get());
  active.set(active.get() - 1);
  phase.set("done " + event.name);
});
export default pattern<Record<string, never>>(() => {
  const state = { log: new Writable<string[]>([]), active: new Writable(0), phase: new Writable("") };
  return { ...state, work: work(state) };
});`,
  );
  try {
    const { piece } = stage;
    await Promise.all(["a", "b"].map((name) => piece.send("work", { name })));
    await stage.runtime.idle();
    assert.deepEqual(await piece.get("log"), ["a1", "b1"]);
    assert.deepEqual([await piece.get("active"), await piece.get("phase")], [0, "done b"]);
    await assert.rejects(piece.send("work", { name: "c", fails: true }), /late/);
    assert.deepEqual([await piece.get("active"), await piece.get("phase")], [0, "done b"]);
  } finally {
    await stage.close();
  }
});
