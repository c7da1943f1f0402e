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

/** What the piece shows. */
interface Result {
  readonly lists: Readonly<Record<string, readonly number[]>>;
  readonly rows: readonly number[];
  readonly outcomes: readonly { readonly id: string }[];
  /** Whether the rows are on their way. */
  readonly waits: boolean;
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

/** What every transaction of a simulation was told to do, by its id. */
export type Orders = Map<string, readonly Step[]>;

/** A session's runtime with the piece. */
export class Session {
  readonly sent: Sent[] = [];
  readonly errors: string[] = [];
  /** Transactions of which an observer saw a part. */
  readonly halves = new Set<string>();
  /** How many states an observer saw. */
  states = 0;
  readonly runtime: Runtime;
  readonly #open = new Set<Promise<void>>();
  #piece: Piece | undefined;
  /** The transactions in the state that an observer saw last. */
  #done: ReadonlySet<string> = new Set();
  #look = Promise.withResolvers<void>();

  constructor(
    readonly name: string,
    readonly connection: SpaceConnection,
    readonly orders: Orders = new Map(),
  ) {
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

  /**
   * Looks at every state of the piece: each transaction is in it as a whole or not at all. For a
   * session that sends none, since its own would hide others until they are refused.
   */
  observe(): () => void {
    return this.#piece!.sink("", (value) => {
      const state = value as unknown as Result | undefined;
      if (state?.outcomes === undefined || state.waits) return;
      this.states++;
      const done = new Set(state.outcomes.map(({ id }) => id));
      const there = new Set([...Object.values(state.lists).flat(), ...state.rows]);
      for (const [id, steps] of this.orders) {
        const added = steps.flatMap((step) => "add" in step ? [step.value] : []);
        if (added.some((each) => there.has(each) !== done.has(id))) this.halves.add(id);
      }
      this.#done = done;
      this.#look.resolve();
      this.#look = Promise.withResolvers();
    });
  }

  /** Resolves when an observer has seen its first state, or one with the transaction `id`. */
  async saw(id?: string): Promise<void> {
    while (id === undefined ? this.states === 0 : !this.#done.has(id)) await this.#look.promise;
  }

  /** Sends transactions in bursts; resolves when all are answered. */
  async run(count: number, random: Random): Promise<void> {
    let burst: Promise<void>[] = [];
    for (let number = 0; number < count; number++) {
      burst.push(this.#send(`${this.name}${number}`, stepsOf(random)));
      if (random() < 0.3) this.runtime.replica(this.connection.space).letGo();
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

  /** The id of the transaction that {@linkcode final} sends. */
  get lastId(): string {
    return `${this.name} last`;
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
    this.orders.set(id, steps);
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
    await this.#send(this.lastId, LISTS.map((name) => ({ read: name })));
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
