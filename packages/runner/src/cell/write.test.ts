/** What a write keeps of what was stored before. */

import assert from "node:assert/strict";
import { toSigil } from "@cf/protocol";
import type { Json } from "@cf/utils";
import { place, withRuntime } from "../testing/places.ts";
import type { DocTarget } from "./target.ts";
import { setAt } from "./write.ts";

const linkTo = (id: string, path?: string[]): Json =>
  toSigil({ id, ...(path === undefined ? {} : { path }) }) as unknown as Json;

Deno.test("setAt() keeps the links of a list as they are, wherever they stand", async () => {
  await withRuntime((runtime) => {
    const list = place(runtime, "of:list");
    const held = () => runtime.raw(list.target as DocTarget) as Json[];
    const members = ["of:a", linkTo("of:a"), linkTo("of:b"), linkTo("of:a", ["part"])];
    setAt(list, structuredClone(members));
    const before = held();
    const moved = [3, 2, 0, 1].map((at) => members[at]!);
    setAt(list, [...structuredClone(moved), linkTo("of:c")]);
    const after = held();
    assert.deepEqual(after, [members[3], members[2], "of:a", members[1], linkTo("of:c")]);
    assert.equal(after[0], before[3]);
    assert.equal(after[1], before[2]);
    assert.equal(after[3], before[1]);
  });
});
