/**
 * Makes an author's writing statement see each table as declared: without the hidden key, and with
 * its columns in declared order, which the file's is not once a column was added.
 *
 * Two edits do that, and the guard judges the edited text like any other: `insert into t values …`
 * gets the list of the declared columns, and where a projection uses `*`, a common table expression
 * of the same name shows them:
 *
 * ```sql
 * insert into u select * from t
 * with "t" as (select "a", "b" from "pattern"."t") insert into u ("c", "d") select * from t
 * ```
 *
 * The target of a write is never looked up among common table expressions. A statement that names
 * a rowid is left alone there, since a common table expression has none.
 */

import type { Declaration, DeclaredTable } from "./declaration.ts";
import { quoteName, type SqlToken, tokenize } from "./sql-tokens.ts";

/** `sql` as it is prepared on the file under `alias`. */
export function asDeclared(sql: string, alias: string, declaration: Declaration): string {
  const { tokens } = tokenize(sql);
  const tables = [...declaration.tables.values()];
  return withViews(withColumns(sql, tokens, tables), { tokens, alias, tables });
}

function named(token: SqlToken | undefined, table: DeclaredTable): boolean {
  if (token?.kind !== "word" && token?.kind !== "quoted") return false;
  return token.value.toLowerCase() === table.name.toLowerCase();
}

function isWord(token: SqlToken | undefined, ...words: readonly string[]): boolean {
  return token?.kind === "word" && words.includes(token.value);
}

function withColumns(
  sql: string,
  tokens: readonly SqlToken[],
  tables: readonly DeclaredTable[],
): string {
  const into = tokens.findIndex((token) => isWord(token, "into"));
  if (into < 0 || !tokens.slice(0, into).some((token) => isWord(token, "insert", "replace"))) {
    return sql;
  }
  let at = into + 1;
  if (tokens[at + 1]?.text === ".") at += 2;
  const table = tables.find((candidate) => named(tokens[at], candidate));
  if (table === undefined) return sql;
  if (isWord(tokens[at + 1], "as")) at += 2;
  if (!isWord(tokens[at + 1], "values", "select", "with")) return sql;
  const { end } = tokens[at]!;
  return `${sql.slice(0, end)} (${settable(table).join(", ")})${sql.slice(end)}`;
}

function withViews(
  sql: string,
  { tokens, alias, tables }: {
    readonly tokens: readonly SqlToken[];
    readonly alias: string;
    readonly tables: readonly DeclaredTable[];
  },
): string {
  const star = tokens.some((token, i) =>
    token.text === "*" &&
    (isWord(tokens[i - 1], "select", "distinct", "all") || [",", "."].includes(tokens[i - 1]!.text))
  );
  if (!star || tokens.some((token) => isWord(token, "rowid", "oid", "_rowid_", "_cf_id"))) {
    return sql;
  }
  const views = tables
    .filter((table) =>
      tokens.some((token) => named(token, table)) &&
      !tokens.some((token, i) =>
        named(token, table) && isWord(tokens[i + 1], "as") && tokens[i + 2]?.text === "("
      )
    )
    .map((table) =>
      `${quoteName(table.name)} as (select ${table.visible.map(quoteName).join(", ")} ` +
      `from ${quoteName(alias)}.${quoteName(table.name)})`
    );
  if (views.length === 0) return sql;
  if (!isWord(tokens[0], "with")) return `with ${views.join(", ")} ${sql}`;
  const first = isWord(tokens[1], "recursive") ? tokens[1]! : tokens[0]!;
  return `${sql.slice(0, first.end)} ${views.join(", ")},${sql.slice(first.end)}`;
}

/** The columns that an INSERT without a list sets: all that an author declared, but generated ones. */
function settable(table: DeclaredTable): string[] {
  return table.model.columns
    .filter(({ name, generated }) => generated === null && table.visible.includes(name))
    .map(({ name }) => quoteName(name));
}
