/** The identity of plain objects in lists: a row by its primary key. */

const rowKeys = new WeakMap<object, string>();

/** Gives a plain object the identity it has in lists: a row by its primary key. */
export function setListKey(item: object, key: string): void {
  rowKeys.set(item, key);
}

/** The identity given by {@linkcode setListKey}. */
export function listKeyOf(item: object): string | undefined {
  return rowKeys.get(item);
}

/** Gives a copy of a row the identity of the row. */
export function copyListKey(from: object, to: object): void {
  const key = listKeyOf(from);
  if (key !== undefined) setListKey(to, key);
}
