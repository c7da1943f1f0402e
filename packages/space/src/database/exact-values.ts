/**
 * Reads values as they are stored. The driver ends a text at a NUL character, which a row made by a
 * migration's step, or by another program, may hold; so such texts are read as bytes beside.
 */

import type { StoredValue } from "./changeset.ts";
import { quoteName } from "./sql-tokens.ts";

/** As many columns as SQLite can return twice. */
const COLUMNS_MAX = 1_000;
const UTF8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** The result columns that {@linkcode exactRow} reads. */
export function exactColumns(names: readonly string[]): string {
  const quoted = names.map(quoteName);
  if (names.length > COLUMNS_MAX) return quoted.join(", ");
  const ended = quoted.map((name) =>
    `iif(typeof(${name}) = 'text' and instr(${name}, char(0)), cast(${name} as blob), null)`
  );
  return [...quoted, ...ended].join(", ");
}

/** The values of `names` from a row of {@linkcode exactColumns}. */
export function exactRow(names: readonly string[], row: readonly StoredValue[]): StoredValue[] {
  return names.map((_, i) => {
    const ended = row[names.length + i];
    return ended instanceof Uint8Array ? UTF8.decode(ended) : row[i];
  });
}
