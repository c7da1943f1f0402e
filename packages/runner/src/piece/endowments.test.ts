/** What programs can say, and how the host hears it. */

import assert from "node:assert/strict";
import { endowmentsOf } from "./endowments.ts";

Deno.test("the console of patterns has the methods that its types declare", () => {
  const said: unknown[] = [];
  const { console } = endowmentsOf(
    {
      onConsole: (level, args, piece) => said.push([level, ...args, piece]),
    } as Parameters<typeof endowmentsOf>[0],
  );
  console.log!("a", 1);
  console.table!([{ x: 1 }]);
  console.assert!(true, "fine");
  console.assert!(1 > 2, "wrong");
  console.count!();
  console.count!();
  console.countReset!();
  console.count!();
  console.group!("title");
  console.groupEnd!();
  console.time!("t");
  console.timeEnd!("t");
  assert.deepEqual(said, [
    ["log", "a", 1, undefined],
    ["log", [{ x: 1 }], undefined],
    ["error", "Assertion failed", "wrong", undefined],
    ["log", "default: 1", undefined],
    ["log", "default: 2", undefined],
    ["log", "default: 1", undefined],
    ["log", "title", undefined],
  ]);
});

Deno.test("what is logged is a copy that cannot act", () => {
  const said: unknown[][] = [];
  const { console } = endowmentsOf(
    {
      onConsole: (_level, args) => said.push([...args]),
    } as Parameters<typeof endowmentsOf>[0],
  );
  const round: Record<string, unknown> = { name: "round" };
  round.self = round;
  const acting = {
    [Symbol.for("Deno.customInspect")]: () => "acted",
    [Symbol.for("nodejs.util.inspect.custom")]: () => "acted",
    toString: () => "acted",
    text: "plain",
    get failing() {
      throw new Error("no");
    },
  };
  console.log!(acting, round, new Map([["a", { b: 1 }]]), new Set([1]), () => {}, [[1n]]);
  const [first, second, ...rest] = said[0]! as [object, Record<string, unknown>, ...unknown[]];
  assert.equal(first, "[Error: no]");
  assert.equal(second.self, second);
  assert.deepEqual(rest, [new Map([["a", { b: 1 }]]), new Set([1]), "[Function anonymous]", [[
    1n,
  ]]]);
  const { failing: _, ...calm } = Object.getOwnPropertyDescriptors(acting);
  console.log!(Object.defineProperties({}, calm));
  assert.deepEqual(Reflect.ownKeys(said[1]![0] as object), ["toString", "text"]);
  assert.equal((said[1]![0] as { toString: unknown }).toString, "[Function toString]");
});
