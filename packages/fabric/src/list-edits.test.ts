/** Random edits of a mapped list against a list that is kept by hand. */

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { openFabric } from "./fabric.ts";

const rows = fileURLToPath(new URL("./test/fixtures/rows.tsx", import.meta.url));

interface Row {
  name: string;
  count: number;
}

/** A random edit; positions are taken modulo the length at that moment. */
interface Edit {
  readonly kind: (typeof KINDS)[number];
  readonly at: number;
  readonly to: number;
}

const KINDS = [
  "insert",
  "append",
  "move",
  "remove",
  "replace",
  "rename",
  "sort",
  "bump",
  "bump",
] as const;

/** The event for an edit, after the same was done to the model; `undefined` where it cannot be. */
function edit(model: Row[], { kind, at, to }: Edit, name: string): object | undefined {
  const index = model.length === 0 ? 0 : at % model.length;
  const row = model[index];
  if (kind === "insert") {
    const place = at % (model.length + 1);
    model.splice(place, 0, { name, count: 0 });
    return { at: place, name };
  }
  if (kind === "append") {
    model.push({ name, count: 0 });
    return { name };
  }
  if (row === undefined) return undefined;
  switch (kind) {
    case "move": {
      model.splice(index, 1);
      const place = to % (model.length + 1);
      model.splice(place, 0, row);
      return { from: index, to: place };
    }
    case "remove":
      model.splice(index, 1);
      return { at: index };
    case "replace":
      model[index] = { name, count: 0 };
      return { at: index, name };
    case "rename":
      row.name = name;
      return { at: index, name };
    case "sort":
      model.sort((a, b) => a.name < b.name ? -1 : 1);
      return {};
    case "bump":
      row.count++;
      return { at: index };
  }
}

const histories = fc.array(
  fc.record({ kind: fc.constantFrom(...KINDS), at: fc.nat(1000), to: fc.nat(1000) }),
  { minLength: 1, maxLength: 25 },
);

/** Seed 631544955: an element that was replaced in place is an entity at once. */
const REPLACED: Edit[] = (["insert", "replace", "bump", "insert"] as const)
  .map((kind) => ({ kind, at: 0, to: 0 }));

Deno.test("rows of a mapped list keep their state through random edits", async () => {
  const fabric = await openFabric({
    store: ":memory:",
    onError: ({ text }) => {
      throw new Error(text);
    },
  });
  try {
    await fc.assert(
      fc.asyncProperty(fc.nat(4), histories, async (size, edits) => {
        const names = Array.from({ length: size }, (_, i) => `given ${i}`);
        const model: Row[] = names.map((name) => ({ name, count: 0 }));
        const piece = await fabric.run(rows, {
          argument: { items: names.map((name) => ({ name })) },
        });
        const stop = piece.sink("rows", () => {});
        for (const [step, one] of edits.entries()) {
          // Names are unique, and do not sort in the order of their making.
          const event = edit(model, one, `${one.to % 7}-${step}`);
          if (event === undefined) continue;
          await piece.send(one.kind, event);
          const found = await piece.get("rows") as unknown as { label: string; count: number }[];
          assert.deepEqual(
            found.map(({ label, count }) => ({ label, count })),
            model.map(({ name, count }, index) => ({ label: `${index}:${name}`, count })),
            `after step ${step}, ${one.kind}`,
          );
        }
        stop();
        piece.release();
      }),
      { numRuns: 25, examples: [[0, REPLACED]] },
    );
  } finally {
    await fabric.close();
  }
});
