/** Bodies of every shape show what their text shows in plain JavaScript. */

import { bodies } from "./twin/bodies.ts";
import { events } from "./twin/events.ts";
import { expressions } from "./twin/expressions.ts";
import { statements } from "./twin/statements.ts";
import { runTwin, type Stage, type TwinCase, type TwinStep } from "./twin/twin-case.ts";
import { cellStage, changes, stateStage } from "./twin/stages.ts";

/** Runs each case on the same stage. */
async function runAll(
  t: Deno.TestContext,
  cases: readonly (TwinCase & { readonly steps?: readonly TwinStep[] })[],
  stage: Stage,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "cf-twin-" });
  try {
    for (const test of cases) {
      const steps = test.steps ?? changes;
      await t.step(test.name, () => runTwin(test, stage, { steps, folder }));
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

for (const [theme, cases] of Object.entries({ expressions, bodies, statements })) {
  Deno.test(`${theme} of a body show what they are in plain JavaScript`, (t) =>
    runAll(t, cases, stateStage));
}

Deno.test("events of a body do what they do in plain JavaScript", (t) =>
  runAll(t, events, cellStage));
