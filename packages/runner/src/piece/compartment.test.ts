/** What a program finds in its compartment, and what it cannot reach or change. */

import assert from "node:assert/strict";
import { fullStackOf } from "@cf/utils";
import { commonfabricModules } from "../commonfabric.ts";
import { readFileSync, writeFileSync } from "node:fs";
import { ABSENT_GLOBALS, LANGUAGE_GLOBALS, PATTERN_GLOBALS } from "@cf/api/globals";
import { globalsPage } from "./test/globals-page.ts";
import { Cell } from "../cell/cell.ts";
import { withBudget } from "../event/budget.ts";
import { noteModule } from "./source-maps.ts";
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
function run(code: string, evaluator = evaluate): unknown {
  const module = { exports: {} as Record<string, unknown> };
  const require = (name: string) => {
    throw new Error(name);
  };
  evaluator(code, "cf:000000000000/main.tsx")(require, module.exports, module);
  return module.exports.x;
}

const LISTED = [...LANGUAGE_GLOBALS, ...PATTERN_GLOBALS.map(({ name }) => name)];

const ABSENT = [
  ...Object.keys(ABSENT_GLOBALS),
  ...("self Worker WebSocket XMLHttpRequest EventSource BroadcastChannel Blob Compartment lockdown " +
    "harden Request Response prompt caches global require__ importScripts").split(" "),
];

Deno.test("a compartment has the listed globals and no others of the host", () => {
  const found = run(`exports.x = Object.getOwnPropertyNames(globalThis)`) as string[];
  assert.deepEqual(found.filter((name) => !LISTED.includes(name)), []);
  assert.deepEqual(LISTED.filter((name) => !found.includes(name)), []);
  for (const name of ABSENT) {
    assert.equal(run(`exports.x = typeof ${name}`), "undefined", name);
    assert.equal(run(`exports.x = typeof globalThis.${name}`), "undefined", name);
  }
});

Deno.test("globalsPage() is what docs/globals.md says", () => {
  const page = new URL("../../../../docs/globals.md", import.meta.url);
  if (Deno.env.get("UPDATE_FIXTURES") === "1") writeFileSync(page, globalsPage());
  const words = (text: string) => text.split(/\s+/).join(" ");
  assert.equal(words(readFileSync(page, "utf8")), words(globalsPage()));
});

Deno.test("no call gives the present time or chance outside of an event", () => {
  const asked = [
    "new Date()",
    "Date()",
    "Date.now()",
    "new (new Date(0).constructor)()",
    "new Date(0).constructor()",
    "new Date(0).constructor.now()",
    "Date.prototype.constructor.now()",
    "Reflect.construct(Date, [])",
    "new (class extends Date {})()",
    "new Intl.DateTimeFormat().format()",
    "Intl.DateTimeFormat().format()",
    "new Intl.DateTimeFormat().format(undefined)",
    "[undefined].map(new Intl.DateTimeFormat().format)",
    "new Intl.DateTimeFormat().formatToParts()",
    "new (new Intl.DateTimeFormat().constructor)().format()",
    "new (Object.getPrototypeOf(new Intl.DateTimeFormat()).constructor)().format()",
    "Reflect.get(Intl.DateTimeFormat.prototype, 'format', new Intl.DateTimeFormat())()",
    "new (class extends Intl.DateTimeFormat {})().format()",
    "Math.random()",
    "crypto.randomUUID()",
    "crypto.getRandomValues(new Uint8Array(1))",
  ];
  for (const code of asked) {
    assert.throws(() => run(`exports.x = ${code}`), /no event|secure mode/, code);
  }
});

Deno.test("dates are formatted as everywhere", () => {
  const made = run(`
    const at = new Date(Date.UTC(2024, 0, 2, 3, 4, 5));
    const options = { timeZone: "UTC", dateStyle: "medium", timeStyle: "short" };
    const format = new Intl.DateTimeFormat("en-GB", options);
    exports.x = [
      format.format(at), [at].map(format.format)[0], format.formatToParts(at)[0].value,
      format.formatRange(at, new Date(+at + 86400000)), format.resolvedOptions().timeZone,
      Intl.DateTimeFormat.supportedLocalesOf("en")[0], format instanceof Intl.DateTimeFormat,
      Object.prototype.toString.call(format), format.constructor === Intl.DateTimeFormat,
      at.toLocaleDateString("en-GB", { timeZone: "UTC" }), format.format === format.format,
    ];
  `);
  const at = new Date(Date.UTC(2024, 0, 2, 3, 4, 5));
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone: "UTC",
    dateStyle: "medium",
    timeStyle: "short",
  });
  const both = format.formatRange(at, new Date(+at + 86400000));
  const text = format.format(at);
  const rest = [true, "[object Intl.DateTimeFormat]", true, "02/01/2024", true];
  assert.deepEqual(made, [text, text, "2", both, "UTC", "en", ...rest]);
});

Deno.test("within an event the moment and chance are the event's", () => {
  const lent = { console: {}, now: () => Date.UTC(2024, 5, 1), random: () => 0.5 };
  const made = run(
    `
    const format = new Intl.DateTimeFormat("en", { timeZone: "UTC" });
    exports.x = [format.format(), new Date().getTime(), Date.now(), Math.random(),
      [...crypto.getRandomValues(new Uint32Array(2))], crypto.randomUUID()];
  `,
    makeEvaluator(lent),
  );
  const now = Date.UTC(2024, 5, 1);
  const uuid = "80808080-8080-4080-8080-808080808080";
  assert.deepEqual(made, ["6/1/2024", now, now, 0.5, [0x80808080, 0x80808080], uuid]);
});

Deno.test("a formula that is text can be computed", () => {
  const made = run(`
    const calculate = (text) => Function('"use strict"; return (' + text + ')')();
    exports.x = [calculate("2 * (3 + 4)"), new Function("a", "b", "return a + b")(1, 2),
      calculate instanceof Function, calculate("Math.max(1, 2) ** 3")];
  `);
  assert.deepEqual(made, [14, 3, true, 8]);
});

Deno.test("a formula that is handed itself spends the budget", () => {
  const twice = "n > 0 ? f(n - 1, f) + f(n - 1, f) : 1";
  for (const texts of [["n", "f", `return ${twice}`], ["n", "f", `r = ${twice}`, "return r"]]) {
    const formula = run(`exports.x = Function(...${JSON.stringify(texts)})`) as Formula;
    assert.equal(formula(3, formula), 8);
    assert.throws(() => withBudget(20, { label: "formula" }, () => formula(60, formula)), {
      name: "BudgetError",
    });
  }
});

type Formula = (n: number, f: Formula) => number;

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
  "indirect eval": `(0, eval)("1")`,
  "a loop of text": `new Function("for (;;) {}")`,
  "a loop of text by another name": `globalThis.Function("while (true);")`,
  "recursion of text": `Function("return ({ f() { return this.f(); } }).f()")()`,
  "recursion that a comment hides": `Function("return ({ f() /**/ { return this.f(); } }).f()")()`,
  "a function of text": `Function("a = (() => 1)()", "return a")()`,
  "the host by a function of text": `Function("return Deno.pid")()`,
  "the host's this by a function of text": `Function("return this.Deno.pid")()`,
  "the constructor of a class": `(class {}).constructor("return 1")()`,
  "the constructor of a bound function": `(() => {}).bind().constructor("return 1")()`,
  "the constructor of an Intl function":
    `new Intl.DateTimeFormat().format.constructor("return 1")()`,
  "the constructor of require": `require.constructor("return 1")()`,
  "the constructor of the console": `console.log.constructor("return 1")()`,
  "the global object": `globalThis.leaked = 1`,
  "a listed global": `globalThis.Math = 1`,
  "the global object by definition": `Object.defineProperty(globalThis, "leaked", { value: 1 })`,
  "the prototype of the global object": `Object.setPrototypeOf(globalThis, { leaked: 1 })`,
  "what is behind the global object": `Object.getPrototypeOf(globalThis).leaked = 1`,
  "Function.prototype": `Function.prototype.call = () => 1`,
  "Error.prototype": `Error.prototype.toString = () => "evil"`,
  "Error.stackTraceLimit": `Object.defineProperty(Error, "stackTraceLimit", { value: 0 })`,
  "a prototype by __proto__": `({}).__proto__.evil = 1`,
  "Intl.DateTimeFormat.prototype": `Intl.DateTimeFormat.prototype.formatToParts = () => []`,
  "JSON": `JSON.parse = () => 1`,
  "Reflect": `Reflect.get = () => 1`,
  "Symbol.prototype": `Symbol.prototype.toString = () => "evil"`,
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
    assert.throws(() => run(`"use strict"; exports.x = ${code}`));
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

Deno.test("error.stack names the author's lines and nothing of the host", () => {
  const code = [
    '"use strict";',
    "function inner() { null.x; }",
    "const outer = () => { try { inner(); } catch (e) { return e.stack; } };",
    "const own = () => new RangeError('own').stack;",
    "const deep = (n) => n === 0 ? [1].map(() => { throw new Error('deep') }) : deep(n - 1);",
    "const caught = () => { try { deep(3) } catch (e) { return e.stack } };",
    "const captured = {}; Error.captureStackTrace(captured);",
    "exports.x = [outer(), own(), caught(), String(captured.stack), new Error('a', { cause: new Error('b') }).cause.stack];",
  ].join("\n");
  // Each line and column is its own.
  const mappings = code.split("\n").map((_, line) => line === 0 ? "AAAA" : "AACA").join(";");
  const map = JSON.stringify({ version: 3, sources: ["main.tsx"], names: [], mappings });
  noteModule("cf:000000000000/main.tsx", keptModule = { map });
  for (const stack of run(code) as string[]) {
    assert.doesNotMatch(stack, /file:|compartment|\.ts\b|node_modules|ses/, stack);
    assert.doesNotMatch(stack, /cf:0/);
  }
  const [nullRead] = run(code) as string[];
  assert.match(
    nullRead!,
    /^TypeError: Cannot read .*\n {4}at inner \(\/main.tsx:2:\d+\)\n {4}at outer \(\/main.tsx:3:\d+\)/,
  );
  assert.match(new Error("of the host").stack!, /compartment\.test\.ts/);
});

let keptModule: { map: string };

Deno.test("fullStackOf() has the frames of the host too", () => {
  const module = {
    map: JSON.stringify({ version: 3, sources: ["m"], names: [], mappings: "AAAA" }),
  };
  noteModule("cf:000000000000/main.tsx", keptModule = module);
  const error = run(`exports.x = new Error("made")`) as Error;
  assert.doesNotMatch(error.stack!, /compartment/);
  assert.match(fullStackOf(error), /compartment\.test\.ts/);
  assert.ok(keptModule);
});
