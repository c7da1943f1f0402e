/**
 * The gate: every rule that a program checks, as one command. Runs all steps, two at a time, prints
 * the output of those that fail and exits with 1 if any did. Arguments choose steps by name.
 */

import { collectOutput } from "../process/collect-output.ts";
import { gateSteps, type Step } from "./steps.ts";

/** Two, because most of a step is one thread, and the smallest machine it runs on has two cores. */
const STEPS_AT_ONCE = 2;

interface Outcome {
  readonly step: Step;
  readonly passed: boolean;
  readonly output: string;
  readonly elapsedMs: number;
}

async function runStep(step: Step): Promise<Outcome> {
  const start = performance.now();
  const { success, output } = await collectOutput(step.args);
  return { step, passed: success, output, elapsedMs: performance.now() - start };
}

function report({ step, passed, output, elapsedMs }: Outcome): void {
  if (!passed) console.log(output.trimEnd());
  const seconds = (elapsedMs / 1000).toFixed(1);
  console.log(`${passed ? "ok    " : "FAILED"} ${step.name.padEnd(8)} ${seconds} s`);
  if (!passed && step.fix !== undefined) console.log(`       ${step.fix}`);
}

if (import.meta.main) {
  const root = new URL("../..", import.meta.url).pathname;
  Deno.chdir(root);
  const steps = gateSteps(root);
  const wanted = new Set(Deno.args);
  const queue = steps.filter((step) => wanted.size === 0 || wanted.has(step.name));
  if (queue.length === 0) {
    console.error(`Cannot run the gate: it has no such step, only ${steps.map((one) => one.name)}`);
    Deno.exit(2);
  }
  const failed: string[] = [];
  const work = async () => {
    for (let step = queue.shift(); step !== undefined; step = queue.shift()) {
      const outcome = await runStep(step);
      report(outcome);
      if (!outcome.passed) failed.push(step.name);
    }
  };
  await Promise.all(Array.from({ length: STEPS_AT_ONCE }, work));
  if (failed.length > 0) {
    console.log(`The gate is shut: ${failed.join(", ")}`);
    Deno.exit(1);
  }
  console.log("The gate is open.");
}
