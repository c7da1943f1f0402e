/** A space's list of pieces is changed without running any of them. */

import assert from "node:assert/strict";
import { unlistPiece } from "@cf/runner";
import { compileSource } from "../src/compile.ts";
import { openFabric } from "../mod.ts";

function program(text: string) {
  const source = `import { computed, pattern } from "commonfabric";\n${text}`;
  return compileSource({ main: "/main.tsx", files: { "/main.tsx": source } }, "main.tsx");
}

const LOUD = program(`export default pattern(() => {
  console.log("the loud one runs");
  return { n: computed(() => 1) };
});`);
const BROKEN = program(`export default pattern(() => {
  throw new RangeError("this body never works");
});`);
const QUIET = program(`export default pattern(() => ({ n: 2 }));`);

Deno.test("listing and unlisting a piece runs no other, and a broken one keeps none away", async () => {
  const store = await Deno.makeTempDir();
  const told: string[] = [];
  const open = () =>
    openFabric({
      store,
      onConsole: (_level, args) => void told.push(args.join(" ")),
      onError: ({ text }) => void told.push(text),
    });
  try {
    const first = await open();
    const loud = await first.runProgram(LOUD);
    await first.runProgram(BROKEN).catch(() => {});
    await loud.get("n");
    const before = await first.pieces();
    await first.close();
    assert.ok(before.includes(loud.id));
    assert.ok(told.includes("the loud one runs"));
    told.length = 0;

    const second = await open();
    const quiet = await second.runProgram(QUIET);
    assert.deepEqual(await second.pieces(), [...before, quiet.id]);
    await unlistPiece(second.runtime, before[0]!);
    await unlistPiece(second.runtime, "piece:nobody");
    assert.deepEqual(await second.pieces(), [...before.slice(1), quiet.id]);
    assert.equal(await quiet.get("n"), 2);
    await second.close();
    assert.deepEqual(told, []);
  } finally {
    await Deno.remove(store, { recursive: true });
  }
});
