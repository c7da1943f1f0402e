/** Random JSON, paths and operations on the document `of:a`, for property tests. */

import fc from "fast-check";
import type { Operation, Patch } from "@cf/protocol";
import { isRecord, type Json } from "@cf/utils";

const key = fc.constantFrom("a", "b", "0", "1");

/** Short paths over few keys, array indexes among them. */
export const anyPath = fc.array(key, { maxLength: 3 });

/** Small JSON trees over the same keys. */
export const anyJson = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.integer({ min: 0, max: 2 }),
    fc.array(tie("value"), { maxLength: 2 }),
    fc.dictionary(key, tie("value"), { maxKeys: 3 }),
  ),
})).value;

const anyPatch: fc.Arbitrary<Patch> = fc.oneof(
  fc.record({
    op: fc.constantFrom("add" as const, "replace" as const),
    path: anyPath,
    value: anyJson,
  }),
  fc.record({ op: fc.constant("remove" as const), path: anyPath }),
  fc.record({
    op: fc.constant("splice" as const),
    path: anyPath,
    index: fc.nat(2),
    remove: fc.nat(2),
    add: fc.array(anyJson, { maxLength: 2 }),
  }),
);

/** Operations of every kind on the document `of:a`. */
export const anyOperation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.array(anyPatch, { minLength: 1, maxLength: 2 }).map((patches): Operation => ({
      op: "patch",
      id: "of:a",
      patches,
    })),
  },
  anyJson.map((value): Operation => ({ op: "set", id: "of:a", value })),
  fc.constant<Operation>({ op: "delete", id: "of:a" }),
  fc.tuple(anyPath, anyJson).map(([path, value]): Operation => ({
    op: "append",
    id: "of:a",
    path,
    values: [value],
  })),
  fc.tuple(anyPath, anyJson).map(([path, value]): Operation => ({
    op: "add-unique",
    id: "of:a",
    path,
    values: [value],
  })),
  anyPath.map((path): Operation => ({ op: "increment", id: "of:a", path, by: 1 })),
  fc.tuple(anyPath, anyJson).map(([path, value]): Operation => ({
    op: "remove-by-value",
    id: "of:a",
    path,
    value,
  })),
);

/** What a shallow read sees: the kind of value, and its keys. */
export function shapeOf(value: Json | undefined): unknown {
  if (Array.isArray(value)) return ["array", value.length];
  return isRecord(value) ? Object.keys(value).sort() : [typeof value, value];
}
