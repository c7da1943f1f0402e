/**
 * Sessions that send random transactions to one piece, and the history of what they were answered.
 * What a connection is, and what befalls it, is the caller's.
 */

import { compileFile, fabricOver, makeRuntime, sharedCompiler } from "@cf/fabric";
import type { SpaceConnection } from "@cf/protocol";
import { openPiece, type Piece, type Runtime } from "@cf/runner";
import type { FinalLists, Step, Transaction } from "./history.ts";

const PROGRAM = new URL("./fixtures/transact.tsx", import.meta.url).pathname;
const LISTS = ["a", "b", "c", "rows"];

/** Numbers in [0, 1). */
export type Random = () => number;

/** The same numbers for the same seed (mulberry32). */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What one transaction was told to do, and when. */
interface Sent {
  readonly id: string;
  readonly session: string;
  readonly steps: readonly Step[];
  readonly sentAt: number;
  answeredAt: number;
  failure?: unknown;
}

/** A session's runtime with the piece. */
export class Session {
  readonly sent: Sent[] = [];
  readonly errors: string[] = [];
  readonly runtime: Runtime;
  readonly #open = new Set<Promise<void>>();
  #piece: Piece | undefined;

  constructor(readonly name: string, readonly connection: SpaceConnection) {
    this.runtime = makeRuntime(connection, {
      onError: ({ text }) => void this.errors.push(text),
    }, () => sharedCompiler());
  }

  /** Makes the piece; the others {@linkcode open} it. */
  async create(): Promise<string> {
    const { runtime } = this;
    const fabric = fabricOver(runtime, () => sharedCompiler(), { close: () => runtime.dispose() });
    this.#piece = await fabric.runProgram(compileFile(PROGRAM, sharedCompiler()));
    await runtime.idle();
    return this.#piece.id;
  }

  open(id: string): void {
    this.#piece = openPiece(this.runtime, id);
  }

  /** Sends transactions in bursts; resolves when all are answered. */
  async run(count: number, random: Random): Promise<void> {
    let burst: Promise<void>[] = [];
    for (let number = 0; number < count; number++) {
      burst.push(this.#send(`${this.name}${number}`, stepsOf(random)));
      if (random() < 0.5) continue;
      await (random() < 0.5 ? Promise.all(burst) : burst[0]);
      burst = burst.slice(1);
    }
    await Promise.all(this.#open);
  }

  /** Resolves when so many more have been answered, or all that were sent. */
  async answered(count: number): Promise<void> {
    for (let left = count; left > 0 && this.#open.size > 0; left--) await Promise.race(this.#open);
  }

  #send(id: string, steps: readonly (Step & { by?: string })[]): Promise<void> {
    const sent: Sent = {
      id,
      session: this.name,
      steps,
      sentAt: performance.now(),
      answeredAt: Infinity,
    };
    this.sent.push(sent);
    const answer = this.#piece!.send("transact", { id, steps }).then(
      () => void (sent.answeredAt = performance.now()),
      (failure) => void (sent.failure = failure),
    );
    this.#open.add(answer);
    return answer.finally(() => this.#open.delete(answer));
  }

  /**
   * The lists and what each committed transaction read, at the end. What was answered to others may
   * still be on its way here; with the answer to a transaction of its own everything before is here.
   */
  async final(): Promise<{ lists: FinalLists; reads: ReadonlyMap<string, number[][]> }> {
    await this.#send(`${this.name} last`, LISTS.map((name) => ({ read: name })));
    const lists = await this.#piece!.get("lists") as Record<string, number[]>;
    const rows = await this.#piece!.get("rows") as number[];
    const outcomes = await this.#piece!.get("outcomes") as { id: string; reads: number[][] }[];
    const reads = new Map(outcomes.map(({ id, reads }) => [id, reads]));
    if (reads.size !== outcomes.length) throw new Error("a transaction was committed twice");
    return { lists: { ...lists, rows }, reads };
  }
}

/** Values are never used twice. */
let lastValue = 0;

function stepsOf(random: Random): (Step & { by?: string })[] {
  const pick = () => LISTS[Math.floor(random() * LISTS.length)]!;
  const count = 1 + Math.floor(random() * 4);
  return Array.from({ length: count }, () => {
    if (random() < 0.5) return { read: pick() };
    return { add: pick(), value: ++lastValue, by: random() < 0.5 ? "set" : "push" };
  });
}

/** The transactions that were committed. Errors: one that was answered is not there. */
export function historyOf(
  sessions: readonly Session[],
  reads: ReadonlyMap<string, number[][]>,
): Transaction[] {
  return sessions.flatMap(({ sent }) => sent).flatMap((each) => {
    const seen = reads.get(each.id);
    if (seen !== undefined) return [{ ...each, reads: seen }];
    if (each.answeredAt === Infinity) return [];
    throw new Error(`${each.id} was answered, but is not there`);
  });
}
