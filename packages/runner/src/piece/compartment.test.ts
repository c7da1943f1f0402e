/** What a program finds in its compartment, and what it cannot reach or change. */

import assert from "node:assert/strict";
import { commonfabricModules } from "../commonfabric.ts";
import { Cell } from "../cell/cell.ts";
import { hardenForPrograms, makeEvaluator } from "./compartment.ts";

const evaluate = makeEvaluator({
  console: { log: () => {} },
  now: () => {
    throw new Error("no event");
  },
  random: () => {
    throw new Error("no event");
  },
});

/** What `code` assigns to `exports.x`. */
function run(code: string): unknown {
  const module = { exports: {} as Record<string, unknown> };
  const require = (name: string) => {
    throw new Error(name);
  };
  evaluate(code, "cf:000000000000/main.tsx")(require, module.exports, module);
  return module.exports.x;
}

const PRESENT = [
  ..."Array ArrayBuffer BigInt Boolean DataView Date Error Intl Iterator JSON Map Math Number"
    .split(
      " ",
    ),
  ..."Object Promise Reflect RegExp Set String Symbol Uint8Array WeakMap WeakSet".split(" "),
  ..."Float32Array Float64Array".split(" "),
  ..."URL URLSearchParams TextEncoder TextDecoder atob btoa structuredClone console crypto".split(
    " ",
  ),
];

const ABSENT =
  ("fetch setTimeout setInterval queueMicrotask Proxy Deno document window self process navigator " +
    "localStorage Worker WebSocket XMLHttpRequest EventSource BroadcastChannel Blob performance " +
    "WebAssembly SharedArrayBuffer Atomics WeakRef FinalizationRegistry Compartment lockdown harden " +
    "Request Response alert prompt caches").split(" ");

Deno.test("a compartment has the listed globals and no others of the host", () => {
  for (const name of PRESENT) assert.notEqual(run(`exports.x = typeof ${name}`), "undefined", name);
  for (const name of ABSENT) {
    assert.equal(run(`exports.x = typeof ${name}`), "undefined", name);
    assert.equal(run(`exports.x = typeof globalThis.${name}`), "undefined", name);
    assert.equal(run(`exports.x = Function("return typeof ${name}")()`), "undefined", name);
  }
});

Deno.test("a class may extend Date", () => {
  const made = run(`
    class Day extends Date { get year() { return this.getUTCFullYear(); } }
    const day = new Day(0);
    exports.x = [day.year, day instanceof Day, day instanceof Date];
  `);
  assert.deepEqual(made, [1970, true, true]);
});

/** Ways out, and ways to change what others use. Each must throw. */
const REFUSED: Record<string, string> = {
  "the constructor of functions": `(function () {}).constructor("return 1")()`,
  "the constructor of async functions": `(async function () {}).constructor("return 1")`,
  "the constructor of generators": `(function* () {}).constructor("yield 1")`,
  "the constructor of async generators": `(async function* () {}).constructor("yield 1")`,
  "the constructor of a host function": `atob.constructor("return 1")()`,
  "import()": `import("node:fs")`,
  "direct eval": `eval("1")`,
  "arguments.callee": `(function () { return arguments.callee; })()`,
  "an undeclared name": `leaked = 1`,
  "Object.prototype": `Object.prototype.evil = 1`,
  "Array.prototype": `Array.prototype.map = () => 1`,
  "Symbol.species": `Object.defineProperty(Array, Symbol.species, { value: 1 })`,
  "RegExp.prototype": `RegExp.prototype.exec = () => 1`,
  "Promise.prototype": `Promise.prototype.then = () => 1`,
  "an iterator's prototype": `Object.getPrototypeOf([][Symbol.iterator]()).next = 1`,
  "URL.prototype": `URL.prototype.toString = () => "evil"`,
  "URL": `URL.canParse = () => true`,
  "URLSearchParams.prototype": `URLSearchParams.prototype.get = () => "evil"`,
  "Intl": `Intl.NumberFormat.prototype.formatToParts = () => []`,
  "atob": `atob.evil = 1`,
  "console": `console.log = () => {}`,
  "Math": `Math.max = () => 1`,
  "Date": `Date.now = () => 1`,
  "crypto": `crypto.randomUUID = () => "same"`,
};

for (const [name, code] of Object.entries(REFUSED)) {
  Deno.test(`a program cannot use or change ${name}`, () => {
    assert.throws(() => run(`exports.x = ${code}`));
  });
}

Deno.test("what programs import and hold is frozen for good", () => {
  hardenForPrograms(Cell);
  const modules = hardenForPrograms(commonfabricModules());
  for (const [path, module] of Object.entries(modules)) {
    for (const [name, value] of Object.entries(module)) {
      if (typeof value !== "function") continue;
      assert.ok(Object.isFrozen(value), `${path}: ${name}`);
      const { prototype } = value as { prototype?: object };
      if (prototype !== undefined) assert.ok(Object.isFrozen(prototype), `${path}: ${name}`);
    }
  }
  assert.ok(Object.isFrozen(Cell.prototype));
});
