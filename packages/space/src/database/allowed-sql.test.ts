/**
 * What the documentation says about allowed SQL is what the guard does, and what SQLite has; and the
 * functions of definitions are held to their own list.
 */

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { prepareDeclaration } from "./declaration.ts";
import {
  ALLOWED_FUNCTIONS,
  ALLOWED_TABLE_FUNCTIONS,
  DETERMINISTIC_FUNCTIONS,
} from "./functions.ts";
import { guardOf } from "./guard.ts";
import { createDeclared } from "./scratch.ts";

const PAGE = Deno.readTextFileSync(
  new URL("../../../../docs/sqlite/statements.md", import.meta.url),
);
const DECLARATION = prepareDeclaration({
  tables: { t: { columns: { a: "integer primary key", b: "text" }, options: { fts: ["b"] } } },
});
const SCOPE = { alias: "main", declaration: DECLARATION };

/** The lines of a fenced block of the page. */
function block(info: string): string[] {
  const found = new RegExp(`^\`\`\`${info}\n([^]*?)^\`\`\``, "m").exec(PAGE);
  assert.ok(found, `the page has a block ${info}`);
  return found[1]!.trimEnd().split("\n");
}

function opened(): DatabaseSync {
  const connection = new DatabaseSync(":memory:");
  createDeclared(connection, DECLARATION);
  return connection;
}

Deno.test("the page lists exactly the functions that the guard allows", () => {
  const listed = block("text functions").map((line) => line.slice(11).trim()).join(" ").split(" ");
  const allowed = [...ALLOWED_FUNCTIONS, ...ALLOWED_TABLE_FUNCTIONS];
  assert.deepEqual([...new Set(listed)].sort(), [...new Set(allowed)].sort());
});

Deno.test("the guard allows each function on its list and refuses all others that SQLite has", () => {
  const connection = opened();
  const present = connection.prepare("select distinct name, narg from pragma_function_list")
    .all() as {
      name: string;
      narg: number;
    }[];
  const names = new Set(present.map(({ name }) => name));
  const keywords = ["current_date", "current_time", "current_timestamp", "if"];
  for (const name of ALLOWED_FUNCTIONS) {
    assert.ok(names.has(name) || keywords.includes(name), `${name}() is in SQLite`);
  }
  for (const { name, narg } of present) {
    const call = `"${name}"(${Array.from({ length: Math.max(narg, 1) }, () => "b").join()})`;
    const prepare = () => guardOf(connection).prepare(SCOPE, "read", `select ${call} from t_fts`);
    if (ALLOWED_FUNCTIONS.has(name)) continue;
    assert.throws(prepare, (error: { code?: string }) => {
      assert.match(String(error.code), /^(guard-violation|sql-error)$/, name);
      return true;
    }, name);
  }
  connection.close();
});

Deno.test("the guard allows and refuses the statements that the page shows", () => {
  const connection = opened();
  const prepare = (kind: "read" | "write", sql: string) =>
    guardOf(connection).prepare(SCOPE, kind, sql);
  for (const sql of block("sql reads")) {
    prepare("read", sql);
    assert.throws(() => prepare("write", sql), sql);
  }
  for (const sql of block("sql writes")) {
    prepare("write", sql);
    assert.throws(() => prepare("read", sql), { code: "guard-violation" }, sql);
  }
  for (const sql of block("sql refused")) {
    assert.throws(() => prepare("read", sql), sql);
    assert.throws(() => prepare("write", sql), sql);
  }
  connection.close();
});

const times = (count: number, one: string, between: string) =>
  new Array<string>(count).fill(one).join(between);

/** What the page says there may be of each: how it says so, the number, and a statement with so many. */
const BOUNDS: readonly (readonly [said: RegExp, max: number, of: (count: number) => string])[] = [
  [/up to 50,000\s+characters/, 50_000, (n) => "select 1".padEnd(n)],
  [/200\s+levels deep/, 200, (n) => `select ${times(n, "a", " || ")} from t`],
  [/up to 100\s+parts/, 100, (n) => times(n, "select 1", " union all ")],
  [/up to 200\s+arguments/, 200, (n) => `select coalesce(${times(n, "a", ", ")}) from t`],
  [
    /AND stands up to 2,000\s+times/,
    2_000,
    (n) => `select ${times(n / 20, `(${times(21, "a", " and ")})`, ", ")} from t`,
  ],
  [/JOIN up to 40/, 40, (n) => `select 1 from t ${times(n, "natural join t", " ")}`],
  [/OVER up to 100/, 100, (n) => `select ${times(n, "sum(a) over ()", ", ")} from t`],
  [/OR up to 180/, 180, (n) => `select 1 from t where ${times(n + 1, "a = 1", " or ")}`],
  [/nested up to 400\s+deep/, 400, (n) => `select ${"(".repeat(n)}1${")".repeat(n)}`],
];

Deno.test("a statement may be as large as the page says, and not much larger", () => {
  const connection = opened();
  for (const [said, max, of] of BOUNDS) {
    assert.match(PAGE, said);
    guardOf(connection).prepare(SCOPE, "read", of(max));
    const more = Math.ceil(max * 1.1 / 20) * 20 + 20;
    assert.throws(() => guardOf(connection).prepare(SCOPE, "read", of(more)), {
      code: "sql-error",
    }, `${said}`);
  }
  connection.close();
});

const definition = (column: string, options: object = {}) => () =>
  prepareDeclaration({ tables: { t: { columns: { a: "integer", b: column }, options } } });

Deno.test("constraints, indexes and generated columns may call deterministic functions alone", () => {
  definition("text check (length(trim(b)) > 0 and json_valid(b))")();
  definition("text as (upper(a) || '!') stored")();
  definition("text", { check: ["coalesce(a, 0) < 9"] })();
  const names = new Set(
    (new DatabaseSync(":memory:").prepare("select name from pragma_function_list").all() as {
      name: string;
    }[]).map(({ name }) => name),
  );
  for (const name of names) {
    if (DETERMINISTIC_FUNCTIONS.has(name) || !/^\w+$/.test(name)) continue;
    for (const list of ["", "b", "b, b", "b, b, b"]) {
      const call = `${name}(${list})`;
      const refused = { code: "bad-declaration" };
      assert.throws(definition(`text check (${call})`), refused, call);
      assert.throws(definition(`text as (${call}) virtual`), refused, call);
      assert.throws(definition("text", { check: [call] }), refused, call);
    }
  }
});

Deno.test("a default may call volatile functions, and none beyond the list", () => {
  for (const call of ["random()", "datetime('now')", "hex(randomblob(8))", "unixepoch()"]) {
    definition(`text default (${call})`)();
  }
  const refused = { code: "bad-declaration", message: /not allowed in a definition|SQLite says/ };
  for (
    const call of [
      "load_extension('x')",
      "sqlite_version()",
      "readfile('/etc/passwd')",
      "sqlite_compileoption_get(1)",
      "fts5_source_id()",
      "coalesce(null, sqlite_source_id())",
      "case when 1 then load_extension('x') end",
    ]
  ) {
    assert.throws(definition(`text default (${call})`), refused, call);
  }
});
