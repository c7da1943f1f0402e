/**
 * The normal form of a table and of an index: parsed from SQL text, rendered to SQL text.
 *
 * A declaration is rendered through this form and a file's definitions are read back into it, so
 * that a comparison sees meanings and not spellings. `ALTER TABLE` edits the stored text, which
 * stays within this grammar.
 */

import {
  canonicalExpression,
  type ColumnModel,
  columnSql,
  GrammarError,
  readColumn,
  readConflict,
  readReference,
  type ReferenceModel,
  referenceSql,
  TokenReader,
} from "./column-grammar.ts";
import { quoteName, type SqlToken } from "./sql-tokens.ts";

/** A foreign key that stands as a table constraint. */
export interface ForeignKeyModel extends ReferenceModel {
  readonly from: readonly string[];
}

/** A table in normal form. `primaryKey` is the table constraint, empty when a column has it. */
export interface TableModel {
  readonly name: string;
  readonly columns: readonly ColumnModel[];
  readonly primaryKey: readonly string[];
  readonly uniques: readonly (readonly string[])[];
  readonly checks: readonly string[];
  readonly foreignKeys: readonly ForeignKeyModel[];
  readonly strict: boolean;
  readonly withoutRowid: boolean;
}

/** An index in normal form; a term is a column name or a canonical expression. */
export interface IndexModel {
  readonly name: string;
  readonly table: string;
  readonly terms: readonly string[];
  readonly unique: boolean;
  readonly where: string;
}

/** The names of the columns that identify a row. */
export function keyColumns(table: TableModel): readonly string[] {
  if (table.primaryKey.length > 0) return table.primaryKey;
  return table.columns.filter((column) => column.primaryKey).map((column) => column.name);
}

/** The column that is the rowid itself, if the table has one. */
export function rowidColumn(table: TableModel): string | null {
  if (table.withoutRowid) return null;
  const key = keyColumns(table);
  if (key.length !== 1) return null;
  const column = table.columns.find((candidate) => sameName(candidate.name, key[0]!))!;
  return column.type === "integer" && !column.descending ? column.name : null;
}

/** SQL names compare without regard to ASCII case. */
export function sameName(a: string, b: string): boolean {
  return a === b || a.toLowerCase() === b.toLowerCase();
}

/** The `create table` statement of `table`, without a schema name. */
export function createTableSql(table: TableModel): string {
  const parts = table.columns.map((column) =>
    `${quoteName(column.name)} ${columnSql(column)}`.trim()
  );
  if (table.primaryKey.length > 0) parts.push(`primary key (${list(table.primaryKey)})`);
  for (const unique of table.uniques) parts.push(`unique (${list(unique)})`);
  for (const check of table.checks) parts.push(`check (${check})`);
  for (const key of table.foreignKeys) {
    parts.push(`foreign key (${list(key.from)}) ${referenceSql(key)}`);
  }
  const options = [table.strict ? "strict" : "", table.withoutRowid ? "without rowid" : ""]
    .filter((option) => option !== "").join(", ");
  return `create table ${quoteName(table.name)} (${parts.join(", ")})${options && ` ${options}`}`;
}

/** The `create index` statement of `index`, without a schema name. */
export function createIndexSql(index: IndexModel): string {
  return `create ${index.unique ? "unique " : ""}index ${quoteName(index.name)} on ` +
    `${quoteName(index.table)} (${index.terms.join(", ")})` +
    (index.where === "" ? "" : ` where ${index.where}`);
}

function list(names: readonly string[]): string {
  return names.map(quoteName).join(", ");
}

/** Parses a `create table` statement. Throws `GrammarError` on what the grammar does not know. */
export function parseTable(sql: string): TableModel {
  const reader = TokenReader.of(sql);
  if (!reader.words("create", "table")) throw new GrammarError("it is no CREATE TABLE");
  reader.words("if", "not", "exists");
  let name = reader.name();
  if (reader.operator(".")) name = reader.name();
  const table = {
    name,
    columns: [] as ColumnModel[],
    primaryKey: [] as string[],
    uniques: [] as string[][],
    checks: [] as string[],
    foreignKeys: [] as ForeignKeyModel[],
    strict: false,
    withoutRowid: false,
  };
  reader.expectOperator("(");
  do {
    if (!readTableConstraint(reader, table)) table.columns.push(readColumn(reader.name(), reader));
  } while (reader.operator(","));
  reader.expectOperator(")");
  while (!reader.done) {
    if (reader.words("strict")) table.strict = true;
    else if (reader.words("without", "rowid")) table.withoutRowid = true;
    else if (!reader.operator(",")) throw new GrammarError(`unexpected '${reader.next().text}'`);
  }
  return table;
}

interface Constraints {
  primaryKey: string[];
  readonly uniques: string[][];
  readonly checks: string[];
  readonly foreignKeys: ForeignKeyModel[];
}

function readTableConstraint(reader: TokenReader, table: Constraints): boolean {
  if (reader.words("constraint")) reader.name();
  if (reader.words("primary", "key")) {
    table.primaryKey = reader.names();
    readConflict(reader);
  } else if (reader.words("unique")) {
    table.uniques.push(reader.names());
    readConflict(reader);
  } else if (reader.words("check")) {
    table.checks.push(reader.expression());
  } else if (reader.words("foreign", "key")) {
    const from = reader.names();
    if (!reader.words("references")) throw new GrammarError("REFERENCES is needed");
    table.foreignKeys.push({ from, ...readReference(reader) });
  } else {
    return false;
  }
  return true;
}

/** Parses a `create index` statement. Throws `GrammarError`. */
export function parseIndex(sql: string): IndexModel {
  const reader = TokenReader.of(sql);
  if (!reader.words("create")) throw new GrammarError("it is no CREATE INDEX");
  const unique = reader.words("unique");
  if (!reader.words("index")) throw new GrammarError("it is no CREATE INDEX");
  reader.words("if", "not", "exists");
  let name = reader.name();
  if (reader.operator(".")) name = reader.name();
  if (!reader.words("on")) throw new GrammarError("ON is needed");
  const table = reader.name();
  const terms = parseIndexTerms(reader);
  let where = "";
  if (reader.words("where")) {
    const rest: SqlToken[] = [];
    while (!reader.done) rest.push(reader.next());
    where = canonicalExpression(rest);
  }
  if (!reader.done) throw new GrammarError(`unexpected '${reader.peek()!.text}'`);
  return { name, table, terms, unique, where };
}

/** Reads `(term, …)`; each term becomes canonical text with its name quoted. */
function parseIndexTerms(reader: TokenReader): string[] {
  reader.expectOperator("(");
  const terms: string[] = [];
  let tokens: SqlToken[] = [];
  for (let depth = 1;;) {
    const token = reader.next();
    if (token.text === "(") depth++;
    if (token.text === ")") depth--;
    if (depth === 0 || (depth === 1 && token.text === ",")) {
      terms.push(indexTerm(tokens));
      tokens = [];
      if (depth === 0) return terms;
    } else {
      tokens.push(token);
    }
  }
}

/** The canonical text of one index term; a leading name is quoted, `asc` is left out. */
export function indexTerm(tokens: readonly SqlToken[]): string {
  const [first, ...rest] = tokens;
  if (first === undefined) throw new GrammarError("an index term is empty");
  const tail = rest.filter((token) => !(token.kind === "word" && token.value === "asc"));
  const plain = (first.kind === "word" || first.kind === "quoted") &&
    tail.every((token) => ["desc", "collate", "nocase", "rtrim", "binary"].includes(token.value));
  if (!plain) return canonicalExpression(tokens);
  const name = first.kind === "word" ? first.text : first.value;
  return [quoteName(name), ...tail.map((token) => token.value)].join(" ");
}
