/** The default of an input that is taken apart is needed only where the input is missing. */

import assert from "node:assert/strict";
import { lineOf, openStage } from "./stage.ts";

const PROGRAM = `import { computed, pattern, Writable } from "commonfabric";
const required = (name: string): any => { throw new TypeError(name + " is required"); };
const Part = pattern<{ id?: number; name?: string; list?: string[] }>((
  { id = required("id"), name = required("name"), list: [first = required("first")] = [] },
) => ({ id, name: computed(() => name + first), label: id }));
interface Output { whole: { id: number; name: string }; half: { id: number; name: string; label: number } }
export default pattern<{}, Output>(() => {
  const n = new Writable(4);
  return {
    whole: Part({ id: n, name: "a", list: ["b"] }),
    half: Part({ name: "a" }),
  };
});`;

Deno.test("a default that throws does so where it is needed, and is told with its line", async () => {
  const stage = await openStage(PROGRAM);
  try {
    assert.deepEqual(await stage.piece.get("whole"), { id: 4, name: "ab", label: 4 });
    assert.deepEqual(stage.errors, []);
    await assert.rejects(stage.piece.get("half.name"), /first is required/);
    await assert.rejects(stage.piece.get("half.label"), /id is required/);
    const line = lineOf(PROGRAM, "new TypeError");
    assert.ok(stage.errors.length >= 2);
    for (const text of stage.errors) assert.match(text, new RegExp(`at /main\\.tsx:${line}:\\d+$`));
  } finally {
    await stage.close();
  }
});
