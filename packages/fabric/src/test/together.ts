/** Tests of several users: each has an identity and a runtime of its own on one shared space. */

import { createIdentity } from "@cf/protocol";
import { type MultiUserTest, multiUserTestOf, openPiece, runPattern } from "@cf/runner";
import { Participant, type Rendezvous } from "./participant.ts";
import type { StepReport } from "./report.ts";
import type { Stage } from "./run.ts";

/** The participants of a `multiUserTest`, if `value` is one. */
export const multiUserOf = multiUserTestOf;

/** Runs all participants at once; `label` and `await` steps bring them in step. */
export async function runTogether(
  stage: Stage,
  test: MultiUserTest,
): Promise<{ steps: StepReport[]; problems: string[] }> {
  const owner = stage.runtime();
  let shared: unknown;
  if (test.setup !== undefined) {
    const made = runPattern(owner.runtime, multiUserTestOf(owner.exports.default)!.setup, {
      argument: {},
    });
    await owner.runtime.idle();
    shared = made.id;
  }
  const rendezvous = new Meeting();
  const participants: Participant[] = [];
  for (const { name } of test.participants) {
    const { did } = await createIdentity();
    await stage.space.access.set(stage.owner.did, did, "write");
    const { runtime, watch, exports } = stage.runtime(did);
    const own = multiUserTestOf(exports.default)!.participants.find((one) => one.name === name)!;
    const argument = typeof shared === "string" ? openPiece(runtime, shared).reference() : {};
    participants.push(await Participant.start(runtime, watch, own.pattern, { name, argument }));
  }
  const runs = await Promise.all(
    participants.map((participant) =>
      participant.run(rendezvous, stage.options.render).finally(() => rendezvous.left())
    ),
  );
  rendezvous.close();
  const problems = participants.flatMap((participant) =>
    participant.watch.problems(participant.allowances)
      .map((problem) => `${participant.name}: ${problem}`)
  );
  return { steps: runs.flat(), problems: [...problems, ...rendezvous.problems] };
}

class Meeting implements Rendezvous {
  readonly #reached = new Set<string>();
  readonly #waiting = new Map<string, PromiseWithResolvers<void>>();
  readonly problems: string[] = [];
  #present = 0;
  #left = 0;

  reached(label: string): void {
    this.#reached.add(label);
    this.#waiting.get(label)?.resolve();
  }

  wait(label: string): Promise<void> {
    if (this.#reached.has(label)) return Promise.resolve();
    let waiting = this.#waiting.get(label);
    if (waiting === undefined) this.#waiting.set(label, waiting = Promise.withResolvers<void>());
    this.#present++;
    return waiting.promise;
  }

  /** A participant has finished: labels that nobody reached will not be. */
  left(): void {
    this.#left++;
    for (const [label, waiting] of this.#waiting) {
      if (this.#reached.has(label) || this.#left < this.#present) continue;
      this.problems.push(`nobody reached the label '${label}'`);
      waiting.resolve();
    }
  }

  close(): void {
    for (const waiting of this.#waiting.values()) waiting.resolve();
  }
}
