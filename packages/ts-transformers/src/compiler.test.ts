import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { evaluate, instantiate, valueOf } from "../test/support/interpreter.ts";
import { createCompiler } from "./compiler.ts";
import { hashProgram } from "./program/source-program.ts";

const counter = (step: number) => ({
  main: "/main.tsx",
  files: {
    "/main.tsx": `import { pattern, computed } from "commonfabric";
import { add } from "./add.ts";
export default pattern<{ n: number }>(({ n }) => ({ out: computed(() => add(n, ${step})) }));
`,
    "/add.ts": "export function add(a: number, b: number): number { return a + b; }\n",
  },
});

Deno.test("compile() of several modules keeps imports, re-exports and data", () => {
  const { program, diagnostics } = createCompiler().compile({
    main: "/app/main.tsx",
    files: {
      "/app/main.tsx": `import { dataFile } from "commonfabric";
import * as parts from "../parts/index.ts";
import { type Item, Child as Renamed } from "../parts/index.ts";
import { pattern } from "commonfabric";
const text = dataFile("../data/rows.csv");
const first: Item = { n: 1 };
export { Child } from "../parts/index.ts";
export default pattern<{ n: number }>(({ n }) => {
  const child = Renamed({ n });
  const shown = parts.label(n);
  return { out: [child.double, shown, text, first.n, parts.total(n)] };
});
`,
      "/parts/index.ts": `export * from "./child.tsx";
export type { Item } from "./types.ts";
export { total } from "./types.ts";
`,
      "/parts/child.tsx": `import { pattern } from "commonfabric";
export const Child = pattern<{ n: number }, { double: number }>(({ n }) => ({ double: n * 2 }));
export const label = (n: number) => \`<\${n}>\`;
`,
      "/parts/types.ts": `import { computed } from "commonfabric";
export interface Item { n: number }
export function total(n: number) { return computed(() => n + 100); }
`,
      "/data/rows.csv": "a,b",
    },
  });
  assert.deepEqual(diagnostics, []);
  assert.deepEqual(program!.data, { "/data/rows.csv": "a,b" });
  const { exports } = evaluate(program!);
  assert.deepEqual(valueOf(instantiate(exports.default, { n: 3 }).out), [
    6,
    "<3>",
    "text of /data/rows.csv",
    1,
    103,
  ]);
  assert.equal(typeof exports.Child, "function");
  assert.match(program!.modules["/parts/child.tsx"]!.code, /name: "Child"/);
});

Deno.test("compile() again gives the same result, and sees what changed", () => {
  const compiler = createCompiler();
  const first = compiler.compile(counter(1));
  assert.deepEqual(compiler.compile(counter(1)), first);
  const second = compiler.compile(counter(2));
  assert.notEqual(second.program!.hash, first.program!.hash);
  assert.match(second.program!.modules["/main.tsx"]!.code, /n\), 2\)/);
  assert.deepEqual(createCompiler().compile(counter(2)), second);
});

Deno.test("compile() reports an error after an edit and forgets it after the next", () => {
  const compiler = createCompiler();
  const source = counter(1);
  const broken = { ...source, files: { ...source.files, "/add.ts": "export const add = 1;\n" } };
  assert.deepEqual(compiler.compile(source).diagnostics, []);
  assert.deepEqual(compiler.compile(broken).diagnostics.map((d) => [d.code, d.file, d.line]), [
    ["TS2349", "/main.tsx", 3],
  ]);
  assert.deepEqual(compiler.compile(source).diagnostics, []);
});

Deno.test("compile() keeps results in its cache folder, and a damaged entry counts as none", () => {
  const folder = mkdtempSync(join(tmpdir(), "cf-cache-"));
  try {
    const first = createCompiler({ cacheFolder: folder }).compile(counter(1));
    const entries = readdirSync(folder);
    assert.equal(entries.length, 1);
    const marked = JSON.stringify({ ...first, schemas: { from: "disk" } });
    writeFileSync(join(folder, entries[0]!), marked);
    const again = createCompiler({ cacheFolder: folder });
    assert.deepEqual(again.compile(counter(1)).schemas, { from: "disk" });
    writeFileSync(join(folder, entries[0]!), marked.slice(0, 40));
    assert.deepEqual(createCompiler({ cacheFolder: folder }).compile(counter(1)), first);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

Deno.test("compile() of a program with a syntax error gives no program", () => {
  const { program, diagnostics } = createCompiler().compile({
    main: "/a.ts",
    files: { "/a.ts": "export const a = ;" },
  });
  assert.equal(program, undefined);
  assert.deepEqual(diagnostics.map((d) => [d.code, d.severity, d.line, d.column]), [
    ["TS1109", "error", 1, 18],
  ]);
});

Deno.test("compile() beside a type error still gives a program", () => {
  const { program, diagnostics } = createCompiler().compile({
    main: "/a.ts",
    files: { "/a.ts": 'export const n: number = "1";' },
  });
  assert.equal(diagnostics[0]!.code, "TS2322");
  assert.match(program!.modules["/a.ts"]!.code, /exports\.n = "1"/);
});

Deno.test("hashProgram() depends on texts and the main module, not on the order of files", () => {
  const { main, files } = counter(1);
  const reversed = Object.fromEntries(Object.entries(files).reverse());
  assert.equal(hashProgram({ main, files }), hashProgram({ main, files: reversed }));
  assert.notEqual(hashProgram({ main, files }), hashProgram({ main: "/add.ts", files }));
});

Deno.test("compile() gives the schemas of a program by name", () => {
  const { schemas } = createCompiler().compile(counter(1));
  assert.deepEqual(schemas["/main.tsx#default.argument"], {
    type: "object",
    properties: { n: { type: "number" } },
    required: ["n"],
  });
});

Deno.test("compile() lets a copy of what a cell holds be changed, and asks for optional functions", () => {
  const { diagnostics } = createCompiler().compile({
    main: "/a.tsx",
    files: {
      "/a.tsx": `import { computed, pattern, Writable } from "commonfabric";
interface Row { title: string; tags: string[] }
interface Input { rows: Writable<Row[]>; one: Writable<Row | undefined>; format?: (n: number) => string }
export const made = pattern<Input>((input) => {
  const { rows, one, format } = input;
  const copied = computed(() => {
    const list = structuredClone(rows.get());
    list.push({ title: "", tags: [] });
    const row = structuredClone(one.get());
    if (row !== undefined) row.title = "changed";
    const date: Date = structuredClone(new Date(0));
    const open: any = structuredClone(JSON.parse("{}"));
    return list.length + date.getTime() + open.anything;
  });
  return { copied, asked: input.format ? 1 : 2, also: format ? 1 : 2 };
});
`,
    },
  });
  assert.deepEqual(diagnostics.map(({ code, line }) => [code, line]), [["schema-function", 3]]);
});

Deno.test("compile() knows the compartment's globals, and warns of a browser's", () => {
  const { diagnostics, program } = createCompiler().compile({
    main: "/a.ts",
    files: {
      "/a.ts": `export const ok = [new URL("http://x/").host, structuredClone({ a: 1 }), btoa("x")];
console.log(ok);
export function read(event: CustomEvent<{ value: string }>, input: HTMLInputElement) {
  return event.detail.value + input.value;
}
export const later = () => setTimeout(() => {}, 1);
export const wrong = undeclared;
export const seen = (o: object) => new Proxy(o, {});
export const has = typeof WeakRef === "undefined" && ({ Proxy: 1 }).Proxy;
`,
    },
  });
  assert.deepEqual(diagnostics.map((d) => [d.code, d.severity, d.line]), [
    ["host-global", "warning", 6],
    ["TS2304", "error", 7],
    ["host-global", "warning", 8],
  ]);
  assert.equal(diagnostics[2]!.fix, "Write a function or a computed");
  assert.ok(program);
});

Deno.test("compile() describes objects of the compartment's globals as data", () => {
  for (const browser of ["", "export type Other = HTMLElement;\n"]) {
    const { schemas, diagnostics } = createCompiler().compile({
      main: "/main.tsx",
      files: {
        "/main.tsx": `import { pattern } from "commonfabric";
${browser}export default pattern<{ at: URL; query: URLSearchParams }>(({ at }) => ({ at }));
`,
      },
    });
    assert.deepEqual(diagnostics, []);
    assert.deepEqual(schemas["/main.tsx#default.argument"], {
      type: "object",
      properties: { at: { type: "string", format: "uri" }, query: true },
      required: ["at", "query"],
    });
  }
});

Deno.test("compile() emits no text that a hardened compartment refuses", () => {
  const text = [
    "// import('x') <!-- -->",
    "export const a = 'please import (csv) --> <!-- here';",
    "export const b = `import(${a}) -->`;",
    "export const c = /<!--|-->|import\\(/;",
    "export let n = 3; while (n-->0) { /* --> */ }",
    "export const d = async () => (await import('./b.ts')).x;",
  ].join("\n");
  const { program, diagnostics } = createCompiler().compile({
    main: "/a.ts",
    files: { "/a.ts": text, "/b.ts": "export const x = 1;" },
  });
  assert.deepEqual(diagnostics, []);
  const { code } = program!.modules["/a.ts"]!;
  assert.doesNotMatch(code, /<!--|-->|\bimport\s*\(/);
  const { exports } = evaluate(program!);
  assert.equal(exports.a, "please import (csv) --> <!-- here");
  assert.equal(exports.b, "import(please import (csv) --> <!-- here) -->");
  assert.ok(exports.c.test("-->") && exports.c.test("import("));
  assert.equal(exports.n, -1);
});

Deno.test("compile() does not take results of another type library from the cache folder", () => {
  const folder = mkdtempSync(join(tmpdir(), "cf-cache-"));
  const apiFolder = join(folder, "api");
  try {
    mkdirSync(apiFolder);
    const source = {
      main: "/a.ts",
      files: { "/a.ts": 'import { x } from "commonfabric"; export const y: number = x;' },
    };
    let round = 0;
    const compileWith = (type: string) => {
      writeFileSync(join(apiFolder, "mod.ts"), `export declare const x: ${type};`);
      // Another spelling of the folder is read anew, as in another process.
      const spelled = `${apiFolder}/${"./".repeat(++round)}`;
      return createCompiler({ apiFolder: spelled, cacheFolder: folder }).compile(source);
    };
    assert.deepEqual(compileWith("string").diagnostics.map(({ code }) => code), ["TS2322"]);
    assert.deepEqual(compileWith("number").diagnostics, []);
    assert.deepEqual(compileWith("string").diagnostics.map(({ code }) => code), ["TS2322"]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
