/** Writes that carry their intent, made at once in three runtimes on one space: none is lost. */

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { createIdentity } from "@cf/protocol";
import { openPiece } from "@cf/runner";
import { SpaceHost } from "@cf/space";
import fc from "fast-check";
import { compileFile, sharedCompiler } from "./compile.ts";
import { fabricOver, makeRuntime } from "./fabric.ts";

const shared = fileURLToPath(new URL("./test/fixtures/shared.tsx", import.meta.url));

const write = fc.oneof(
  fc.record({ verb: fc.constant("push"), value: fc.constantFrom("a", "b", "c") }),
  fc.record({ verb: fc.constant("tag"), value: fc.constantFrom("first", "x", "y", "z") }),
  fc.record({ verb: fc.constant("add"), value: fc.integer({ min: -5, max: 5 }) }),
);
const untag = fc.record({ verb: fc.constant("untag"), value: fc.constantFrom("first", "x", "y") });

/** What three users do at the same time, round after round. */
const rounds = fc.array(
  fc.array(
    fc.record({ user: fc.nat(2), write: fc.oneof({ weight: 4, arbitrary: write }, untag) }),
    {
      maxLength: 8,
    },
  ),
  { minLength: 1, maxLength: 4 },
);

Deno.test("mergeable writes of three runtimes converge without loss", async () => {
  const host = await SpaceHost.open(":memory:");
  const owner = await createIdentity();
  const compiler = () => sharedCompiler();
  const ready = compileFile(shared, compiler());
  try {
    await fc.assert(
      fc.asyncProperty(rounds, async (history) => {
        const { did } = await createIdentity();
        const space = host.create(did, owner.did);
        const fabrics = Array.from({ length: 3 }, (_, user) => {
          const connection = space.connect({ principal: owner.did, session: `user ${user}` });
          const runtime = makeRuntime(connection, {}, compiler);
          return fabricOver(runtime, compiler, { close: () => runtime.dispose() });
        });
        const made = await fabrics[0]!.runProgram(ready, { argument: {} });
        const pieces = fabrics.map(({ runtime }) => openPiece(runtime, made.id));
        const stops = pieces.map((piece) => piece.sink("", () => {}));
        let total = 10;
        const pushed: string[] = [];
        const tags = new Set(["first"]);
        for (const round of history) {
          const before = new Set(tags);
          await Promise.all(
            round.map(({ user, write: { verb, value } }) => pieces[user]!.send(verb, value)),
          );
          for (const fabric of fabrics) await fabric.idle();
          const [state, ...others] = await Promise.all(
            pieces.map(async (piece) => ({
              log: await piece.get("log") as string[],
              tags: await piece.get("tags") as string[],
              total: await piece.get("total"),
            })),
          );
          for (const other of others) assert.deepEqual(other, state);
          for (const { write: { verb, value } } of round) {
            if (verb === "add") total += value as number;
            if (verb === "push") pushed.push(value as string);
          }
          assert.equal(state!.total, total);
          assert.deepEqual([...state!.log].sort(), [...pushed].sort());
          checkTags(before, round.map(({ write }) => write), state!.tags);
          tags.clear();
          for (const tag of state!.tags) tags.add(tag);
        }
        for (const stop of stops) stop();
        for (const fabric of fabrics) await fabric.close();
      }),
      { numRuns: 25 },
    );
  } finally {
    await host.close();
  }
});

/** A tag both added and removed in one round may be there or not; every other is decided. */
function checkTags(
  before: ReadonlySet<string>,
  round: readonly { verb: string; value: unknown }[],
  after: readonly string[],
): void {
  assert.equal(new Set(after).size, after.length, `no tag twice in ${after}`);
  for (const tag of ["first", "x", "y", "z"]) {
    const added = round.some(({ verb, value }) => verb === "tag" && value === tag);
    const removed = round.some(({ verb, value }) => verb === "untag" && value === tag);
    if (added && removed) continue;
    assert.equal(after.includes(tag), added || before.has(tag) && !removed, tag);
  }
}
