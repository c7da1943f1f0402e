/** A window against a sorted list of all rows, with changes large enough to use up its slack. */

import assert from "node:assert/strict";
import fc from "fast-check";
import type { RowChange } from "@cf/protocol";
import type { Row } from "./row-diff.ts";
import { ColumnProgram } from "./row-program.ts";
import type { TableShape } from "./table-shape.ts";
import { Window } from "./window.ts";

const SHAPE: TableShape = {
  name: "t",
  columns: [
    { name: "id", affinity: "integer", collation: "binary" },
    { name: "score", affinity: "integer", collation: "binary" },
  ],
  key: [0],
  star: [0, 1],
};
const LIMIT = 2;
const OFFSET = 1;
const CAPACITY = (LIMIT + OFFSET) * 2 + 16;

/** The whole table, in the window's order: score descending, NULLs last, then id descending. */
class Model {
  rows: Row[] = [];
  #next = 1;

  sort(): void {
    const rank = (value: unknown) => value === null ? -Infinity : value as number;
    this.rows.sort((a, b) => rank(b[1]) - rank(a[1]) || rank(b[0]) - rank(a[0]));
  }

  insert(scores: readonly (number | null)[]): RowChange[] {
    const added = scores.map((score): Row => [this.#next++, score]);
    this.rows.push(...added);
    this.sort();
    return added.map((row) => ({ table: "t", op: "insert", old: null, new: row }));
  }

  remove(from: number, count: number): RowChange[] {
    const gone = this.rows.splice(from, count);
    return gone.map((row) => ({ table: "t", op: "delete", old: row, new: null }));
  }

  update(from: number, count: number, score: number | null): RowChange[] {
    const changed = this.rows.slice(from, from + count).map((row): RowChange => ({
      table: "t",
      op: "update",
      old: row,
      new: [row[0]!, score],
    }));
    this.rows = this.rows.map((row) => changed.find((change) => change.old === row)?.new ?? row);
    this.sort();
    return changed;
  }
}

const score = fc.option(fc.integer({ min: 0, max: 5 }), { nil: null });
const step = fc.oneof(
  fc.record({
    kind: fc.constant("insert" as const),
    scores: fc.array(score, { maxLength: 30, size: "max" }),
  }),
  fc.record({ kind: fc.constant("remove" as const), from: fc.nat(3), count: fc.nat(30) }),
  fc.record({ kind: fc.constant("update" as const), from: fc.nat(40), count: fc.nat(4), score }),
);

Deno.test("Window shows the first rows of the table after any changes", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40, size: "max" }), fc.boolean(), (steps, refills) => {
      const model = new Model();
      const window = new Window({
        program: new ColumnProgram(SHAPE, [], [0, 1]),
        projection: [0, 1],
        order: [{ position: 1, descending: true, nullsFirst: false, collation: "binary" }],
        key: [{ position: 0, collation: "binary" }],
        limit: LIMIT,
        offset: OFFSET,
      });
      window.fill([]);
      for (const one of steps) {
        const changes = one.kind === "insert"
          ? model.insert(one.scores)
          : one.kind === "remove"
          ? model.remove(one.from, one.count)
          : model.update(one.from, one.count, one.score);
        const outcome = window.apply(changes);
        if (outcome === "stale" || (outcome === "refill" && refills)) {
          window.fill(model.rows.slice(0, CAPACITY));
        }
        assert.deepEqual(window.rows(), model.rows.slice(OFFSET, OFFSET + LIMIT));
      }
    }),
    { numRuns: 300 },
  );
});
