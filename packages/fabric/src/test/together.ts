/** Tests of several users: each has an identity and a runtime of its own on one shared space. */

import { createIdentity } from "@cf/protocol";
import {
  type MultiUserTest,
  multiUserTestOf,
  openPiece,
  rawResult,
  runPattern,
  type Runtime,
} from "@cf/runner";
import { isRecord } from "@cf/utils";
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
  let shared: string | undefined;
  if (test.setup !== undefined) {
    const made = runPattern(owner.runtime, multiUserTestOf(owner.exports.default)!.setup, {
      argument: {},
    });
    await owner.runtime.idle();
    shared = made.id;
  }
  const rendezvous = new Meeting(test.participants.length);
  const participants: Participant[] = [];
  const users = new Map<string, string>();
  for (const { name, user } of test.participants) {
    const did = users.get(user) ?? (await createIdentity()).did;
    users.set(user, did);
    await stage.space.access.set(stage.owner.did, did, "write");
    const { runtime, watch, exports } = stage.runtime(did);
    const own = multiUserTestOf(exports.default)!.participants.find((one) => one.name === name)!;
    const argument = await argumentOf(runtime, shared, own.inputs);
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

/** The result of what was set up, with a participant's own inputs. */
async function argumentOf(
  runtime: Runtime,
  shared: string | undefined,
  inputs: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  if (shared === undefined) return inputs;
  const piece = openPiece(runtime, shared);
  if (Object.keys(inputs).length === 0) return piece.reference();
  const result = await runtime.whenReady(() => rawResult(runtime, shared));
  const keys = Object.keys(isRecord(result) ? result : {});
  return { ...Object.fromEntries(keys.map((key) => [key, piece.reference([key])])), ...inputs };
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
