import assert from "node:assert/strict";
import plugin from "./plugin.ts";

const SOURCE = "/r/packages/space/src/a.ts";
const TEST = "/r/packages/space/src/a.test.ts";

/** The names of the rules that complain about `code`. */
function complaints(code: string, file = SOURCE): string[] {
  return Deno.lint.runPlugin(plugin, file, code).map(({ id }) => id.replace("cf/", ""));
}

Deno.test("cannot-message wants «Cannot …» in what a user can cause", () => {
  assert.deepEqual(complaints(`throw new TypeError("bad value");`), ["cannot-message"]);
  assert.deepEqual(complaints("throw new RangeError(`Cannot read ${x}: y`);"), []);
  assert.deepEqual(complaints("throw new TypeError(message);"), []);
  const subclass = (text: string) =>
    complaints(`class A extends CfError { constructor() { super("a", ${text}); } }`);
  assert.deepEqual(subclass("`${x} is bad`"), []);
  assert.deepEqual(subclass("`Bad ${x}`"), ["cannot-message"]);
  assert.deepEqual(subclass('"Cannot " + x'), []);
});

Deno.test("function-arguments counts an exported function's parameters", () => {
  assert.deepEqual(complaints("export function f(a, b, c, d) {}"), ["function-arguments"]);
  assert.deepEqual(complaints("export function f(a, b, options) {}"), []);
  assert.deepEqual(complaints("function f(a, b, c, d) {}"), []);
});

Deno.test("hash-private refuses the keyword on members and parameters", () => {
  assert.deepEqual(complaints("class A { private a = 1; }"), ["hash-private"]);
  assert.deepEqual(complaints("class A { private a() {} }"), ["hash-private"]);
  assert.deepEqual(complaints("class A { constructor(private a: number) {} }"), ["hash-private"]);
  assert.deepEqual(complaints("class A { #a = 1; private constructor() {} }"), []);
});

Deno.test("interface-prefix refuses an I before an interface's name", () => {
  assert.deepEqual(complaints("interface ICell {}"), ["interface-prefix"]);
  assert.deepEqual(complaints("interface Item {} interface IO {}"), []);
});

Deno.test("strict-assert wants node:assert/strict", () => {
  assert.deepEqual(complaints(`import assert from "node:assert";`, TEST), ["strict-assert"]);
  assert.deepEqual(complaints(`import assert from "node:assert/strict";`, TEST), []);
});

Deno.test("test-waiting refuses timers in tests only", () => {
  assert.deepEqual(complaints("setTimeout(done, 10);", TEST), ["test-waiting"]);
  assert.deepEqual(complaints(`import { setTimeout } from "node:timers/promises";`, TEST), [
    "test-waiting",
  ]);
  assert.deepEqual(complaints("setTimeout(done, 10);"), []);
});

Deno.test("typed-error refuses a bare Error in product code only", () => {
  assert.deepEqual(complaints(`throw new Error("x");`), ["typed-error"]);
  assert.deepEqual(complaints(`throw new Error("x");`, TEST), []);
  assert.deepEqual(complaints(`throw new AssertionError("x");`), []);
});

Deno.test("unit-suffix wants the unit of a time or a size", () => {
  assert.deepEqual(complaints("interface A { timeout: number; pageSize?: number }"), [
    "unit-suffix",
    "unit-suffix",
  ]);
  assert.deepEqual(complaints("interface A { timeoutMs: number; size: Rect }"), []);
});
