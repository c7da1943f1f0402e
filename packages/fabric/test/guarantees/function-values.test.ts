/**
 * A function of the author's builds with the references it is given, however the body comes by it
 * and whatever plain data holds the references; what a function must compute first is an error at
 * the write, never a lost one.
 */

import assert from "node:assert/strict";
import { openStage } from "./stage.ts";

const MAKE = "const make = (n: any) => ({ v: n, go: inc({ n }) });";

/** Code of the module, and the expression that makes a part of `n`. */
const FORMS: Readonly<Record<string, readonly [module: string, part: string]>> = {
  "a table of arrows": [
    "const table: Record<string, (n: any) => any> = { one: (n) => ({ v: n, go: inc({ n }) }) };",
    "table.one(n)",
  ],
  "a table of names": [
    `${MAKE} const KEY = "one"; const table: Record<string, (n: any) => any> = { one: make };`,
    "table[KEY](n)",
  ],
  "a shorthand in a table": [
    `${MAKE} const table: Record<string, (n: any) => any> = { make };`,
    "table.make(n)",
  ],
  "an interface": [
    "interface T { one(n: any): any } const table: T = { one: (n) => ({ v: n, go: inc({ n }) }) };",
    "table.one(n)",
  ],
  "a frozen object": [
    "const ui = Object.freeze({ counter: (n: any) => ({ v: n, go: inc({ n }) }) });",
    "ui.counter(n)",
  ],
  "a map": [`${MAKE} const table = new Map([["one", make]]);`, `table.get("one")!(n)`],
  "a list": [`${MAKE} const list = [make];`, "list[0](n)"],
  "each of a list": [`${MAKE} const list = [make];`, "list.map((f) => f(n))[0]"],
  "one of a table per kind": [
    `const KINDS = ["a", "b"] as const;
    const ui: Record<typeof KINDS[number], (n: any) => any> = { a: (n) => ({ v: n, go: inc({ n }) }), b: (n) => n };`,
    "KINDS.map((kind) => ui[kind](n))[0]",
  ],
  "a destructured constant": [`${MAKE} const { one } = { one: make };`, "one(n)"],
  "a choice": [
    `${MAKE} const other = (n: any) => ({ v: n, go: inc({ n }), other: true }); const FLAG = true;`,
    "(FLAG ? make : other)(n)",
  ],
  "an optional function": [`${MAKE} const given: typeof make | undefined = make;`, "given?.(n)"],
  "a function that a function returned": [
    "const make = (n: any) => () => ({ v: n, go: inc({ n }) });",
    "make(n)()",
  ],
  "a function made with a constant": [
    "const make = (by: number) => (n: any) => ({ v: n, go: inc({ n }), by });",
    "make(3)(n)",
  ],
  "Object.entries of what it is given": [
    `const many = (all: Record<string, any>) =>
      Object.fromEntries(Object.entries(all).map(([k, v]) => [k, { v, go: inc({ n: v }) }]));`,
    "many({ x: n }).x",
  ],
  "a loop over entries": [
    `function many(all: Record<string, any>) {
      const out: Record<string, any> = {};
      for (const [k, v] of Object.entries(all)) out[k] = { v, go: inc({ n: v }) };
      return out;
    }`,
    "many({ x: n }).x",
  ],
  "a loop over keys": [
    `function many(all: Record<string, any>) {
      const out: Record<string, any> = {};
      for (const k of Object.keys(all)) out[k] = { v: all[k], go: inc({ n: all[k] }) };
      return out;
    }`,
    "many({ x: n }).x",
  ],
  "a loop over names": [
    `function many(all: Record<string, any>) {
      const out: Record<string, any> = {};
      for (const k in all) out[k] = { v: all[k], go: inc({ n: all[k] }) };
      return out;
    }`,
    "many({ x: n }).x",
  ],
  "keys that are reduced": [
    `const many = (all: Record<string, any>) => Object.keys(all).reduce((out, k) =>
      ({ ...out, [k]: { v: all[k], go: inc({ n: all[k] }) } }), {} as Record<string, any>);`,
    "many({ x: n }).x",
  ],
  "values that are mapped": [
    "const many = (all: Record<string, any>) => Object.values(all).map((v) => ({ v, go: inc({ n: v }) }));",
    "many({ x: n })[0]",
  ],
  "a loop over a list": [
    `const many = (list: any[]) => {
      const out: any[] = [];
      for (const v of list) out.push({ v, go: inc({ n: v }) });
      return out;
    };`,
    "many([n])[0]",
  ],
  "a list of pairs": [
    `const many = (list: [string, any][]) =>
      Object.fromEntries(list.map(([k, v]) => [k, { v, go: inc({ n: v }) }]));`,
    `many([["x", n]]).x`,
  ],
  "the rest of the parameters": [
    "const many = (...list: any[]) => list.map((v) => ({ v, go: inc({ n: v }) }));",
    "many(n)[0]",
  ],
  "a depth that it counts down": [
    `function nest(n: any, depth: number): any {
      if (depth <= 0) return { v: n, go: inc({ n }) };
      return nest(n, depth - 1);
    }`,
    "nest(n, 2)",
  ],
  "Object.assign of what it built": [MAKE, "Object.assign({}, make(n))"],
};

/** Forms in which the function works with values. */
const LOST: typeof FORMS = {
  "a method": [
    `class Builder {
      readonly parts: any[] = [];
      add(n: any) { this.parts.push({ v: n, go: inc({ n }) }); return this; }
      build() { return this.parts[0]; }
    }`,
    "new Builder().add(n).build()",
  ],
  "a method of what was made with it": [
    "class Part { constructor(readonly n: any) {} part() { return { v: this.n, go: inc({ n: this.n }) }; } }",
    "new Part(n).part()",
  ],
  "a generator": [
    "function* parts(n: any) { yield { v: n, go: inc({ n }) }; }",
    "[...parts(n)][0]",
  ],
  "a branch on the value": [
    "function make(n: any) { if (n > 100) return { v: 0 }; return { v: n, go: inc({ n }) }; }",
    "make(n)",
  ],
  "a function given to another": [
    "const using = (n: any, f: (n: any) => any) => f(n);",
    "using(n, (m) => ({ v: m, go: inc({ n: m }) }))",
  ],
};

const programOf = ([module, part]: readonly [string, string]) => `
import { Cell, Default, handler, pattern, str } from "commonfabric";
const inc = handler<void, { n: Cell<number> }>((_, { n }) => n.set(n.get() + 1));
${module}
export default pattern<{ n: Default<number, 0> }>(({ n }) => {
  const part: any = ${part};
  return { n, part, text: str\`\${part.v}!\` };
});`;

for (const [name, form] of Object.entries(FORMS)) {
  Deno.test(`a function builds with references through ${name}`, async () => {
    const stage = await openStage(programOf(form));
    const { piece } = stage;
    try {
      await piece.send("part.go");
      const now = await Promise.all(["n", "part.v", "text"].map((path) => piece.get(path)));
      assert.deepEqual(now, [1, 1, "1!"]);
      assert.deepEqual(stage.errors, []);
    } finally {
      await stage.close();
    }
  });
}

for (const [name, form] of Object.entries(LOST)) {
  Deno.test(`a handler that was bound to a value says so when it writes: ${name}`, async () => {
    const stage = await openStage(programOf(form));
    try {
      await assert.rejects(
        stage.piece.send("part.go"),
        /Cannot write .*: the computation at \/main.tsx:\d+ bound the value it had read, and not the cell/,
      );
      assert.equal(await stage.piece.get("n"), 0);
      assert.equal(await stage.piece.get("text"), "0!");
    } finally {
      await stage.close();
    }
  });
}
