/**
 * What `*` stands for in a statement that names a hidden key or a rowid. It is prepared where tables
 * are as they are stored, with hidden keys, and perhaps with columns in another order.
 */

import { SqlError } from "@cf/protocol";
import type { Declaration, DeclaredTable } from "../database/declaration.ts";
import {
  commonNames,
  nameOf,
  type SelectScope,
  selectScopes,
  type SelectSource,
} from "../database/select-scopes.ts";
import { quoteName, type SqlToken, tokenize } from "../database/sql-tokens.ts";

/**
 * `sql` with the declared columns in the place of each `*`. Throws `SqlError` for a NATURAL join,
 * which would go by the hidden keys too.
 */
export function withVisibleStars(sql: string, declaration: Declaration): string {
  const { tokens } = tokenize(sql);
  const common = commonNames(tokens);
  const tableOf = ({ name }: SelectSource) =>
    name === undefined || common.has(name.toLowerCase())
      ? undefined
      : declaration.tables.get(name.toLowerCase());
  const edits: { readonly start: number; readonly end: number; readonly text: string }[] = [];
  for (const scope of selectScopes(tokens)) {
    if (scope.isNatural && scope.sources.filter((one) => tableOf(one)?.hiddenKey).length > 1) {
      throw new SqlError(
        "a NATURAL join of tables without a primary key cannot stand in one query with a rowid; " +
          "name the columns: join … using (…)",
        { sql },
      );
    }
    for (const item of scope.items) {
      if (item.at(-1)?.text !== "*") continue;
      const text = meantBy(item, { scope, tableOf });
      if (text === undefined) continue;
      edits.push({ start: item[0]!.start, end: item.at(-1)!.end, text });
    }
  }
  edits.sort((a, b) => b.start - a.start);
  return edits.reduce(
    (text, edit) => text.slice(0, edit.start) + edit.text + text.slice(edit.end),
    sql,
  );
}

interface Known {
  readonly scope: SelectScope;
  readonly tableOf: (source: SelectSource) => DeclaredTable | undefined;
}

/** The columns that `*` or `alias.*` stands for; `undefined` where it may stay. */
function meantBy(item: readonly SqlToken[], { scope, tableOf }: Known): string | undefined {
  const { sources, isNatural } = scope;
  const alias = item.length === 3 && item[1]!.text === "." ? nameOf(item[0]) : undefined;
  if (alias !== undefined) {
    const source = sources.find((one) => one.alias?.toLowerCase() === alias.toLowerCase());
    const table = source && tableOf(source);
    return table && columnsOf(table, alias, []).join(", ");
  }
  if (item.length !== 1 || isNatural || !sources.some((one) => tableOf(one) !== undefined)) {
    return undefined;
  }
  const merged = sources.flatMap(({ using }) => using);
  const parts: string[] = [];
  for (const source of sources) {
    const table = tableOf(source);
    if (source.alias === undefined || (table === undefined && source.using.length > 0)) {
      return undefined;
    }
    if (table === undefined) parts.push(`${quoteName(source.alias)}.*`);
    else {
      const shown = columnsOf(table, source.alias, merged);
      const own = (_: string, i: number) => !source.using.includes(table.visible[i]!.toLowerCase());
      parts.push(...shown.filter(own));
    }
  }
  return parts.join(", ");
}

/** Columns of both sides of USING are one, which no table's name belongs to. */
function columnsOf(table: DeclaredTable, alias: string, merged: readonly string[]): string[] {
  return table.visible.map((name) => {
    const column = quoteName(name);
    const isMerged = merged.includes(name.toLowerCase());
    return isMerged ? `${column} as ${column}` : `${quoteName(alias)}.${column}`;
  });
}
