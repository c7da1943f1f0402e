/** Statements that would take long to prepare are refused before SQLite sees them. */

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { prepareDeclaration } from "./declaration.ts";
import { guardOf } from "./guard.ts";
import { createDeclared } from "./scratch.ts";
import { checkStatementSize } from "./statement-size.ts";
import { tableWidths } from "./substitution-size.ts";

type Step = (i: number) => string;

/** A chain of definitions that ends in `select * from t<length>`. */
function chain(length: number, step: Step, first = "t0 as (select 1 as a)"): string {
  const steps = Array.from({ length }, (_, i) => step(i + 1));
  return `with ${[first, ...steps].join(", ")} select * from t${length}`;
}

const DOUBLING: Readonly<Record<string, Step>> = {
  join: (i) => `t${i} as (select x.a from t${i - 1} x, t${i - 1} y)`,
  union: (i) => `t${i} as (select a from t${i - 1} union all select a from t${i - 1})`,
  scalar: (i) => `t${i} as (select (select a from t${i - 1}) + (select a from t${i - 1}) as a)`,
  quoted: (i) => `"T${i}" (a) as materialized (select x.a from [t${i - 1}] x, 't${i - 1}' y)`,
  hinted: (i) => `t${i} as not materialized (select x.a from \`t${i - 1}\` x, T${i - 1} y)`,
};

function nested(depth: number): string {
  let body = "select 1 as a";
  for (let i = 0; i < depth; i++) body = `with t as (${body}) select x.a from t x, t y`;
  return body;
}

Deno.test("a chain of doubling expressions is refused, however it is written", () => {
  const refused = { code: "sql-error", message: /words are added/ };
  for (const [name, step] of Object.entries(DOUBLING)) {
    assert.throws(() => checkStatementSize(chain(30, step)), refused, name);
    assert.throws(() => checkStatementSize(`insert into t ${chain(30, step)}`), refused, name);
    assert.throws(() => checkStatementSize(`select * from (${chain(30, step)})`), refused, name);
  }
  assert.throws(() => checkStatementSize(nested(30)), refused);
  const backwards = chain(30, DOUBLING.join!).replace("with ", "with recursive ");
  assert.throws(() => checkStatementSize(backwards), refused);
  const forward = `with ${
    Array.from({ length: 30 }, (_, i) => `t${i} as (select x.a from t${i + 1} x, t${i + 1} y)`)
  }, t30 as (select 1 as a) select * from t0`;
  assert.throws(() => checkStatementSize(forward), refused);
});

Deno.test("the guard refuses it on every path before it is prepared", () => {
  const declaration = prepareDeclaration({ tables: { t: { columns: { a: "integer" } } } });
  const connection = new DatabaseSync(":memory:");
  createDeclared(connection, declaration);
  const scope = { alias: "main", declaration };
  for (const step of Object.values(DOUBLING)) {
    const sql = chain(60, step);
    assert.throws(() => guardOf(connection).prepare(scope, "read", sql), { code: "sql-error" });
    const write = `insert into t (a) ${sql}`;
    assert.throws(() => guardOf(connection).prepare(scope, "write", write), { code: "sql-error" });
  }
  connection.close();
});

Deno.test("chains and repetitions of a usual size pass", () => {
  checkStatementSize(chain(5, DOUBLING.join!));
  checkStatementSize(chain(200, (i) => `t${i} as (select a + 1 as a from t${i - 1})`));
  checkStatementSize(
    "with recursive r (x) as (select 1 union all select x + 1 from r limit 5) select * from r",
  );
  checkStatementSize("select with_ from t where 'with' = \"with\"");
  checkStatementSize(`values ${Array.from({ length: 12_000 }, () => "(1)").join()}`);
  const same = "(with x as (select 1) select * from x)";
  checkStatementSize(`select ${Array.from({ length: 50 }, () => same).join()}`);
  checkStatementSize("with x as (select");
});

Deno.test("a conjunction of thousands of terms is refused", () => {
  const terms = Array.from({ length: 2_002 }, (_, i) => `a = ${i}`).join(" and ");
  assert.throws(() => checkStatementSize(`select 1 from t where ${terms}`), {
    message: /2001 times AND, at most 2000/,
  });
});

/** Subqueries `depth` deep, each between `before` and `after`. */
const around = (before: string, after: string) => (depth: number) =>
  `${before.repeat(depth)}select * from t${after.repeat(depth)}`;

/** An expression that names a column as often as the square of `width`. */
function wide(name: string, width: number): string {
  const row = (of: string) => `coalesce(${new Array<string>(width).fill(of).join()})`;
  return row(row(name));
}

/** Queries whose expressions double at each level, however they are put into each other. */
const GROWING: Readonly<Record<string, (depth: number) => string>> = {
  "columns": around("select a + a as a from (", ")"),
  "three times": around("select case when a > 1 then a else a end as a from (", ")"),
  "quoted": around('select "a" + `a` as [a] from (', ") as x"),
  "through a star": around("select * from (select a + a as a from (", ")) where a > 1"),
  "of a joined table": around("select x.a + x.a as a from t y left join (", ") x"),
  "behind a comma": around("select x.a || x.a a from t y, (", ") x"),
  "grouped": around("select a, a + a as a from (", ") group by 1"),
  "in conditions": around("select a + 1 as a from (select a + a as a from (", ")) where a > a"),
  "by common table expressions": (depth) =>
    chain(depth, (i) => `t${i} as (select a + a as a from t${i - 1})`),
  "of one name in two scopes": (depth) =>
    `select (select max(a) from (${around("select a + a as a from (", ")")(depth)}))`,
  "by their alias": (depth) =>
    `select a, ${wide("a", depth)} as b from t order by ${wide("b", depth)}`,
};

Deno.test("subqueries that grow as they are put into each other are refused, and small ones are not", () => {
  const declaration = prepareDeclaration({ tables: { t: { columns: { a: "integer" } } } });
  const connection = new DatabaseSync(":memory:");
  createDeclared(connection, declaration);
  const scope = { alias: "main", declaration };
  for (const [name, query] of Object.entries(GROWING)) {
    guardOf(connection).prepare(scope, "read", query(4));
    for (const depth of [30, 60, 180]) {
      const sql = query(depth);
      const attempt = () => guardOf(connection).prepare(scope, "read", sql);
      assert.throws(attempt, { code: "sql-error", message: /at most \d+ are possible/ }, name);
      const write = `insert into t (a) select count(*) from (${sql})`;
      const writing = () => guardOf(connection).prepare(scope, "write", write);
      assert.throws(writing, { code: "sql-error", message: /at most \d+ are possible/ }, name);
    }
  }
  connection.close();
});

Deno.test("what SQLite plans by the power of its number is bounded, and depth is", () => {
  const times = (count: number, text: (i: number) => string) =>
    Array.from({ length: count }, (_, i) => text(i)).join(" ");
  const joins = (count: number) => `select 1 from t ${times(count, (i) => `natural join t t${i}`)}`;
  const windows = (count: number) =>
    `select 1 ${times(count, (i) => `, sum(a) over (order by a + ${i})`)} from t`;
  checkStatementSize(joins(40));
  checkStatementSize(windows(100));
  assert.throws(() => checkStatementSize(joins(41)), { message: /41 times JOIN, at most 40/ });
  assert.throws(() => checkStatementSize(windows(101)), { message: /101 times OVER/ });
  for (const open of ["(", "(select ", "(select * from ("]) {
    const deep = `select * from ${open.repeat(3_000)}`;
    assert.throws(() => checkStatementSize(deep), { message: /nested \d+ deep, at most 400/ });
  }
  assert.throws(() => checkStatementSize(`with a as (${"(".repeat(5_000)}`), { code: "sql-error" });
});

Deno.test("what authors nest is let through", () => {
  const report = chain(
    7,
    (i) =>
      `t${i} as (select day, sum(case when n > 0 then n else 0 end) as n, round(n / 2.0, 1) as half,
      coalesce(max(n), 0) as most, count(*) filter (where n > 1) as c from t${i - 1} group by day)`,
    "t0 as (select date(at, 'unixepoch') as day, n from visits where at between ? and ?)",
  );
  checkStatementSize(report);
  checkStatementSize(around("select id, title, score, at from (", ") where id > 0")(20));
});

Deno.test("a statement that is too long is refused with what to write instead", () => {
  const longest = `select ${"1,".repeat(24_990)}1`;
  checkStatementSize(longest.padEnd(50_000));
  assert.throws(() => checkStatementSize(longest.padEnd(50_001)), {
    code: "sql-error",
    message: /it has 50001 characters, at most 50000 are possible; give values as parameters/,
  });
  const guard = guardOf(new DatabaseSync(":memory:"));
  const before = { message: /it has 60009 characters/ };
  const scope = { alias: "main", declaration: prepareDeclaration({ tables: {} } as never) };
  // The length is looked at first: nothing goes through megabytes of text for its words.
  assert.throws(() => guard.prepare(scope, "read", `select 1;${"x".repeat(60_000)}`), before);
  assert.throws(() => guard.prepare(scope, "read", `select ${"1,".repeat(90_000)}1`), {
    message: /^.{0,600}$/s,
  });
});

const N = 9_000;
const repeated = (text: string) => new Array<string>(N).fill(text).join();

/** Statements of some 40,000 characters whose stars stand for millions of columns. */
const STARS: readonly (readonly ["read" | "write", string])[] = [
  ["read", `select ${repeated("t.*")} from t`],
  ["read", `select ${repeated("*")} from t`],
  ["read", `select 1 from (select ${repeated("x.*")} from t x)`],
  ["read", `select exists (select ${repeated("*")} from u, t)`],
  ["read", `select ${repeated("s.*")} from (select * from t) s`],
  ["read", `with s as (select * from t) select ${repeated("*")} from s`],
  ["read", `select ${repeated("*")} from (values (${new Array(1_500).fill("1")}))`],
  ["read", `select 1 from u union select ${repeated("*")} from t`],
  ["read", `select ${repeated("*")} from u join (u cross join "T")`],
  ["write", `insert into t (c0) values (1) returning ${repeated("*")}`],
  ["write", `insert into t (c0) select a from u returning ${repeated("*")}`],
  ["write", `update t set c0 = a from u returning ${repeated("*")}`],
  ["write", `delete from t returning ${repeated("*")}`],
  ["write", `insert into u select ${repeated("*")} from t`],
];

Deno.test("stars that stand for millions of columns are refused, and usual ones are not", () => {
  const columns = Object.fromEntries(Array.from({ length: 1_500 }, (_, i) => [`c${i}`, "integer"]));
  const declaration = prepareDeclaration({
    tables: { t: { columns }, u: { columns: { a: "integer" } } },
  });
  const connection = new DatabaseSync(":memory:");
  createDeclared(connection, declaration);
  const scope = { alias: "main", declaration };
  for (const [kind, sql] of STARS) {
    assert.throws(() => guardOf(connection).prepare(scope, kind, sql), {
      code: "sql-error",
      message: /columns that \* stands for, are put in so that \d+ words are added/,
    }, sql.slice(0, 60));
    const usual = sql.replace(/(\w\.)?\*(,(\w\.)?\*)+/, "*");
    checkStatementSize(usual, { widths: tableWidths(declaration) });
  }
  guardOf(connection).prepare(scope, "read", "select *, (select count(*) from t) from t, u");
  connection.close();
});

Deno.test("alternatives are bounded, since SQLite plans each with the others", () => {
  const any = (count: number) =>
    `(${Array.from({ length: count }, (_, i) => `a = ${i}`).join(" or ")})`;
  const all = (count: number, of: number) =>
    `select 1 from t where ${new Array(count).fill(any(of)).join(" and ")}`;
  checkStatementSize(all(1, 190));
  checkStatementSize(all(4, 90));
  checkStatementSize(all(190, 10));
  assert.throws(() => checkStatementSize(all(40, 45)), {
    message: /joined by OR that 77440 pairs/,
  });
  const deep = `select 1 from t where ${"(a = 1 or ".repeat(90)}1${")".repeat(90)}`;
  checkStatementSize(deep);
});
