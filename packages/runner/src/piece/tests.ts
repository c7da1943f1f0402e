/** What a test file gives: the steps of its default export, as the runtime built them. */

import { isRecord } from "@cf/utils";
import { cellOf } from "../cell/faces.ts";
import { presentValue } from "../cell/read.ts";
import { resolve } from "../cell/resolve.ts";
import type { Runtime } from "../runtime.ts";

/** One step of a test; exactly one of the verbs is there. */
export interface TestStep {
  readonly assertion?: object;
  readonly action?: object;
  readonly event?: unknown;
  readonly render?: unknown;
  readonly settle?: boolean;
  readonly label?: string;
  readonly await?: string;
  readonly skip?: boolean;
}

/** The raw result of a running piece: references, streams and view nodes as the body made them. */
export function rawResult(runtime: Runtime, id: string, space = runtime.homeSpace): unknown {
  return runtime.pieces.instance(space, id).get();
}

/**
 * The steps of a test result, under `[TESTS]` or the older plain `tests`; reactive parts of the list
 * itself are read once.
 */
export function testSteps(runtime: Runtime, result: unknown): TestStep[] {
  const tests = isRecord(result) ? result["$TESTS"] ?? result.tests : undefined;
  const list = asMade(runtime, tests);
  if (!Array.isArray(list)) return [];
  // What a function of the test's body makes is a reference to a step.
  return list.map((step) => asMade(runtime, step)).map((step) => isRecord(step) ? step : {});
}

/**
 * What a computation made, with the references in it: as a value, an assertion would be what it is
 * now, and not what it comes to be.
 */
function asMade(runtime: Runtime, value: unknown): unknown {
  const state = cellOf(value);
  if (state === undefined) return value;
  const found = resolve(state, { silent: true });
  return found.kind === "live" ? found.value : presentValue({ runtime }, value, undefined);
}
