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
