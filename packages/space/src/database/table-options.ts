/**
 * The options of `table(columns, rule?, options?)`: keys, constraints and indexes over several
 * columns, each checked against the columns and put into normal form.
 */

import type { IndexDeclaration, TableOptions } from "@cf/protocol";
import { isRecord } from "@cf/utils";
import { type ColumnModel, GrammarError, parseExpression } from "./column-grammar.ts";
import { DeclarationError } from "./errors.ts";
import { tokenize } from "./sql-tokens.ts";
import {
  type ForeignKeyModel,
  type IndexModel,
  indexTerm,
  sameName,
  type TableModel,
} from "./table-model.ts";

const OPTIONS: readonly (keyof TableOptions)[] = [
  ...["primaryKey", "indexes", "unique", "check", "foreignKeys"] as const,
  ...["strict", "withoutRowid", "fts"] as const,
];

/** The constraints of a table, its indexes, and the columns of its full-text index. */
export interface ReadOptions extends Omit<TableModel, "name" | "columns"> {
  readonly indexes: readonly IndexModel[];
  readonly fts: readonly string[];
}

/** Reads the options of table `name`. Throws {@linkcode DeclarationError}. */
export function readTableOptions(
  name: string,
  given: unknown,
  columns: readonly ColumnModel[],
): ReadOptions {
  const where = `table ${name}`;
  const options = (given ?? {}) as TableOptions;
  if (!isRecord(options)) throw new DeclarationError(where, "its options are no object");
  refuseUnknown(where, options, OPTIONS);
  const withoutRowid = options.withoutRowid === true;
  const fts = options.fts === undefined ? [] : names(options.fts, columns, `${where} fts`);
  if (withoutRowid && fts.length > 0) {
    throw new DeclarationError(where, "full-text search needs a rowid; leave out withoutRowid");
  }
  return {
    primaryKey: primaryKeyOf(options.primaryKey, columns, where),
    uniques: asList(options.unique).map((unique) => names(unique, columns, `${where} unique`)),
    checks: asList(options.check).map((check) =>
      grammar(`${where} check`, () => parseExpression(String(check)))
    ),
    foreignKeys: asList(options.foreignKeys).map((key) => foreignKey(key, columns, where)),
    strict: options.strict === true,
    withoutRowid,
    indexes: asList(options.indexes).map((index) =>
      buildIndex(name, index as IndexDeclaration | readonly string[] | string, columns)
    ),
    fts,
  };
}

/** What is not known would be left out in silence. */
function refuseUnknown(where: string, given: object, known: readonly string[]): void {
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new DeclarationError(
    where,
    `there is no option '${unknown}'; there are ${known.join(", ")}`,
  );
}

function primaryKeyOf(
  given: unknown,
  columns: readonly ColumnModel[],
  where: string,
): string[] {
  if (given === undefined) return [];
  const own = columns.find((column) => column.primaryKey);
  if (own !== undefined) {
    throw new DeclarationError(where, `it has a primary key twice: column ${own.name} is one`);
  }
  return names(given, columns, `${where} primary key`);
}

function foreignKey(
  key: unknown,
  columns: readonly ColumnModel[],
  where: string,
): ForeignKeyModel {
  const actions = ["cascade", "set null", "set default", "restrict", "no action"] as const;
  const action = (value: unknown) => {
    const found = actions.find((candidate) => candidate === (value ?? "no action"));
    if (found === undefined) {
      throw new DeclarationError(where, `'${value}' is no foreign key action`);
    }
    return found;
  };
  if (!isRecord(key) || !isRecord(key.references) || typeof key.references.table !== "string") {
    throw new DeclarationError(
      where,
      "a foreign key needs { columns, references: { table, columns } }",
    );
  }
  refuseUnknown(where, key, ["columns", "references", "onDelete", "onUpdate", "deferred"]);
  const target = key.references.columns ?? [];
  if (!Array.isArray(target) || !target.every((column) => typeof column === "string")) {
    throw new DeclarationError(where, "a foreign key's references need a list of columns");
  }
  checkName(key.references.table, where);
  return {
    from: names(key.columns, columns, `${where} foreign key`),
    table: key.references.table,
    columns: target,
    onDelete: action(key.onDelete),
    onUpdate: action(key.onUpdate),
    deferred: key.deferred === true,
  };
}

function buildIndex(
  table: string,
  index: IndexDeclaration | readonly string[] | string,
  columns: readonly ColumnModel[],
): IndexModel {
  const declared = typeof index === "string" || Array.isArray(index)
    ? { columns: [index].flat() as string[] }
    : index as IndexDeclaration;
  const where = `index on ${table}`;
  if (!isRecord(declared) || !Array.isArray(declared.columns) || declared.columns.length === 0) {
    throw new DeclarationError(where, "a list of columns is needed");
  }
  refuseUnknown(where, declared, ["name", "columns", "unique", "where"]);
  const terms = declared.columns.map((term) =>
    grammar(where, () => indexTerm(tokenize(term).tokens))
  );
  declared.columns.forEach((term) => {
    const first = tokenize(String(term)).tokens[0];
    const plain = first?.kind === "word" || first?.kind === "quoted";
    if (plain && /^[\w"]+( (desc|asc))?$/i.test(term)) {
      names([first!.kind === "word" ? first!.text : first!.value], columns, where);
    }
  });
  const slug = terms.join("_").replaceAll(/[^A-Za-z0-9]+/g, "_").replaceAll(/^_|_$/g, "");
  const name = declared.name ?? `${table}_${slug}_index`;
  checkName(name, where);
  const condition = declared.where === undefined
    ? ""
    : grammar(`${where} where`, () => parseExpression(String(declared.where)));
  return { name, table, terms, unique: declared.unique === true, where: condition };
}

function names(value: unknown, columns: readonly ColumnModel[], where: string): string[] {
  const list = typeof value === "string" ? [value] : value;
  if (!Array.isArray(list) || list.length === 0) {
    throw new DeclarationError(where, "a list of columns is needed");
  }
  return list.map((name) => {
    const column = columns.find((candidate) => sameName(candidate.name, String(name)));
    if (column === undefined) throw new DeclarationError(where, `there is no column '${name}'`);
    return column.name;
  });
}

function asList<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value as T];
}

/** What `parse` gives; what the grammar refuses is refused with where it stands. */
export function grammar<T>(where: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof GrammarError) throw new DeclarationError(where, error.message);
    throw error;
  }
}

/** Refuses names that are reserved, or that SQL would have to quote. */
export function checkName(name: string, where: string): void {
  if (!/^[A-Za-z_\u0080-\uffff][A-Za-z0-9_$\u0080-\uffff]*$/.test(name) || name.length > 100) {
    throw new DeclarationError(where, "a name of up to 100 letters, digits and _ is needed");
  }
  const lower = name.toLowerCase();
  if (lower.startsWith("_cf_") || lower.startsWith("sqlite_") || lower.startsWith("pragma_")) {
    throw new DeclarationError(where, "names starting with _cf_, sqlite_ or pragma_ are reserved");
  }
}
