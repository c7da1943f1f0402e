/** Which reads a write makes stale: by path, by key sets, and by what arrays move. */

import { equal } from "node:assert/strict";
import fc from "fast-check";
import { type Operation, type Patch, type Path, valueAt } from "@cf/protocol";
import { type Json, jsonEqual } from "@cf/utils";
import { anyJson, anyOperation, anyPath, shapeOf } from "../testing/operations.ts";
import { applyAndTrace, readIsStale, writtenAtMost } from "./written-paths.ts";

function patch(...patches: Patch[]): Operation {
  return { op: "patch", id: "of:a", patches };
}

function stale(before: Json, operation: Operation, path: Path, shallow = false): boolean {
  const { written } = applyAndTrace(before, operation);
  return written.some((each) => readIsStale({ path, shallow }, each));
}

Deno.test("readIsStale() is about paths that overlap", () => {
  const write = patch({ op: "replace", path: ["a", "b"], value: 2 });
  const before = { a: { b: 1, c: 1 }, d: 1 };
  equal(stale(before, write, ["a", "b"]), true);
  equal(stale(before, write, ["a"]), true);
  equal(stale(before, write, ["a", "b", "x"]), true);
  equal(stale(before, write, ["a", "c"]), false);
  equal(stale(before, write, ["d"]), false);
});

Deno.test("readIsStale() lets a shallow read live through writes under existing keys", () => {
  const before = { a: { b: 1 } };
  equal(stale(before, patch({ op: "replace", path: ["a", "b"], value: 2 }), ["a"], true), false);
  equal(stale(before, patch({ op: "add", path: ["a", "c"], value: 2 }), ["a"], true), true);
  equal(stale(before, patch({ op: "add", path: ["a", "c"], value: 2 }), [], true), false);
  equal(stale(before, patch({ op: "add", path: ["x", "y"], value: 2 }), [], true), true);
  equal(stale(before, patch({ op: "remove", path: ["a", "b"] }), ["a"], true), true);
});

Deno.test("readIsStale() counts an array as written when an item is taken out", () => {
  const before = { list: [1, 2, 3] };
  equal(stale(before, patch({ op: "remove", path: ["list", "0"] }), ["list", "2"]), true);
  equal(
    stale(before, patch({ op: "replace", path: ["list", "0"], value: 9 }), ["list", "2"]),
    false,
  );
});

Deno.test("a read that a write did not make stale still sees what it saw", () => {
  fc.assert(
    fc.property(anyJson, anyOperation, anyPath, fc.boolean(), (before, operation, at, shallow) => {
      const { value, written } = applyAndTrace(before, operation);
      const read = { path: at, shallow };
      if (written.some((each) => readIsStale(read, each))) return true;
      const [old, fresh] = [valueAt(before, at), valueAt(value, at)];
      return shallow ? jsonEqual(shapeOf(old), shapeOf(fresh)) : jsonEqual(old, fresh);
    }),
    { numRuns: 3000 },
  );
});

Deno.test("writtenAtMost() covers all that a traced write says", () => {
  fc.assert(
    fc.property(anyJson, anyOperation, anyPath, fc.boolean(), (before, operation, at, shallow) => {
      const read = { path: at, shallow };
      const traced = applyAndTrace(before, operation).written.some((each) =>
        readIsStale(read, each)
      );
      return !traced || writtenAtMost(operation).some((each) => readIsStale(read, each));
    }),
    { numRuns: 3000 },
  );
});
