/** Pieces that a choice, a list or a computation hands on read as their own result says. */
import { pattern, Writable } from "commonfabric";

export interface Shelf {
  rows: { id: string }[];
  count: number;
  deep: { count: number; rows: { id: string }[] };
}

export const Declared = pattern<{ size?: number }, Shelf>(() => shelf());
// deno-lint-ignore no-explicit-any -- what nobody declared is what this is about.
export const Untyped = pattern<{ size?: number }, any>(() => shelf());
export const Inferred = pattern<{ size?: number }>(() => shelf());

function shelf() {
  const rows = new Writable([{ id: "a" }, { id: "b" }]);
  const count = new Writable(3);
  return { rows: rows as never, count: count as never, deep: { rows, count } as never };
}
