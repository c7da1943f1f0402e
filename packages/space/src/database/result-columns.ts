/** The columns of a result, named as the author's own tables would name them. */

import type { ResultColumn } from "@cf/protocol";
import type { StatementColumn } from "./driver.ts";
import { nameOf, selectScopes } from "./select-scopes.ts";
import { type SqlToken, tokenize } from "./sql-tokens.ts";

const HIDDEN_KEY = "_cf_id";
const ROWIDS = new Set(["rowid", "oid", "_rowid_"]);

/**
 * What `columns`, those of the prepared `sql`, are called in its rows. SQLite calls a rowid after the
 * column that it is an alias of, here the hidden key: it gets the name that stands in the SQL.
 */
export function resultColumns(sql: string, columns: readonly StatementColumn[]): ResultColumn[] {
  const plain = columns.map(({ name, table, column }) => ({ name, table, column }));
  if (!columns.some(({ name }) => name === HIDDEN_KEY)) return plain;
  const { tokens } = tokenize(sql);
  const names = namesAsked(tokens, columns.length);
  const isNamed = tokens.some(({ value }) => value.toLowerCase() === HIDDEN_KEY);
  return plain.map((column, i) => {
    if (column.name !== HIDDEN_KEY) return column;
    return { ...column, name: names[i] ?? (isNamed ? HIDDEN_KEY : "rowid") };
  });
}

/** The rowid that is asked for by name at each place of a result of `count` columns. */
function namesAsked(tokens: readonly SqlToken[], count: number): readonly (string | undefined)[] {
  const items = selectScopes(tokens).find(({ isOutermost }) => isOutermost)?.items ?? [];
  const star = items.findIndex((item) => item.at(-1)?.text === "*");
  const names: (string | undefined)[] = new Array(count).fill(undefined);
  // What follows a star is counted from the end.
  items.forEach((item, i) => {
    if (star >= 0 && i >= star) return;
    names[i] = rowidAsked(item);
  });
  for (let back = 1; star >= 0 && items.length - back > star; back++) {
    const item = items[items.length - back]!;
    if (item.at(-1)?.text === "*") break;
    names[count - back] = rowidAsked(item);
  }
  return names;
}

/** The name of a rowid, or `table.rowid`, without a name of its own. */
function rowidAsked(item: readonly SqlToken[]): string | undefined {
  if (item.length !== 1 && item[item.length - 2]?.text !== ".") return undefined;
  const name = nameOf(item.at(-1));
  return name !== undefined && ROWIDS.has(name.toLowerCase()) ? name : undefined;
}
