/** Programs that a host runs: events by path, and plain values by path after each step. */

import assert from "node:assert/strict";
import { openFabric } from "@cf/fabric";
import { entityScenarios } from "./entity-scenarios.ts";
import { type Scenario, scenarios } from "./scenarios.ts";

const FOLDER = new URL("../../patterns/scenarios/", import.meta.url);

for (const [index, scenario] of [...scenarios, ...entityScenarios].entries()) {
  Deno.test(`scenario ${index} of ${scenario.exportName}`, () => play(scenario));
}

async function play({ file, exportName, argument = {}, steps }: Scenario): Promise<void> {
  const errors: string[] = [];
  const fabric = await openFabric({
    store: ":memory:",
    onError: ({ error }) => void errors.push(String(error)),
  });
  try {
    const path = new URL(file, FOLDER).pathname;
    const piece = await fabric.run(path, { exportName, argument });
    for (const [step, { send = [], values }] of steps.entries()) {
      for (const [stream, event] of send) await piece.send(stream, event);
      await fabric.idle();
      for (const [at, value] of Object.entries(values)) {
        assert.deepEqual(await piece.get(at), value, `${at} after step ${step}`);
      }
    }
    assert.deepEqual(errors, []);
  } finally {
    await fabric.close();
  }
}
