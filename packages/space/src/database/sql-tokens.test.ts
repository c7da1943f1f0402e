/** The tokens are SQLite's own: nothing that it reads hides in what is taken for a name or a string. */

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { secondStatementAt, tokenize } from "./sql-tokens.ts";
import { checkStatementSize } from "./statement-size.ts";

const SPACES = [
  " ",
  " \v",
  "\n\v\t",
  "\t",
  "\r\n",
  "\f",
  "\ufeff",
  "/* ' */",
  "/**/",
  "/*/ x */",
  "-- '\n",
  "\n",
];
const VALUES = [
  ...["1", "1.5", ".5e1", "1e-3", "0x1F", "1_000", "'x'", "'it''s; --'", "''", "x'00ff'", "null"],
  ...["a", "A", '"a"', "[a]", "`a`", '"b;""\'"', "[b'; --]", "`c``d`", "é", "a$b", "a\ufeff", "😀"],
  ...["?", "?7", ":x", "@x", "$x", ":é", "$a::b", ":a::b", "@::c", "#x", ":x$y", "$x:"],
  ...[":x(')", "$x(/*)", "@x(--)", ':x(")', "$x::y([)", ":x()", ":x(;)", ":x(`", "$x( )", "?(1)"],
];
const OPERATORS = [
  ...["+", "-", "*", "||", "->", "->>", "<<", ">=", "<>", "!=", "==", "=", "is", "and", "or", "&"],
  ...["\ufeffand", "collate nocase +", ",", ", ", ") , (", ";", "; select", "!", "--", "/"],
];

/** Statements in which what is hard to tell apart stands beside each other. */
const statements = fc.tuple(
  fc.constantFrom("select", "\ufeffselect", "select/**/", "SELECT all", ";select"),
  fc.array(
    fc.tuple(
      fc.constantFrom("", ...SPACES),
      fc.constantFrom(...VALUES),
      fc.constantFrom("", ...SPACES),
      fc.constantFrom(...OPERATORS),
    ),
    { maxLength: 5 },
  ),
  fc.constantFrom(...SPACES),
  fc.constantFrom(...VALUES),
  fc.constantFrom("", " from t", ";", "; select 1", ";;", "\ufefffrom\ufefft", "from t -- ;"),
).map((parts) => parts.flat(2).join(""));

function openTable(): DatabaseSync {
  const connection = new DatabaseSync(":memory:");
  connection.exec('create table t (a, "b;""\'", "b\'; --", "c`d", é, a$b, "a\ufeff", "😀")');
  return connection;
}

/** What SQLite makes of `sql`: its program, where the statement ends, or why it is none. */
function compiled(connection: DatabaseSync, sql: string) {
  try {
    const program = connection.prepare(`explain ${sql}`).all()
      .map(({ opcode, p1, p2, p3, p4 }) => [opcode, p1, p2, p3, p4].join(" "));
    const { length } = connection.prepare(sql).sourceSQL;
    return { program, rest: sql.slice(length) };
  } catch {
    return undefined;
  }
}

Deno.test("tokenize() splits where SQLite does, and finds the end of a statement where it does", () => {
  const connection = openTable();
  let meaningful = 0;
  fc.assert(
    fc.property(statements, (sql) => {
      const whole = compiled(connection, sql);
      if (whole === undefined) return;
      meaningful++;
      const { tokens, badAt } = tokenize(sql);
      // SQLite skips an empty statement before; it counts as one here.
      const first = sql.startsWith(";") ? sql.slice(1) : sql;
      assert.equal(secondStatementAt(first) !== undefined, hasTokens(whole.rest), sql);
      if (hasTokens(whole.rest)) return;
      assert.equal(badAt, undefined, sql);
      const apart = compiled(connection, tokens.map(({ text }) => text).join("\n"));
      assert.deepEqual(apart?.program, whole.program, sql);
    }),
    { numRuns: 4_000, seed: 20 },
  );
  assert.ok(meaningful > 400, `${meaningful} statements meant something`);
  connection.close();
});

/** Whether more than white space and empty statements is left. */
function hasTokens(rest: string): boolean {
  return rest.replaceAll(/--[^\n]*|\/\*.*?(?:\*\/|$)|[\s;\ufeff]/gs, "") !== "";
}

Deno.test("no word hides from the count of a statement's size", () => {
  const doubling = Array.from(
    { length: 30 },
    (_, i) => `t${i + 1} as (select x.a from t${i} x, t${i} y)`,
  );
  const bomb = `with t0 as (select 1 as a), ${doubling.join(", ")} select count(*) from t30`;
  const hidden = [
    `select :x('), (${bomb}), '1'`,
    `select @x(/*), (${bomb}) -- */`,
    `select $x::y(--), (${bomb})`,
    `\ufeff${bomb}`,
    bomb.replaceAll("from t", "from \ufefft"),
    bomb.replaceAll("as (", "\ufeffas ("),
    bomb.replaceAll("from t", "from \vt"),
    bomb.replace("1 as a", "1 \v as a"),
  ];
  for (const sql of hidden) {
    assert.throws(() => checkStatementSize(sql), { message: /words are added/ }, sql.slice(0, 30));
  }
});

Deno.test("tokenize() takes every character where SQLite takes it", () => {
  const connection = openTable();
  let taken = 0;
  for (let code = 1; code < 0x300; code++) {
    const x = String.fromCharCode(code);
    for (
      const sql of [
        ...[`select a ${x} from t`, `select a${x}from t`, `select ${x}a from t`, `select 1${x}1`],
        ...[`select 1 ${x}= 2`, `select a as ${x} from t`, `select a as x${x} from t`],
        ...[`select :${x}, a from t`, `select x'00'${x}, 1`, `select 1 /*${x}*/ , 2 --${x}\n, 3`],
      ]
    ) {
      if (compiled(connection, sql) === undefined) continue;
      taken++;
      assert.equal(tokenize(sql).badAt, undefined, JSON.stringify(sql));
    }
  }
  assert.ok(taken > 1_500, `${taken} are statements`);
  connection.close();
});

Deno.test("a statement is refused from where it is no SQL", () => {
  assert.throws(() => checkStatementSize("select 1, \u0001 2"), {
    code: "sql-error",
    message: /what stands at position 11 is no SQL/,
  });
});

Deno.test("a second statement is found behind a parameter with a quote in it", () => {
  assert.equal(secondStatementAt("select :x('); delete from notes --'"), 14);
  assert.equal(secondStatementAt("select $x::y(/*) ;\ufeff delete from notes -- */"), 20);
  assert.equal(secondStatementAt("select 1 \v; delete from notes"), 12);
  assert.equal(secondStatementAt("select @x(;)"), undefined);
});
