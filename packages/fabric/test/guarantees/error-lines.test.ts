/** Whatever a program does wrong while it runs, the error names the author's file and line. */

import assert from "node:assert/strict";
import { lineOf, openStage } from "./stage.ts";

/** Statements of a body; the one that fails stands on the line marked `/*!*\/`. */
const CASES: Readonly<Record<string, string>> = {
  "computed values that need each other": `const a: any = computed(() => b + 1); /*!*/
    const b: any = computed(() => a + 1);
    return { out: b };`,
  "a computed value that needs itself": `const box: any = {};
    box.a = computed(() => box.a.get() + 1); /*!*/
    return { out: box.a };`,
  "computations that make each other run": `const n = new Writable(0);
    const m = new Writable(0);
    const e = computed(() => { m.set(n.get() + 1); return 0; });
    const f = computed(() => { n.set(m.get() + 1); return 0; }); /*!*/
    return { out: [e, f] };`,
  "a loop without end": `const e = computed(() => { let i = 0;
      while (true) i++; /*!*/
    });
    return { out: e };`,
  "a recursion without end": `const f = (n: number): number => f(n + 1) + 1; /*!*/
    return { out: computed(() => f(0)) };`,
  "a write to a computed value": `const d = computed(() => 1);
    const go = action(() => {
      (d as any as Cell<number>).set(2); /*!*/
    });
    return { go };`,
  "a function in a cell": `const n = new Writable<any>(0);
    const go = action(() => {
      n.set(() => 1); /*!*/
    });
    return { go };`,
  "a map deep in a value": `const n = new Writable<any>(0);
    const go = action(() => {
      n.set({ a: { b: { c: { d: [{ e: new Map() }] } } } }); /*!*/
    });
    return { go };`,
  "a value that contains itself": `const n = new Writable<any>(0);
    const go = action(() => { const o: any = {}; o.o = o;
      n.set(o); /*!*/
    });
    return { go };`,
  "an assignment to a frozen value": `const n = new Writable<{ a: number }>({ a: 1 });
    const go = action(() => {
      (n.get() as any).a = 2; /*!*/
    });
    return { go };`,
  "a sort in place": `const n = new Writable<number[]>([1]);
    const go = action(() => {
      (n.get() as any).sort(); /*!*/
    });
    return { go };`,
  "the time in a computation": `const e = computed(() =>
      Date.now()); /*!*/
    return { out: e };`,
  "chance in a body": `const e =
      Math.random(); /*!*/
    return { out: e };`,
  "a property of null": `const n = new Writable<any>(null);
    const e = computed(() =>
      n.get().deep); /*!*/
    return { out: e };`,
  "two databases":
    `const a = sqliteDatabase({ tables: { t: table({ id: "integer primary key" }) } });
    const b = sqliteDatabase({ tables: { t: table({ id: "integer primary key" }) } });
    const go = action(() => {
      a.exec("INSERT INTO t DEFAULT VALUES");
      b.exec("INSERT INTO t DEFAULT VALUES"); /*!*/
    });
    return { go };`,
  "a table that does not exist":
    `const a = sqliteDatabase({ tables: { t: table({ id: "integer primary key" }) } });
    const go = action(() => {
      a.exec("INSERT INTO t DEFAULT VALUES");
      a.exec("INSERT INTO nope DEFAULT VALUES"); /*!*/
    });
    return { go };`,
  "a constraint that a row breaks":
    `const a = sqliteDatabase({ tables: { t: table({ id: "integer primary key", n: "integer check (n > 0)" }) } });
    const go = action(() => {
      for (const n of [2, 1, 0]) a.exec("INSERT INTO t (n) VALUES (?)", [n]); /*!*/
    });
    return { go };`,
  "a statement that may not run":
    `const a = sqliteDatabase({ tables: { t: table({ id: "integer primary key" }) } });
    const go = action(() => {
      a.exec("DROP TABLE t"); /*!*/
    });
    return { go };`,
  "a parameter that is not ready":
    `const a = sqliteDatabase({ tables: { t: table({ id: "integer primary key" }) } });
    const go = action(() => {
      a.exec("INSERT INTO t (id) VALUES (?)", [undefined as any]); /*!*/
    });
    return { go };`,
  "a query after exec":
    `const a = sqliteDatabase({ tables: { t: table({ id: "integer primary key" }) } });
    const q = a.query<{ id: number }>("SELECT id FROM t", { reactOn: a });
    const go = action(() => {
      a.exec("INSERT INTO t DEFAULT VALUES");
      console.log(q.result!.length); /*!*/
    });
    return { go };`,
  "a query of a table that does not exist":
    `const a = sqliteDatabase({ tables: { t: table({ id: "integer primary key" }) } });
    const rows = a.query<{ id: number }>( /*!*/
      "SELECT id FROM nope", { reactOn: a });
    return { out: rows.result?.length };`,
  "a query that writes":
    `const a = sqliteDatabase({ tables: { t: table({ id: "integer primary key" }) } });
    return { out: [
      a.query("DELETE FROM t", { reactOn: a }), /*!*/
    ] };`,
  "a parameter of a query that is no value":
    `const a = sqliteDatabase({ tables: { t: table({ id: "integer primary key" }) } });
    const low = new Writable<any>(NaN);
    const rows = a.query<{ id: number }>("SELECT id FROM t WHERE id > ?", { params: [low] }); /*!*/
    return { out: computed(() => rows.result?.length) };`,
  "exec in a computation":
    `const a = sqliteDatabase({ tables: { t: table({ id: "integer primary key" }) } });
    const e = computed(() => {
      a.exec("INSERT INTO t DEFAULT VALUES"); /*!*/
      return 1;
    });
    return { out: e };`,
  "an event to nothing": `const go = action(() => {
      (undefined as any as Stream<void>).send(); /*!*/
    });
    return { go };`,
  "an error after an await": `const go = action(async () => {
      await null;
      throw new Error("late"); /*!*/
    });
    return { go };`,
  "an element that is not there": `const n = new Writable<any[]>([]);
    const go = action(() => {
      (n as any).elementById("zz").set(1); /*!*/
    });
    return { go };`,
  "code made of text": `const e = computed(() =>
      new Function("return missing.deep")()); /*!*/
    return { out: e };`,
};

const programOf = (body: string) =>
  `import { action, Cell, computed, pattern, sqliteDatabase, Stream, table, Writable } from "commonfabric";
export type Used = Cell<number> | Stream<void>;
void [action, computed, sqliteDatabase, table, Writable];
export default pattern<{}>(() => {
    ${body}
});`;

for (const [what, body] of Object.entries(CASES)) {
  Deno.test(`an error names the author's line: ${what}`, async () => {
    const source = programOf(body);
    const stage = await openStage(source, { budgetMs: 300 });
    const told: string[] = [];
    try {
      const done = body.includes("{ go }") ? stage.piece.send("go") : stage.piece.get("out");
      await Promise.resolve(done).catch((error) => told.push(String(error)));
      await stage.runtime.idle();
      const place = new RegExp(`/main\\.tsx:${lineOf(source, "/*!*/")}\\b`);
      assert.match([...stage.errors, ...told].join("\n"), place);
    } finally {
      await stage.close();
    }
  });
}
