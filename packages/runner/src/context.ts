/**
 * What kind of code runs right now. One thread runs one thing at a time, so this is a variable
 * with a stack discipline: every caller that sets it restores it.
 *
 * - `body`: a pattern's function builds nodes; names are references.
 * - `compute`: a computation reads values; reads subscribe.
 * - `handler`: a handler reads and writes through its transaction.
 * - `host`: the embedding program; reads see the present, writes commit by themselves.
 */

import type { Transaction } from "./document/transaction.ts";
import type { HandlerRun } from "./event/handler-run.ts";
import type { Frame } from "./pattern/frame.ts";
import { currentRun } from "./reactive/mod.ts";
import type { Runtime } from "./runtime.ts";

/** The kinds of running code. */
export type Mode = "body" | "compute" | "handler" | "host";

/** The running code's surroundings. */
export interface Context {
  readonly mode: Mode;
  readonly runtime: Runtime;
  /** Where nodes that are created now belong. */
  readonly frame?: Frame | undefined;
  /** The transaction that reads and writes go through. */
  readonly transaction?: Transaction | undefined;
  /** The attempt to handle an event that runs, which what is awaited belongs to. */
  readonly run?: HandlerRun | undefined;
  /** Names the entities that a computation writes: the same ones each time it runs. */
  readonly written?: WriteCount | undefined;
  /** Lets the computation that writes depend on what `fn` reads, which a write does not otherwise. */
  readonly tracked?: ((fn: () => void) => void) | undefined;
}

/** How often a computation has written in its present run. */
export interface WriteCount {
  /** The computation's id. */
  readonly of: string;
  count: number;
}

let current: Context | undefined;

/** The running code's context, if any of ours runs. */
export function currentContext(): Context | undefined {
  return current;
}

/** The run of the computation whose reads are recorded now; 0 if there is none. */
export function runOfReads(): number {
  return current?.mode === "compute" && current.transaction === undefined ? currentRun() : 0;
}

/** Runs `fn` in `context`. */
export function runIn<T>(context: Context, fn: () => T): T {
  const before = current;
  current = context;
  try {
    return fn();
  } finally {
    current = before;
  }
}
