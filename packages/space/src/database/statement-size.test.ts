/** Statements that would take long to prepare are refused before SQLite sees them. */

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { prepareDeclaration } from "./declaration.ts";
import { guardOf } from "./guard.ts";
import { createDeclared } from "./scratch.ts";
import { checkStatementSize } from "./statement-size.ts";

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
  checkStatementSize(`values ${Array.from({ length: 20_000 }, () => "(1)").join()}`);
  const same = "(with x as (select 1) select * from x)";
  checkStatementSize(`select ${Array.from({ length: 50 }, () => same).join()}`);
  checkStatementSize("with x as (select");
  checkStatementSize(`select ${"(".repeat(90_000)}`);
});

Deno.test("a conjunction of thousands of terms is refused", () => {
  const terms = Array.from({ length: 2_002 }, (_, i) => `a = ${i}`).join(" and ");
  assert.throws(() => checkStatementSize(`select 1 from t where ${terms}`), {
    message: /2001 times AND, at most 2000/,
  });
});
