/**
 * Compares what is declared with what a file holds.
 *
 * The result is either a list of additive steps (create a table, add a column, drop and create
 * indexes) or a list of differences that only a migration step can resolve. `ALTER TABLE ADD
 * COLUMN` can add neither keys nor unique columns, and a NOT NULL column needs a constant default.
 */

import { type ColumnModel, columnSql } from "./column-grammar.ts";
import { quoteName } from "./sql-tokens.ts";
import {
  createIndexSql,
  createTableSql,
  type IndexModel,
  sameName,
  type TableModel,
} from "./table-model.ts";

/** Tables and indexes of a file or of a declaration. */
export interface SchemaModel {
  readonly tables: readonly TableModel[];
  readonly indexes: readonly IndexModel[];
}

/** Additive DDL in order, or the differences that forbid it. */
export interface SchemaDiff {
  readonly ddl: readonly string[];
  readonly differences: readonly string[];
}

/** The steps from `actual` to `declared`. */
export function diffSchema(declared: SchemaModel, actual: SchemaModel): SchemaDiff {
  const ddl: string[] = [];
  const differences: string[] = [];
  const dropped: string[] = [];
  for (const table of actual.tables) {
    if (!declared.tables.some((other) => sameName(other.name, table.name))) {
      differences.push(`table ${table.name}: is in the file and not declared`);
    }
  }
  for (const table of declared.tables) {
    const present = actual.tables.find((other) => sameName(other.name, table.name));
    if (present === undefined) ddl.push(createTableSql(table));
    else diffTable(table, present, ddl, differences);
  }
  for (const index of actual.indexes) {
    const wanted = declared.indexes.find((other) => sameName(other.name, index.name));
    if (wanted === undefined || createIndexSql(wanted) !== createIndexSql(index)) {
      dropped.push(index.name);
      ddl.push(`drop index ${quoteName(index.name)}`);
    }
  }
  for (const index of declared.indexes) {
    const present = actual.indexes.some((other) => sameName(other.name, index.name));
    if (!present || dropped.some((name) => sameName(name, index.name))) {
      ddl.push(createIndexSql(index));
    }
  }
  return { ddl, differences };
}

function diffTable(
  declared: TableModel,
  actual: TableModel,
  ddl: string[],
  differences: string[],
): void {
  const name = declared.name;
  for (const column of actual.columns) {
    if (!declared.columns.some((other) => sameName(other.name, column.name))) {
      differences.push(`column ${name}.${column.name}: is in the file and not declared`);
    }
  }
  for (const column of declared.columns) {
    const present = actual.columns.find((other) => sameName(other.name, column.name));
    if (present === undefined) addColumn(name, column, ddl, differences);
    else if (columnSql(present) !== columnSql(column)) {
      differences.push(
        `column ${name}.${column.name}: is "${columnSql(present)}", declared "${
          columnSql(column)
        }"`,
      );
    }
  }
  const constraints = (table: TableModel) =>
    createTableSql({ ...table, name: "", columns: [], uniques: sorted(table.uniques) });
  if (constraints(declared) !== constraints(actual)) {
    differences.push(
      `table ${name}: its keys, uniques, checks, foreign keys or options are ` +
        `"${tail(constraints(actual))}", declared "${tail(constraints(declared))}"`,
    );
  }
}

function sorted(uniques: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return [...uniques].sort((a, b) => a.join() < b.join() ? -1 : 1);
}

function tail(sql: string): string {
  return sql.slice(`create table "" `.length);
}

function addColumn(
  table: string,
  column: ColumnModel,
  ddl: string[],
  differences: string[],
): void {
  const why = whyNotAddable(column);
  if (why === undefined) {
    ddl.push(
      `alter table ${quoteName(table)} add column ${quoteName(column.name)} ${columnSql(column)}`
        .trim(),
    );
  } else {
    differences.push(`column ${table}.${column.name}: cannot be added because it ${why}`);
  }
}

function whyNotAddable(column: ColumnModel): string | undefined {
  if (column.primaryKey) return "is a primary key";
  if (column.unique) return "is unique; declare a unique index instead";
  if (column.generated?.stored) return "is a stored generated column";
  const constant = column.default !== null && column.default !== "null" &&
    !column.default.startsWith("(") && !column.default.startsWith("current_");
  if (column.notNull && !constant && column.generated === null) {
    return "is not null and has no constant default";
  }
  if (column.default?.startsWith("(") || column.default?.startsWith("current_")) {
    return "has a default that is no constant";
  }
  if (column.references !== null && column.default !== null && column.default !== "null") {
    return "is a foreign key with a default";
  }
  return undefined;
}
