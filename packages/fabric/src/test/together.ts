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
  const rendezvous = new Meeting(test.participants.length);
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
      participant.run({ ...stage.options, rendezvous }).finally(() => rendezvous.left())
    ),
  );
  const problems = participants.flatMap((participant) =>
    participant.watch.problems(participant.allowances)
      .map((problem) => `${participant.name}: ${problem}`)
  );
  return { steps: runs.flat(), problems: [...problems, ...rendezvous.problems] };
}

/** Where participants meet. When all that are left wait, nobody reaches what they wait for. */
class Meeting implements Rendezvous {
  readonly #reached = new Set<string>();
  readonly #waiting = new Map<
    string,
    { readonly arrived: PromiseWithResolvers<void>; by: number }
  >();
  readonly problems: string[] = [];
  #present: number;

  constructor(participants: number) {
    this.#present = participants;
  }

  reached(label: string): void {
    this.#reached.add(label);
    this.#end(label);
  }

  wait(label: string): Promise<void> {
    if (this.#reached.has(label)) return Promise.resolve();
    let waiting = this.#waiting.get(label);
    if (waiting === undefined) {
      this.#waiting.set(label, waiting = { arrived: Promise.withResolvers<void>(), by: 0 });
    }
    waiting.by++;
    this.#check();
    return waiting.arrived.promise;
  }

  left(): void {
    this.#present--;
    this.#check();
  }

  #check(): void {
    let waiting = 0;
    for (const { by } of this.#waiting.values()) waiting += by;
    if (waiting < this.#present) return;
    for (const label of [...this.#waiting.keys()]) {
      this.problems.push(`nobody reached the label '${label}'`);
      this.#end(label);
    }
  }

  #end(label: string): void {
    this.#waiting.get(label)?.arrived.resolve();
    this.#waiting.delete(label);
  }
}
