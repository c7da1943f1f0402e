import assert from "node:assert/strict";
import { findingsOf } from "../testing/findings-of.ts";
import { functionLength } from "./function-length.ts";

const body = (count: number) => "  x;\n".repeat(count);

Deno.test("functionLength counts 70 lines, declaration and closing brace included", () => {
  const files = {
    "tools/a.ts": `function fits() {\n${body(68)}}\nconst long = () => {\n${body(69)}};\n`,
  };
  assert.deepEqual(findingsOf(functionLength, files), [
    "tools/a.ts:71 long has 71 lines of its own, at most 70",
  ]);
});

Deno.test("functionLength leaves out the lines of inner functions", () => {
  const inner = `  const inner = () => {\n${body(60)}  };\n`;
  const files = { "tools/a.ts": `function outer() {\n${inner}${inner}${body(20)}}\n` };
  assert.deepEqual(findingsOf(functionLength, files), []);
});
