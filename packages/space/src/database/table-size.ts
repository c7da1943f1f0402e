/**
 * How much a table adds to every statement about it: SQLite compiles its checks, and the expressions of
 * its indexes, into each write, and tries each index in each plan, which nothing can interrupt.
 */

import type { ColumnModel } from "./column-grammar.ts";
import { DeclarationError } from "./errors.ts";
import { tokenize } from "./sql-tokens.ts";
import type { IndexModel, TableModel } from "./table-model.ts";

const INDEXES_MAX = 64;
const GENERATED_WORDS_MAX = 5_000;
const EXPRESSION_WORDS_MAX = 10_000;

/** Throws `DeclarationError` where statements about `table` would take long to prepare. */
export function checkTableSize(table: TableModel, indexes: readonly IndexModel[]): void {
  const where = `table ${table.name}`;
  checkGenerated(table.name, table.columns);
  const unique = table.uniques.length + table.columns.filter((column) => column.unique).length;
  const count = indexes.length + unique;
  if (count > INDEXES_MAX) {
    throw new DeclarationError(
      where,
      `it has ${count} indexes, those of unique columns too, at most ${INDEXES_MAX} are possible`,
    );
  }
  const words = expressionsOf(table, indexes)
    .reduce((sum, expression) => sum + tokenize(expression).tokens.length, 0);
  if (words <= EXPRESSION_WORDS_MAX) return;
  throw new DeclarationError(
    where,
    `its checks and the expressions of its indexes have ${words} words together, at most ` +
      `${EXPRESSION_WORDS_MAX} are possible`,
  );
}

function expressionsOf(table: TableModel, indexes: readonly IndexModel[]): readonly string[] {
  return [
    ...table.checks,
    ...table.columns.flatMap(({ checks }) => checks),
    ...indexes.flatMap(({ terms, where }) => [...terms, where]),
  ];
}

/** SQLite puts a computed column's expression wherever it is named, so that a chain of them grows. */
function checkGenerated(table: string, columns: readonly ColumnModel[]): void {
  const byName = new Map(columns.map((column) => [column.name.toLowerCase(), column]));
  const words = new Map<ColumnModel, number>();
  const wordsOf = (column: ColumnModel): number => {
    const known = words.get(column);
    if (known !== undefined || column.generated === null) return known ?? 1;
    // What computes itself from itself is refused by SQLite.
    words.set(column, 1);
    let size = 0;
    for (const { value } of tokenize(column.generated.expression).tokens) {
      const named = byName.get(value.toLowerCase());
      size += named === undefined ? 1 : wordsOf(named);
    }
    words.set(column, size);
    return size;
  };
  for (const column of columns) {
    const size = wordsOf(column);
    if (size <= GENERATED_WORDS_MAX) continue;
    throw new DeclarationError(
      `column ${table}.${column.name}`,
      `it has ${size} words with those of the columns that it is computed from, at most ` +
        `${GENERATED_WORDS_MAX} are possible`,
    );
  }
}
