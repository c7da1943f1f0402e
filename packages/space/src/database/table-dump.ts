/** The rows of a table as SQL text that inserts exactly the same values again. */

import type { DatabaseSync } from "node:sqlite";
import { quoteName, quoteText } from "./sql-tokens.ts";
import { rowidColumn, type TableModel } from "./table-model.ts";

const ROWS_PER_STATEMENT = 200;

/** `insert` statements, without a schema name, for every row of `table` in the file at `alias`. */
export function tableDump(connection: DatabaseSync, alias: string, table: TableModel): string[] {
  const stored = table.columns.filter((column) => column.generated === null);
  const names = stored.map((column) => quoteName(column.name));
  const implicit = rowidColumn(table) === null && !table.withoutRowid &&
    !stored.some((column) => column.name.toLowerCase() === "rowid");
  if (implicit) names.unshift("rowid");
  // quote() ends a text at a NUL character.
  const literal = (name: string) =>
    `case when typeof(${name}) = 'text' and instr(${name}, char(0)) > 0 ` +
    `then 'cast(x''' || hex(${name}) || ''' as text)' else quote(${name}) end`;
  const select = connection.prepare(
    `select '(' || ${names.map(literal).join(` || ', ' || `)} || ')' ` +
      `from ${quoteName(alias)}.${quoteName(table.name)}`,
  );
  const statements: string[] = [];
  let rows: string[] = [];
  const flush = () => {
    if (rows.length === 0) return;
    statements.push(
      `insert into ${quoteName(table.name)} (${names.join(", ")}) values ${rows.join(", ")}`,
    );
    rows = [];
  };
  select.setReturnArrays(true);
  for (const [row] of select.all() as unknown as [string][]) {
    if (rows.push(row) === ROWS_PER_STATEMENT) flush();
  }
  flush();
  if (table.columns.some((column) => column.autoincrement)) {
    const next = connection.prepare(
      `select cast(seq as text) as seq from ${quoteName(alias)}.sqlite_sequence where name = ?`,
    ).get(table.name)?.seq ?? 0;
    statements.push(
      `delete from "sqlite_sequence" where name = ${quoteText(table.name)}`,
      `insert into "sqlite_sequence" (name, seq) values (${quoteText(table.name)}, ${next})`,
    );
  }
  return statements;
}
