/** What is written by intent merges with what others write, however its cell was come by. */

import assert from "node:assert/strict";
import { openStage } from "./stage.ts";

const CASES = `
    case "words push": words.push("a"); break;
    case "words addUnique": words.addUnique("a"); break;
    case "words removeByValue": words.removeByValue("gone"); break;
    case "items push": items.push({ name: "a" }); break;
    case "items addUnique": items.addUnique({ name: "a" }); break;
    case "items removeByValue": items.removeByValue({ name: "gone" }); break;
    case "n increment": n.increment(1); break;
    case "n set": n.set(7); break;
    case "words set": words.set(["set"]); break;
    case "own push": own.push("a"); break;
    case "ownN increment": ownN.increment(1); break;
    case "bag words push": bag.key("words").push("a"); break;
    case "bag n increment": bag.key("n").increment(1); break;
    case "bag update": bag.update({ n: 5 }); break;
    case "named push": named.key("k").push("a"); break;`;

const PROGRAM = `import { action, Default, handler, pattern, Stream, Writable } from "commonfabric";
interface Item { name: string }
interface Input {
  words: Writable<string[] | Default<[]>>;
  items: Writable<Item[] | Default<[]>>;
  n: Writable<number | Default<0>>;
  bag: Writable<{ words: string[]; n: number } | Default<{ words: ["x"]; n: 1 }>>;
  named: Writable<Record<string, string[]> | Default<{}>>;
}
interface Output {
  words: string[]; items: Item[]; n: number; own: string[]; ownN: number;
  bag: { words: string[]; n: number }; named: Record<string, string[]>;
  act: Stream<string>; bound: Stream<string>;
}
interface State {
  words: Writable<string[]>; items: Writable<Item[]>; n: Writable<number>; own: Writable<string[]>;
  ownN: Writable<number>; bag: Writable<{ words: string[]; n: number }>;
  named: Writable<Record<string, string[]>>;
}
const bind = handler<string, State>((verb, { words, items, n, own, ownN, bag, named }) => {
  console.log("ran " + verb);
  switch (verb) {
${CASES}
  }
});
export default pattern<Input, Output>(({ words, items, n, bag, named }) => {
  const own = new Writable<string[]>([]);
  const ownN = new Writable(0);
  const act = action((verb: string) => {
    console.log("ran " + verb);
    switch (verb) {
${CASES}
    }
  });
  const bound = bind({ words, items, n, own, ownN, bag, named });
  return { words, items, n, own, ownN, bag, named, act, bound };
});`;

interface Cell {
  key(...path: (string | number)[]): Cell;
  set(value: unknown): void;
  push(...values: unknown[]): void;
  increment(by: number): void;
}

const VERBS = [...CASES.matchAll(/case "([^"]+)"/g)].map(([, verb]) => verb!);

/** What a value is after the rival's writes and then this one's. */
const MERGED: Record<string, [path: string, value: unknown]> = {
  "words push": ["words", ["theirs", "a"]],
  "words addUnique": ["words", ["theirs", "a"]],
  "items push": ["items", [{ name: "theirs" }, { name: "a" }]],
  "n increment": ["n", 11],
  "n set": ["n", 7],
  "words set": ["words", ["set"]],
  "own push": ["own", ["theirs", "a"]],
  "ownN increment": ["ownN", 11],
  "bag words push": ["bag", { words: ["x", "theirs", "a"], n: 11 }],
  "bag n increment": ["bag", { words: ["x", "theirs"], n: 12 }],
  "bag update": ["bag", { words: ["x", "theirs"], n: 5 }],
  "named push": ["named", { k: ["theirs", "a"] }],
};

/** The first write below a record that is still its default makes the record. */
const MAKES_RECORD = ["bag words push", "bag n increment", "bag update", "named push"];

/** Runs `verb` while the rival writes, and gives what came of it and how often it ran. */
async function race(stream: string, verb: string, isWritten: boolean) {
  const stage = await openStage(PROGRAM);
  const other = await stage.join({ user: "other" });
  await Promise.all([stage.piece.get(""), other.piece.get("")]);
  const rival = other.piece.reference("") as Cell;
  const makeRecords = () => {
    rival.key("bag").set({ words: ["x"], n: 1 });
    rival.key("named").set({});
    for (const name of ["words", "items", "own"]) rival.key(name).set([]);
    for (const name of ["n", "ownN"]) rival.key(name).set(0);
  };
  const write = () => {
    for (const list of [rival.key("words"), rival.key("own"), rival.key("bag", "words")]) {
      list.push("theirs");
    }
    rival.key("items").push({ name: "theirs" });
    rival.key("named", "k").push("theirs");
    for (const n of [rival.key("n"), rival.key("ownN"), rival.key("bag", "n")]) n.increment(10);
  };
  if (isWritten) other.runtime.transact("before", makeRecords);
  await other.runtime.idle();
  await stage.runtime.idle();
  stage.onPrint = () => {
    stage.onPrint = undefined;
    other.runtime.transact("rival", write);
  };
  await stage.piece.send(stream, verb);
  await other.runtime.idle();
  const outcome = await other.piece.get("") as Record<string, unknown>;
  assert.deepEqual(await stage.piece.get(""), outcome, verb);
  assert.deepEqual([...stage.errors, ...other.errors], []);
  const runs = stage.since().length;
  await other.close();
  await stage.close();
  return { outcome, runs };
}

for (const stream of ["act", "bound"]) {
  for (const isWritten of [true, false]) {
    const when = isWritten ? "were written" : "never were written";
    Deno.test(`what «${stream}» writes by intent merges, where cells ${when}`, async () => {
      const again: string[] = [];
      for (const verb of VERBS) {
        const { outcome, runs } = await race(stream, verb, isWritten);
        if (runs > 1) again.push(verb);
        const [path, value] = MERGED[verb] ?? [];
        if (path !== undefined) assert.deepEqual(outcome[path], value, verb);
      }
      assert.deepEqual(again, isWritten ? [] : MAKES_RECORD);
    });
  }
}
