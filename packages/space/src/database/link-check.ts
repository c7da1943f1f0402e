/**
 * Cells in parameters: only a column named `…_cf_link` stores them, and it stores nothing else.
 *
 * A cell arrives as the text of its sigil link, absolute. Where a parameter goes is SQLite's
 * answer (see `attribute.ts`); a cell whose parameter has any other use is refused. A query stores
 * nothing, so there only a cell is refused that is compared with other columns and no link column.
 */

import { fromSigil, type SqlValue } from "@cf/protocol";
import { attributeParameters, type ParameterOrigin } from "./attribute.ts";
import type { Declaration } from "./declaration.ts";
import { LinkColumnError } from "./errors.ts";

/** Checks the parameters of one statement that writes; makes a check per set of values. */
export function linkChecker(
  declaration: Declaration,
  sql: string,
): (values: readonly unknown[]) => void {
  let origins: readonly ParameterOrigin[] | undefined;
  const always = hasLinkColumns(declaration);
  return (values) => {
    if (!always && !anyLink(values)) return;
    origins ??= attributeParameters(declaration, sql);
    for (const origin of origins) check(origin, values[origin.slot] as SqlValue, sql);
  };
}

/** Checks the parameters of a query. Throws `LinkColumnError`. */
export function checkQueriedLinks(
  declaration: Declaration,
  sql: string,
  values: readonly unknown[],
): void {
  if (!anyLink(values)) return;
  for (const origin of attributeParameters(declaration, sql)) {
    if (linkOf(values[origin.slot]) === undefined) continue;
    const columns = origin.uses.filter((use) => use !== null);
    const [first] = columns;
    if (first !== undefined && !columns.some((use) => isLinkColumn(use.column))) {
      throw misplaced(origin, first, sql);
    }
  }
}

/** Whether a column of that name stores cells. */
export function isLinkColumn(column: string): boolean {
  return column.toLowerCase().endsWith("_cf_link");
}

const withLinks = new WeakMap<Declaration, boolean>();

function hasLinkColumns(declaration: Declaration): boolean {
  let known = withLinks.get(declaration);
  if (known === undefined) {
    known = [...declaration.tables.values()].some((table) => table.visible.some(isLinkColumn));
    withLinks.set(declaration, known);
  }
  return known;
}

function nameOf({ name, slot }: ParameterOrigin): string {
  return `parameter ${name ?? slot + 1}`;
}

function misplaced(
  origin: ParameterOrigin,
  { table, column }: { readonly table: string; readonly column: string },
  sql: string,
): LinkColumnError {
  return new LinkColumnError(
    `${nameOf(origin)} is a cell and goes to ${table}.${column}; only a column ` +
      `declared cfLink() and named …_cf_link stores cells; JSON.stringify() gives a value as text`,
    sql,
  );
}

function check(origin: ParameterOrigin, value: SqlValue, sql: string): void {
  const name = nameOf(origin);
  const link = linkOf(value);
  if (link === undefined) {
    const stored = origin.uses.find((use) => use?.stored && isLinkColumn(use.column));
    if (value === null || stored === undefined || stored === null) return;
    throw new LinkColumnError(
      `${name} goes to ${stored.table}.${stored.column}, which stores cells; bind a cell or null`,
      sql,
    );
  }
  const elsewhere = origin.uses.find((use) => use === null || !isLinkColumn(use.column));
  if (elsewhere) throw misplaced(origin, elsewhere, sql);
  if (elsewhere === null) {
    throw new LinkColumnError(
      `${name} is a cell in an expression, so its column cannot be told; bind it directly to a ` +
        `column named …_cf_link, or compare it with one`,
      sql,
    );
  }
  if (link.space === undefined) {
    throw new LinkColumnError(
      `${name} is a link without its space; stored links are absolute`,
      sql,
    );
  }
}

/** Whether a stored value is a link as link columns hold it. */
export function isAbsoluteLink(value: unknown): boolean {
  return linkOf(value)?.space !== undefined;
}

function anyLink(values: readonly unknown[]): boolean {
  for (let i = 0; i < values.length; i++) if (looksLikeLink(values[i])) return true;
  return false;
}

function looksLikeLink(value: unknown): value is string {
  return typeof value === "string" && value.startsWith('{"/":');
}

function linkOf(value: unknown) {
  if (!looksLikeLink(value)) return undefined;
  try {
    return fromSigil(JSON.parse(value));
  } catch {
    return undefined;
  }
}
