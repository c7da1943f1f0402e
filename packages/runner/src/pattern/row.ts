/** Rows as authors hold them: frozen objects that keep their identity while they are unchanged. */

import type { RowSplice, SqlValue } from "@cf/protocol";
import { setListKey } from "./list-key.ts";

/** The values that a row object was made from. */
export const source = Symbol("row");
/** A row object. */
export type Row = Record<string, SqlValue> & { [source]?: readonly SqlValue[] };

/** The object of a row; `identity` is its primary key as text. */
export function makeRow(
  names: readonly string[],
  values: readonly SqlValue[],
  identity: string | undefined,
): object {
  const row = Object.fromEntries(names.map((name, i) => [name, values[i]])) as Row;
  Object.defineProperty(row, source, { value: values });
  if (identity !== undefined) setListKey(row, `row:${identity}`);
  return Object.freeze(row);
}

/** Whether two rows hold the same values. */
export function sameRow(a: readonly SqlValue[], b: readonly SqlValue[]): boolean {
  return a.length === b.length && a.every((value, i) => {
    const other = b[i];
    if (value instanceof Uint8Array && other instanceof Uint8Array) {
      return value.length === other.length && value.every((byte, at) => byte === other[at]);
    }
    return Object.is(value, other);
  });
}

/** The rows after one edit. */
export function splice(
  rows: readonly (readonly SqlValue[])[],
  { at, remove, add }: RowSplice,
): readonly (readonly SqlValue[])[] {
  return [...rows.slice(0, at), ...add, ...rows.slice(at + remove)];
}
