import assert from "node:assert/strict";
import { parseModule } from "./parsed-module.ts";

Deno.test("parseModule() tells value imports from type imports", () => {
  const { imports } = parseModule(
    "a.ts",
    `import a, { b as c } from "./1.ts";
     import type { d } from "./2.ts";
     import { type e } from "./3.ts";
     import * as f from "./4.ts";
     export { g } from "./5.ts";
     export type { h } from "./6.ts";
     export * from "./7.ts";
     import "./8.ts";
     const i = await import("./9.ts");
     const j = new URL("./10.ts", import.meta.url);`,
  );
  assert.deepEqual(
    imports.map(({ specifier, typeOnly, names, kind }) =>
      `${specifier} ${kind}${typeOnly ? " type" : ""} ${names.join(",")}`
    ),
    [
      "./1.ts import default,b",
      "./2.ts import type d",
      "./3.ts import type e",
      "./4.ts import *",
      "./5.ts export g",
      "./6.ts export type h",
      "./7.ts export *",
      "./8.ts import ",
      "./9.ts dynamic *",
      "./10.ts path type *",
    ],
  );
});

Deno.test("parseModule() names what a module exports", () => {
  const { exports } = parseModule(
    "a.ts",
    `export const a = 1, { b, c: [d] } = x;
     export function e() {}
     export default class {}
     export { f, g as h };
     export * as i from "./i.ts";
     export type J = 1;`,
  );
  assert.deepEqual(exports.map(({ name }) => name), [
    "a",
    "b",
    "d",
    "e",
    "default",
    "f",
    "h",
    "i",
    "J",
  ]);
});

Deno.test("parseModule() finds comments, not texts that look like one", () => {
  const { comments } = parseModule(
    "a.tsx",
    `/** One. */\nconst a = "// no"; // two\nconst b = <p>// no {/* three */}</p>;\n`,
  );
  assert.deepEqual(comments.map(({ text, line }) => `${line} ${text}`), [
    "1 /** One. */",
    "2 // two",
    "3 /* three */",
  ]);
});
