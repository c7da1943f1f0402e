import { deepEqual, equal } from "node:assert/strict";
import type { RowChange } from "@cf/protocol";
import { prepareDeclaration } from "../database/declaration.ts";
import { RouteIndex } from "./route-index.ts";
import { shapeOf } from "./table-shape.ts";

const TABLES = { t: { columns: { id: "integer primary key", kind: "integer", n: "integer" } } };
const shape = shapeOf(prepareDeclaration({ tables: TABLES, rev: 0 } as never).tables.get("t")!);

/** Queries that look at one kind, at the column n, and at everything. */
function indexOf(queries: number): RouteIndex<string> {
  const index = new RouteIndex<string>();
  const reads = (columns: number[], all = false) => [{ shape, columns: new Set(columns), all }];
  for (let i = 0; i < queries; i++) {
    const route = { shape, positions: [1], combinations: [[i]] };
    index.add(`kind ${i}`, reads([0, 1]), [route]);
    index.add(`n ${i}`, reads([0, 2]), []);
    index.add(`all ${i}`, reads([], true), []);
  }
  return index;
}

function inserts(count: number, kind = (i: number) => i % 10): RowChange[] {
  return Array.from({ length: count }, (_, i) => ({
    table: "t",
    key: [true, false, false],
    op: "insert",
    old: null,
    new: [i, kind(i), i],
  }));
}

Deno.test("find() gives each query the changes that it can concern, in order", () => {
  const changes = inserts(30);
  const found = indexOf(10).find(changes);
  equal(found.size, 30);
  deepEqual(found.get("kind 3"), [changes[3], changes[13], changes[23]]);
  deepEqual(found.get("n 3"), changes);
  deepEqual(found.get("all 3"), changes);
});

Deno.test("find() has a query run again that too many changes of one commit concern", () => {
  const found = indexOf(10).find(inserts(10_000, (i) => i < 40 ? i % 10 : 99));
  equal(found.get("kind 3")!.length, 4);
  equal(found.get("n 3"), null);
  equal(found.get("all 3"), null);
  equal(indexOf(1).find(inserts(5_000 / 3)).get("n 0")!.length, Math.floor(5_000 / 3));
});

Deno.test("find() gives out a bounded number of changes, however many queries there are", () => {
  for (const queries of [1, 7, 300]) {
    const found = indexOf(queries).find(inserts(10_000, () => 0));
    const given = [...found.values()].reduce((sum, list) => sum + (list?.length ?? 0), 0);
    equal(given <= Math.max(5_000, 64 * 3 * queries), true, `${given}`);
    equal(found.get("kind 0"), null);
  }
});
