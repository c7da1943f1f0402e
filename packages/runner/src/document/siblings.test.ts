import assert from "node:assert/strict";
import type { DocAddress } from "@cf/protocol";
import { Siblings } from "./siblings.ts";

const address = (n: number): DocAddress => ({ id: `of:${n}`, scope: "space" });

Deno.test("Siblings.take() gives each once, a few at first and more each time", () => {
  const siblings = new Siblings();
  for (let n = 0; n < 3_000; n++) siblings.add(address(n));
  const taken = Array.from({ length: 6 }, () => siblings.take());
  assert.deepEqual(taken.map(({ length }) => length), [64, 256, 1_000, 1_000, 680, 0]);
  assert.equal(new Set(taken.flat()).size, 3_000);
});

Deno.test("Siblings.take() leaves out what ended", () => {
  const siblings = new Siblings();
  const [first, second] = [address(1), address(2)];
  const end = siblings.add(first);
  siblings.add(second);
  end();
  assert.deepEqual(siblings.take(), [second]);
});
