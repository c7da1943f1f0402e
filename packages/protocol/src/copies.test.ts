import assert from "node:assert/strict";
import fc from "fast-check";
import type { Json } from "@cf/utils";
import { Copies } from "./copies.ts";
import { applyOperation, applyOwning, applyPatches, type Patch, valueAt } from "./operation.ts";

const part = fc.constantFrom("a", "b", "0", "1", "__proto__");
const path = fc.array(part, { maxLength: 4 });
const value = fc.constantFrom<Json>(1, null, "x", {}, [], { a: {} }, { b: { a: [] } }, [{ a: 1 }]);
const patch: fc.Arbitrary<Patch> = fc.oneof(
  fc.record({ op: fc.constant("replace" as const), path, value }),
  fc.record({ op: fc.constant("remove" as const), path }),
  fc.record({
    op: fc.constant("splice" as const),
    path,
    index: fc.nat(2),
    remove: fc.nat(2),
    add: fc.array(value, { maxLength: 2 }),
  }),
);
const copyOf = (json: unknown) => structuredClone(json);

Deno.test("what is written with copies is what is written without, and what is kept stays", () => {
  const steps = fc.array(
    fc.oneof(
      fc.record({ write: patch }),
      fc.record({ keep: path }),
      // What was read somewhere is written elsewhere, too.
      fc.record({ move: path, to: path }),
    ),
    { minLength: 1, maxLength: 25 },
  );
  fc.assert(
    fc.property(steps, (all) => {
      const copies = new Copies();
      const kept: { readonly held: unknown; readonly was: unknown }[] = [];
      let fast: Json | undefined;
      let plain: Json | undefined;
      const keep = (held: unknown) => {
        copies.release(held);
        kept.push({ held, was: copyOf(held) });
        return held;
      };
      const write = (patches: readonly Patch[]) => {
        kept.push({ held: patches, was: copyOf(patches) });
        const operation = { id: "of:x", op: "patch", patches } as const;
        fast = applyOwning(fast, operation, copies);
        for (const one of copyOf(patches) as Patch[]) {
          plain = applyOperation(plain, { id: "of:x", op: "patch", patches: [one] });
        }
      };
      for (const step of all) {
        if ("write" in step) write([copyOf(step.write) as Patch]);
        else if ("keep" in step) keep(valueAt(fast, step.keep));
        else {
          const moved = keep(valueAt(fast, step.move)) as Json | undefined;
          if (moved !== undefined) write([{ op: "replace", path: step.to, value: moved }]);
        }
        assert.deepEqual(fast, plain);
      }
      for (const { held, was } of kept) assert.deepEqual(held, was);
    }),
    { numRuns: 2000 },
  );
});

Deno.test("applyPatches() gives what its patches give one after another", () => {
  fc.assert(
    fc.property(fc.array(patch, { maxLength: 12 }), value, (patches, start) => {
      const before = copyOf(start);
      const seen: unknown[] = [];
      const together = applyPatches(start, patches, { before: (now) => seen.push(copyOf(now)) });
      const states = [start as Json | undefined];
      for (const one of patches) states.push(applyPatches(states.at(-1), [one]));
      assert.deepEqual(together, states.at(-1));
      assert.deepEqual(seen, states.slice(0, -1));
      assert.deepEqual(start, before);
    }),
    { numRuns: 1000 },
  );
});

Deno.test("many writes to one object copy it once", () => {
  const start = { list: [{ n: 1 }], record: { a: { n: 1 }, b: { n: 2 } } };
  const copies = new Copies();
  const write = (path: string[], value: Json) =>
    applyOwning(now, { id: "of:x", op: "patch", patches: [{ op: "add", path, value }] }, copies);
  let now: Json | undefined = start;
  now = write(["record", "c"], { n: 3 });
  const record = valueAt(now, ["record"]);
  for (let i = 0; i < 5; i++) now = write(["record", `k${i}`], { n: i });
  assert.equal(valueAt(now, ["record"]), record);
  assert.equal(valueAt(now, ["list"]), start.list);
  copies.release(record);
  now = write(["record", "d"], 1);
  assert.notEqual(valueAt(now, ["record"]), record);
  assert.equal(Object.keys(record as object).length, 8);
});
