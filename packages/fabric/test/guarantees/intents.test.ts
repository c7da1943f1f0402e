/** What is written by intent never makes a handler run again, however its cell was come by. */

import assert from "node:assert/strict";
import { openStage } from "./stage.ts";

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
const run = (verb: string, { words, items, n, own, ownN, bag, named }: {
  words: Writable<string[]>; items: Writable<Item[]>; n: Writable<number>; own: Writable<string[]>;
  ownN: Writable<number>; bag: Writable<{ words: string[]; n: number }>;
  named: Writable<Record<string, string[]>>;
}) => {
  console.log("ran " + verb);
  switch (verb) {
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
    case "named push": named.key("k").push("a"); break;
  }
};
const bind = handler<string, {
  words: Writable<string[]>; items: Writable<Item[]>; n: Writable<number>; own: Writable<string[]>;
  ownN: Writable<number>; bag: Writable<{ words: string[]; n: number }>;
  named: Writable<Record<string, string[]>>;
}>((verb, state) => run(verb, state));
export default pattern<Input, Output>(({ words, items, n, bag, named }) => {
  const own = new Writable<string[]>([]);
  const ownN = new Writable(0);
  const act = action((verb: string) => {
    console.log("ran " + verb);
    switch (verb) {
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
      case "named push": named.key("k").push("a"); break;
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

const VERBS = [...PROGRAM.slice(PROGRAM.indexOf("const act")).matchAll(/case "([^"]+)"/g)]
  .map(([, verb]) => verb!);

for (const stream of ["act", "bound"]) {
  for (const isWritten of [true, false]) {
    const when = isWritten ? "were written" : "never were written";
    Deno.test(`what «${stream}» writes by intent does not conflict, where cells ${when}`, async () => {
      const again: string[] = [];
      for (const verb of VERBS) {
        const stage = await openStage(PROGRAM);
        const other = await stage.join({ user: "other" });
        await Promise.all([stage.piece.get(""), other.piece.get("")]);
        const rival = other.piece.reference("") as Cell;
        const write = () => {
          rival.key("words").push("theirs");
          rival.key("items").push({ name: "theirs" });
          rival.key("own").push("theirs");
          rival.key("n").increment(10);
          rival.key("ownN").increment(10);
          rival.key("bag", "words").push("theirs");
          rival.key("bag", "n").increment(10);
          rival.key("named", "k").push("theirs");
        };
        if (isWritten) other.runtime.transact("before", write);
        await other.runtime.idle();
        await stage.runtime.idle();
        stage.onPrint = () => {
          stage.onPrint = undefined;
          other.runtime.transact("rival", write);
        };
        await stage.piece.send(stream, verb);
        await other.runtime.idle();
        if (stage.since().length > 1) again.push(verb);
        assert.deepEqual(await stage.piece.get(""), await other.piece.get(""), verb);
        assert.deepEqual([...stage.errors, ...other.errors], []);
        await other.close();
        await stage.close();
      }
      assert.deepEqual(again, []);
    });
  }
}
