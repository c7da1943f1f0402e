/** Every word that SQLite takes for a column counts as one, wherever it stands. */

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { columnPlaces } from "./column-places.ts";
import { prepareDeclaration } from "./declaration.ts";
import { guardOf } from "./guard.ts";
import { createDeclared } from "./scratch.ts";
import { tokenize } from "./sql-tokens.ts";

const KEYWORDS =
  ("abort action add after all alter always analyze and as asc attach autoincrement before begin " +
    "between by cascade case cast check collate column commit conflict constraint create cross " +
    "current current_date current_time current_timestamp database default deferrable deferred " +
    "delete desc detach distinct do drop each else end escape except exclude exclusive exists " +
    "explain fail false filter first following for foreign from full generated glob group groups " +
    "having if ignore immediate in index indexed initially inner insert instead integer intersect " +
    "into is isnull join key last left like limit match materialized natural no nocase not nothing " +
    "notnull null nulls of offset on or order others outer over partition plan pragma preceding " +
    "primary query raise range real recursive references regexp reindex release rename replace " +
    "restrict returning right rollback row rows rtrim savepoint select set stored table temp " +
    "temporary text then ties to transaction trigger true unbounded union unique update using " +
    "vacuum values view virtual when where window with within without").split(" ");

/** Texts in which `w` is a column that each level names twice. */
const DOUBLING: readonly ((w: string) => [before: string, first: string, after: string])[] = [
  (w) => [`select ${w} + ${w} as ${w} from (`, `select a as ${w} from t`, ")"],
  (w) => [`select x.${w} + x.${w} as ${w} from (`, `select a as ${w} from t`, ") x"],
  (w) => [`select x."${w}" || [x].${w} ${w} from (`, `select a as ${w} from t`, ") x"],
  (w) => [`select not ${w} is ${w} as ${w} from (`, `select a as ${w} from t`, ")"],
  (w) => [`select iif(${w}, ${w}, 1) as ${w} from (`, `select a as ${w} from t`, ")"],
  (w) => [`select case ${w} when 1 then ${w} end as ${w} from (`, `select a as ${w} from t`, ")"],
  (w) => [`select cast(${w} as text) like ${w} as ${w} from (`, `select a as ${w} from t`, ")"],
  (w) => [`select 1 is distinct from ${w} - ${w} as ${w} from (`, `select a as ${w} from t`, ")"],
  (w) => [`select 'from' || ${w} || ${w} as ${w} from (`, `select a as ${w} from t`, ")"],
  (w) => [`select x.a + x.a as a from t ${w}, (`, "select a from t", ") x"],
  (w) => [`select x.a + x.a as a from t as ${w} cross join (`, "select a from t", ") x"],
];

Deno.test("the guard counts columns that are called like keywords", () => {
  const declaration = prepareDeclaration({ tables: { t: { columns: { a: "integer" } } } });
  const connection = new DatabaseSync(":memory:");
  createDeclared(connection, declaration);
  const scope = { alias: "main", declaration };
  let valid = 0;
  for (const word of KEYWORDS) {
    for (const parts of DOUBLING) {
      const [before, first, after] = parts(word);
      const query = (depth: number) => before.repeat(depth) + first + after.repeat(depth);
      const attempt = (depth: number) => guardOf(connection).prepare(scope, "read", query(depth));
      try {
        connection.prepare(query(2));
      } catch {
        continue;
      }
      // These are constants, and not put in.
      if (/^(true|false)$/.test(word) && !before.includes(".")) continue;
      valid++;
      attempt(2);
      assert.throws(() => attempt(30), { message: /at most \d+ are possible/ }, query(1));
    }
  }
  assert.ok(valid > 500, `${valid} texts that SQLite takes`);
  connection.close();
});

Deno.test("lists of values in each other are measured in a moment", () => {
  const declaration = prepareDeclaration({ tables: { t: { columns: { a: "integer" } } } });
  const connection = new DatabaseSync(":memory:");
  createDeclared(connection, declaration);
  const depth = 60;
  const sql = "select column1 as a from (values ((".repeat(depth) + "select a from t" +
    ")))".repeat(depth);
  // Twice at each level would be as good as for ever.
  try {
    guardOf(connection).prepare({ alias: "main", declaration }, "read", sql);
  } catch (error) {
    assert.equal((error as { code: string }).code, "sql-error");
  }
  connection.close();
});

Deno.test("columnPlaces() leaves out keywords, aliases, functions, types and collations", () => {
  const columns = (sql: string) => {
    const { tokens } = tokenize(sql);
    const places = columnPlaces(tokens);
    return tokens.filter((_, i) => places[i]).map(({ text }) => text).join(" ");
  };
  assert.equal(
    columns("select a x, lower(b) as y, cast(c as integer) z, t.d desc from t group by e"),
    "a b c d t by e",
  );
  assert.equal(columns("select case a when 1 then b end end, null is c collate nocase"), "a b c");
  assert.equal(
    columns("select a like b escape 'c' and d not in (1, ?) order by rows desc"),
    "a b d by rows",
  );
});
