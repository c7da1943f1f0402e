/** Names, scopes, schemas, budgets, assertions, and code at module scope. */

import type { Case } from "../support/case.ts";

/** The cases. */
export const structure: readonly Case[] = [
  {
    name: "names of constants and properties",
    body:
      `const a = new Writable(0); const list = { inner: new Writable(1), deep: { cell: computed(() => 2) } };
    return { out: [a.get(), list.deep.cell], x: computed(() => 3) };`,
    out: [0, 2],
    emits: ['name: "a"', 'name: "list.inner"', 'name: "list.deep.cell"', 'name: "x"'],
  },
  {
    name: "equal names in one function stay apart",
    prelude: "const on: boolean = true;",
    body:
      `if (on) { const a = new Writable(1); void a; } const a = new Writable(2); return { out: computed(() => a.get()) };`,
    out: 2,
    emits: ['name: "a"', 'name: "a#2"'],
  },
  {
    name: "a destructured request",
    body:
      `const { result, pending } = wish<{ n: number }>({ query: "#x", answer: { n: 3 } } as never);
    return { out: [result?.n, pending] };`,
    out: [3, false],
    emits: ['name: "{result,pending}"', "schema: "],
  },
  {
    name: "scopes from declared types",
    body: `const mine: PerUser<Writable<number>> = new Writable(0);
    const db: PerSession<SqliteDb> = sqliteDatabase({ tables: {} });
    const theme = new Writable.perSession<string>("light");
    void db; return { out: [mine.get(), theme.get()] };`,
    out: [0, "light"],
    emits: [/name: "mine", scope: "user"/, /name: "db", scope: "session"/, 'name: "theme"'],
  },
  {
    name: "scopes through an alias",
    prelude: "type Mine<T> = PerUser<T>; type MyDb = Mine<SqliteDb>;",
    body: "const db: MyDb = sqliteDatabase({ tables: {} }); return { out: 1 };",
    out: 1,
    emits: ['scope: "user"'],
  },
  {
    name: "scopes in unions, labels and parentheses",
    body: `const a: PerUser<Writable<number>> | undefined = new Writable(1);
    const b: Reactive<(PerSession<Writable<number>>)> = new Writable(2);
    const c: Writable<PerUser<number>> = new Writable(3);
    return { out: [a?.get(), b.get(), c.get()] };`,
    out: [1, 2, 3],
    emits: [/name: "a", scope: "user"/, /name: "b", scope: "session"/, /name: "c" }/],
  },
  {
    name: "scopes of the properties of a declared object",
    prelude:
      "interface Parts { draft: PerUser<Writable<string>>; inner: { n: PerSession<Writable<number>> } }",
    body: `const parts: Parts = { draft: new Writable("x"), inner: { n: new Writable(4) } };
    const make = (): PerUser<Writable<number>> => new Writable(5);
    const made = make();
    return { out: [parts.draft.get(), parts.inner.n.get(), made.get()] };`,
    out: ["x", 4, 5],
    emits: [
      /name: "parts.draft", scope: "user"/,
      /name: "parts.inner.n", scope: "session"/,
      /new \w+\.Writable\(5, __cf\.site\(\{ schema: \{ type: "number" \}, scope: "user"/,
    ],
  },
  {
    name: "scopes that the output of a pattern declares",
    prelude: `interface Out { draft: PerUser<Writable<string>>; n: PerSession<Writable<number>> }
    const Inner = pattern<{ x: number }, Out>(() => ({
      draft: new Writable("d"),
      n: new Writable(6),
    }));
    const Block = pattern<{ x: number }, { db: PerUser<SqliteDb>; x: number }>(({ x }) => {
      return { db: sqliteDatabase({ tables: {} }), x };
    });`,
    body:
      "const i = Inner({ x: 1 }); const b = Block({ x: 2 }); return { out: [i.draft.get(), i.n.get(), b.x] };",
    out: ["d", 6, 2],
    emits: [
      /name: "draft", scope: "user"/,
      /name: "n", scope: "session"/,
      /name: "db", scope: "user"/,
    ],
  },
  {
    name: "row schemas by the receiver's brand",
    input: "db: SqliteDb",
    body: `const alias = db; const rows = alias.query<{ id: number }>("select 1");
    const other = sqliteQuery<{ n: string }>({ db, sql: "select 2" }); return { out: 1, rows, other };`,
    emits: [
      /alias\.query\("select 1", void 0, __cf\.site\(\{ rowSchema: .*name: "rows"/,
      /rowSchema: .*name: "other"/,
    ],
  },
  {
    name: "a query method of something else is plain",
    prelude: "const thing = { query<T>(s: string): T[] { return [s] as T[]; } };",
    body: "return { out: thing.query<string>('q') };",
    out: ["q"],
    omits: ["rowSchema"],
  },
  {
    name: "toSchema and cfLink",
    prelude: "const S = toSchema<{ n: number }>(); const L = cfLink<{ t: string }>();",
    body: "return { out: [S, L] };",
    out: [
      { type: "object", properties: { n: { type: "number" } }, required: ["n"] },
      { link: { type: "object", properties: { t: { type: "string" } }, required: ["t"] } },
    ],
  },
  {
    name: "inferred schemas",
    prelude:
      "const area = lift(({ w, h }: { w: number; h: number }) => ({ value: w * h, label: 'x' }));",
    input: "w: number; h: number",
    given: () => ({ w: 2, h: 3 }),
    body: "const a = area({ w, h }); return { out: a.value };",
    out: 6,
    emits: [/input: /, /output: /],
  },
  {
    name: "schemas passed by the author",
    prelude:
      "const old = handler({ type: 'object' } as const, { type: 'object', properties: { n: { type: 'number', asCell: ['cell'] } } } as const, (_e, _s) => {});",
    body: "const s = old({}); return { out: typeof s };",
    emits: [/handler\)\(\{ type: 'object' \}/],
  },
  {
    name: "assertions record operands",
    input: "n: number; xs: string[]",
    given: () => ({ n: 3, xs: ["a"] }),
    body:
      "const ok = assert(() => n === 3 && xs.length > 0 && valueEqual(xs, ['a'])); return { out: ok };",
    out: true,
    emits: [
      "__cf.operand(0, __cf.read(n)) === __cf.operand(1, 3)",
      "__cf.operand(2, __cf.read(xs).length) > __cf.operand(3, 0)",
      "source: \"n === 3 && xs.length > 0 && valueEqual(xs, ['a'])\"",
      'operands: ["n", "3", "xs.length", "0", "xs", "[\'a\']"]',
      'line: "/main.tsx:',
    ],
  },
  {
    name: "budgets in loops and named functions",
    prelude: `function fib(n: number): number { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
    const fact = (n: number): number => n < 2 ? 1 : n * fact(n - 1);
    function sum(xs: number[]) { let s = 0; for (const x of xs) s += x; let i = 0; while (i < 3) i++; do { i--; } while (i > 0); for (const k in xs) void k; for (;;) break; return s; }
    class Box { v = 1; get() { return this.v; } }`,
    body: "return { out: [fib(7), fact(4), sum([1, 2]), new Box().get()] };",
    out: [13, 24, 3, 1],
    emits: [
      /function fib\(n\) \{\s*__cf\.tick\(\);/,
      /const fact = \(n\) => \{\s*__cf\.tick\(\);/,
      /for \(const x of xs\) \{\s*__cf\.tick\(\);/,
      /while \(i < 3\) \{\s*__cf\.tick\(\);/,
      /do \{\s*__cf\.tick\(\);/,
      /for \(const k in xs\) \{\s*__cf\.tick\(\);/,
      /get\(\) \{\s*__cf\.tick\(\);/,
    ],
  },
  {
    name: "enums, classes, satisfies and const assertions at module scope",
    prelude: `enum Kind { A = "a", B = "b" }
    class Counter { static made = 0; #n = 0; up() { return ++this.#n; } }
    const table_ = { a: 1, b: 2 } as const satisfies Record<string, number>;`,
    input: "kind: string",
    given: () => ({ kind: "b" }),
    body: "const c = new Counter(); return { out: [kind === Kind.B, c.up(), table_.b] };",
    out: [true, 1, 2],
  },
  {
    name: "statements over plain values in a body",
    prelude: "const debug: boolean = false;",
    input: "n: number",
    given: () => ({ n: 2 }),
    body: `let label = "a"; if (debug) label = "b"; const parts: VNode[] = [];
    for (const tab of ["x", "y"]) parts.push(<i>{tab}{n + 1}</i>);
    return { [UI]: <p>{label}{parts}</p> };`,
    shows: "<p>a<i>x3</i><i>y3</i></p>",
  },
  {
    name: "a pattern inside a body",
    input: "n: number",
    given: () => ({ n: 2 }),
    body: `const Inner = pattern<{ m: number }, { sum: number }>(({ m }) => ({ sum: m + n }));
    return { out: Inner({ m: 5 }).sum };`,
    out: 7,
    emits: ["__cf.read(m) + __cf.read(n)"],
  },
  {
    name: "SELF",
    input: "n: number",
    parameter: "{ n, [SELF]: self }",
    given: () => ({ n: 1 }),
    body: "return { out: n, self };",
    emits: ["[commonfabric_1.SELF]: self"],
  },
  {
    name: "patternTool with a pattern and with a function",
    prelude:
      "const P = pattern<{ q: string; n: number }, { r: string }>(({ q, n }) => ({ r: q + n }));",
    input: "n: number",
    given: () => ({ n: 1 }),
    body: `const tool = patternTool(P, { n });
    const tools = { count: patternTool(({ q }: { q: string }) => ({ r: q.length + n })) };
    return { out: 1, tool, tools };`,
    emits: [
      "patternTool)(P, { n })",
      /patternTool\)\(\(\{ q \}\) => \(\{ r: __cf\.derive\(.*\), void 0, __cf\.site\(\{ argument: .*, name: "tools\.count" \}\)/,
    ],
  },
  {
    name: "patternTool with a function brings the schema of its input",
    body: "const tool = patternTool(({ q }: { q: string }) => computed(() => q.length)); " +
      "return { out: 1, tool };",
    out: 1,
    emits: ['void 0, __cf.site({ argument: __cfSchema_1, name: "tool" })'],
  },
  {
    name: "a type-only import is erased",
    prelude:
      'import type { Schema } from "commonfabric/schema"; type X = Schema<{ type: "string" }>; const x: X = "s";',
    body: "return { out: x };",
    out: "s",
    omits: ["commonfabric/schema"],
  },
  {
    name: "handler bound with .with",
    prelude:
      "const inc = handler<unknown, { c: Writable<number> }>((_, { c }) => c.set(c.get() + 1));",
    input: "c: Writable<number>",
    given: (cell) => ({ c: cell(1) }),
    body: "const up = inc.with({ c }); return { [UI]: <p onClick={up}>{c}</p> };",
    fire: [[0]],
    shows: "<p>2</p>",
    emits: ['inc.with({ c }, __cf.site({ name: "up" }))'],
  },
  {
    name: "untyped patterns",
    prelude: "const Loose = pattern((input: any) => ({ v: input.a, w: input.c.get() }));",
    body: "return { out: Loose({ a: 1, c: new Writable(2) }).v };",
    out: 1,
    emits: ["__cf.derive(() => input.c.get())"],
  },
  {
    name: "effects in a body run while it is built",
    input: "n: number",
    given: () => ({ n: 1 }),
    body:
      "const c = new Writable<number[]>([]); c.push(1); return { out: computed(() => c.get().length) };",
    out: 1,
    emits: ["c.push(1);"],
  },
  {
    name: "a body declared apart",
    prelude:
      "function body({ n }: { n: number }) { return { double: n * 2 }; } const Double = pattern(body);",
    input: "n: number",
    given: () => ({ n: 2 }),
    body: "return { out: Double({ n }).double };",
    out: 4,
    emits: [/pattern\)\(body, __cf\.site\(\{ argument: .* name: "Double"/],
  },
  {
    name: "cells typed by their constant",
    body:
      "const list: Writable<string[]> = new Writable([]); return { out: computed(() => list.get().length) };",
    out: 0,
    emits: ["schema: __cfSchema", 'name: "list"'],
  },
  {
    name: "a cast cell in a handler",
    input: "state: { c: unknown }",
    given: (cell) => ({ state: { c: cell(1) } }),
    body: "return { [UI]: <p onClick={() => (state.c as Writable<number>).set(5)}/>, out: 1 };",
    fire: [[0]],
    emits: ["state.c.set(5)"],
  },
  {
    name: "the older module name",
    prelude: "import { computed as old } from 'commontools';",
    input: "n: number",
    given: () => ({ n: 2 }),
    body: "return { out: old(() => n + 1) };",
    out: 3,
    omits: ['commontools")'],
  },
  {
    name: "cells made by a function of the module",
    prelude:
      "function makeCount(start: number) { return new Writable(start); } const useToggle = () => { const on = new Writable(true); return { on, label: computed(() => on.get() ? 'on' : 'off') }; };",
    body: `const count = makeCount(2); const { on, label } = useToggle();
    return { [UI]: <p onClick={() => on.set(false)}>{count.get() + 1}{label}{on.get() ? "!" : "?"}{label + "."}</p> };`,
    fire: [[0]],
    shows: "<p>3off?off.</p>",
    emits: ["__cf.derive(() => count.get() + 1)"],
  },
  {
    name: "a cell named by its cause",
    body: "const c = Writable.for<number>('cause'); return { out: c.get() ?? 'none' };",
    emits: [
      /Writable\.for\('cause', __cf\.site\(\{ schema: \{ type: "number" \}, name: "c" \}\)\)/,
      "__cf.derive(() => c.get() ?? 'none')",
    ],
  },
];
