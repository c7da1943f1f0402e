/** Statements that SQLite would plan for long, because a table has many indexes, are refused. */

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { prepareDeclaration } from "./declaration.ts";
import { guardOf } from "./guard.ts";
import { checkPlanSize } from "./plan-size.ts";
import { createDeclared } from "./scratch.ts";

const repeat = (count: number, part: (i: number) => string, separator: string) =>
  Array.from({ length: count }, (_, i) => part(i)).join(separator);

const columns = Object.fromEntries(Array.from({ length: 64 }, (_, i) => [`c${i}`, "integer"]));
const CROWDED = prepareDeclaration({
  tables: {
    t: {
      columns,
      options: {
        indexes: Array.from(
          { length: 60 },
          (_, i) => Array.from({ length: 10 }, (_, k) => `c${(i + k) % 64}`),
        ),
        unique: ["c1", ["c2", "c3"]],
      },
    },
    u: { columns: { a: "integer" } },
  },
});
const NARROW = prepareDeclaration({
  tables: {
    t: { columns, options: { indexes: Object.keys(columns).slice(1) } },
    u: { columns: { a: "integer" } },
  },
});
const USUAL = prepareDeclaration({
  tables: {
    t: {
      columns: { ...columns, key: "text primary key", name: "text unique" },
      options: { indexes: ["c0", ["c1", "c2"], { columns: ["c3"], where: "c4 > 0" }] },
    },
  },
});

const column = (i: number) => `c${i % 64}`;
const row = `(${repeat(60, column, ",")}) = (${repeat(60, String, ",")})`;
const chain = (count: number, from = 0) =>
  `(${repeat(count, (i) => `${column(from + i)} = ${i}`, " or ")})`;

/** The same terms joined by a tree of `word`, which is flat to SQLite. */
function tree(word: string, from: number, until: number): string {
  if (until - from === 1) return `${column(from)} = ${from}`;
  const middle = (from + until) >> 1;
  return `(${tree(word, from, middle)} ${word} ${tree(word, middle, until)})`;
}

const HEAVY: Readonly<Record<string, string>> = {
  "row values in subqueries": `select ${
    repeat(20, () => `(select 1 from t where ${repeat(5, () => row, " and ")})`, ",")
  }`,
  "a row value that is not in a list": `select 1 from t where ${
    repeat(3, () => `(${repeat(60, column, ",")}) not in (select * from t)`, " and ")
  }`,
  "comparisons by the hundred": `select 1 from t where ${
    repeat(190, (i) => `${column(i)} > ?`, " and ")
  }`,
  "comparisons in a tree": `select 1 from "T" x where ${tree("and", 0, 190)}`,
  "ranges": `select 1 from t where ${repeat(90, (i) => `${column(i)} between 1 and 2`, " and ")}`,
};

const ALTERNATIVES: Readonly<Record<string, string>> = {
  "alternatives beside each other": `select 1 from t where ${
    repeat(10, (i) => chain(60, i), " and ")
  }`,
  "alternatives in a tree": `select 1 from t where ${tree("or", 0, 64)} and (${
    tree("or", 64, 128)
  })`,
};

const CASES = [
  ...Object.entries(HEAVY).map((entry) => [...entry, CROWDED, /at most 60000 tries/] as const),
  ...Object.entries(ALTERNATIVES).map((entry) =>
    [...entry, NARROW, /at most 150000 plans are possible; .* as JSON to json_each/] as const
  ),
];

for (const [name, sql, declaration, message] of CASES) {
  Deno.test(`the guard refuses what is long to plan: ${name}`, () => {
    const connection = new DatabaseSync(":memory:");
    createDeclared(connection, declaration);
    const scope = { alias: "main", declaration };
    for (const kind of ["read", "write"] as const) {
      const text = kind === "read" ? sql : `insert into u (a) select count(*) from (${sql})`;
      assert.throws(() => guardOf(connection).prepare(scope, kind, text), {
        code: "sql-error",
        message,
      });
    }
    connection.close();
  });
}

Deno.test("checkPlanSize() lets through what authors write, and what names no crowded table", () => {
  const many = [
    `select * from t where ${chain(180)}`,
    `select * from t where ${repeat(190, (i) => `${column(i)} = ?`, " and ")}`,
    `select * from t where ${repeat(8, (i) => chain(10, i), " and ")}`,
    `update t set ${repeat(64, (i) => `c${i} = ?`, ", ")} where key = ?`,
    `insert into t (key) values ${repeat(3_000, () => "(?)", ",")} on conflict (key) do nothing`,
    `select case ${repeat(1_500, (i) => `when c0 = ${i} then ${i}`, " ")} end from t`,
  ];
  for (const sql of many) checkPlanSize(sql, USUAL);
  checkPlanSize(`select * from t where ${repeat(80, (i) => `${column(i)} = ?`, " and ")}`, CROWDED);
  checkPlanSize(`select * from t where ${chain(40)}`, CROWDED);
  checkPlanSize(`insert into t values (${repeat(64, () => "?", ",")})`, CROWDED);
  checkPlanSize(`select ${repeat(200, () => "(select max(a) from u where a > 1)", ",")}`, CROWDED);
});
