/** The columns of a result, named as the author's own tables would name them. */

import type { ResultColumn } from "@cf/protocol";
import type { StatementColumn } from "./driver.ts";
import { tokenize } from "./sql-tokens.ts";

const HIDDEN_KEY = "_cf_id";

/**
 * What `columns`, those of the prepared `sql`, are called in its rows. SQLite calls a rowid after the
 * column that it is an alias of; an author who never wrote the hidden key's name asked for `rowid`.
 */
export function resultColumns(sql: string, columns: readonly StatementColumn[]): ResultColumn[] {
  const asked = columns.some(({ name }) => name === HIDDEN_KEY) &&
    !tokenize(sql).tokens.some(({ value }) => value.toLowerCase() === HIDDEN_KEY);
  return columns.map(({ name, table, column }) => ({
    name: asked && name === HIDDEN_KEY ? "rowid" : name,
    table,
    column,
  }));
}
