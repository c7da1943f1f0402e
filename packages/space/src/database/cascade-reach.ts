/**
 * How far a change can spread by foreign keys. SQLite compiles what a statement can set off together with
 * it: one program for each foreign key that is reached, within each other. Tables that all refer to
 * each other would take long to prepare for, and more of the stack than there is.
 */

import type { DeclaredTable } from "./declaration.ts";
import { DeclarationError } from "./errors.ts";
import type { ReferenceModel } from "./column-grammar.ts";

const REACHED_MAX = 150;

/** Throws `DeclarationError` where a change of one table can set off too many foreign keys. */
export function checkCascades(tables: ReadonlyMap<string, DeclaredTable>): void {
  const children = new Map<string, string[]>();
  for (const [name, { model }] of tables) {
    const columns = model.columns.flatMap(({ references }) => references ?? []);
    for (const reference of [...columns, ...model.foreignKeys]) {
      if (!acts(reference)) continue;
      const parent = reference.table.toLowerCase();
      const known = children.get(parent);
      if (known === undefined) children.set(parent, [name]);
      else known.push(name);
    }
  }
  for (const [name, { name: shown }] of tables) {
    const reached = reachedFrom(name, children);
    if (reached <= REACHED_MAX) continue;
    throw new DeclarationError(
      `table ${shown}`,
      `a change of it can set off ${reached} foreign keys, at most ${REACHED_MAX} are possible`,
    );
  }
}

/** Whether a change of the referenced row changes the one that refers to it. */
export function acts({ onDelete, onUpdate }: ReferenceModel): boolean {
  return [onDelete, onUpdate].some((action) => action !== "no action" && action !== "restrict");
}

/** The foreign keys that can act when a row of `table` changes, one after another. */
function reachedFrom(table: string, children: ReadonlyMap<string, readonly string[]>): number {
  const seen = new Set([table]);
  let reached = 0;
  for (const parent of seen) {
    for (const child of children.get(parent) ?? []) {
      reached++;
      seen.add(child);
    }
  }
  return reached;
}
