/**
 * Full-text search over a declared table: an FTS5 index without content of its own, kept in step
 * by triggers.
 *
 * For table `t` with `fts: ["body"]` the file holds the virtual table `t_fts` (columns: those
 * listed), its shadow tables, and three triggers. `t_fts.rowid` is the rowid of `t`. The index is
 * derived: changesets leave it out, and applying one to `t` fires the triggers again.
 *
 * SQLite fires the delete trigger for a row that REPLACE takes away only where a connection asks for
 * it, so every connection on which statements of patterns run calls {@linkcode heedReplacedRows}.
 */

import type { DatabaseSync } from "node:sqlite";
import type { DeclaredTable } from "./declaration.ts";
import { quoteName, quoteText } from "./sql-tokens.ts";
import { rowidColumn } from "./table-model.ts";

/** What full-text search on `table` adds to a file. */
export interface FtsDdl {
  readonly table: string;
  readonly create: readonly string[];
  /** The definitions as the file stores them, by object name. */
  readonly stored: ReadonlyMap<string, string>;
  readonly names: readonly string[];
  readonly shadows: readonly string[];
}

const SHADOWS = ["data", "idx", "content", "docsize", "config"];

/** The statements and names of the full-text index of `table`, which must declare one. */
export function ftsDdl(table: DeclaredTable): FtsDdl {
  const name = `${table.name}_fts`;
  const quoted = quoteName(name);
  const key = rowidColumn(table.model) ?? "rowid";
  const columns = table.fts.map(quoteName);
  const values = (row: string) =>
    [
      `${row}.${key === "rowid" ? key : quoteName(key)}`,
      ...columns.map((column) => `${row}.${column}`),
    ].join(", ");
  const insert = `insert into ${quoted} (rowid, ${columns.join(", ")}) values (${values("new")});`;
  const remove = `insert into ${quoted} (${quoted}, rowid, ${columns.join(", ")}) ` +
    `values ('delete', ${values("old")});`;
  const trigger = (suffix: string, event: string, body: string) =>
    `create trigger ${quoteName(`_cf_fts_${table.name}_${suffix}`)} after ${event} on ` +
    `${quoteName(table.name)} begin ${body} end`;
  const create = [
    `create virtual table ${quoted} using fts5(${columns.join(", ")}, ` +
    `content=${quoteText(table.name)}, content_rowid=${quoteText(key)})`,
    trigger("insert", "insert", insert),
    trigger("delete", "delete", remove),
    trigger("update", "update", `${remove} ${insert}`),
  ];
  const objects = [
    name,
    ...["insert", "delete", "update"].map((s) => `_cf_fts_${table.name}_${s}`),
  ];
  return {
    table: name,
    create,
    stored: new Map(objects.map((object, i) => [object, create[i]!])),
    names: [name, ...SHADOWS.map((shadow) => `${name}_${shadow}`)],
    shadows: SHADOWS.map((shadow) => `${name}_${shadow}`),
  };
}

/** The statement that fills a full-text index from the rows its table holds. */
export function ftsRebuildSql(fts: FtsDdl): string {
  return `insert into ${quoteName(fts.table)} (${quoteName(fts.table)}) values ('rebuild')`;
}

/** Lets rows that REPLACE takes away leave their full-text index; once for each connection. */
export function heedReplacedRows(connection: DatabaseSync): void {
  connection.exec("PRAGMA recursive_triggers = ON");
}
