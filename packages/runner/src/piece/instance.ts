/** A pattern at work: its argument, its frame, and the result of its body, which runs at the first use. */

import type { Scope } from "@cf/protocol";
import { registerResult } from "../cell/faces.ts";
import { CellState } from "../cell/state.ts";
import type { LiveNode } from "../cell/target.ts";
import { runIn } from "../context.ts";
import type { Transaction } from "../document/transaction.ts";
import { followReady, NotReady, PatternError } from "../errors.ts";
import type { Pattern } from "../pattern/factory.ts";
import type { Frame } from "../pattern/frame.ts";
import { settled } from "../pattern/promised.ts";
import { isLive, Source, TooDeep, track, untracked } from "../reactive/mod.ts";
import type { Runtime } from "../runtime.ts";
import { keepPiece } from "./kept.ts";

/** What a new piece is made of. */
export interface MadePiece {
  readonly pattern: Pattern;
  readonly inputs: unknown;
  readonly scope?: Scope | undefined;
}

/** The key under which an input offers the instance's own output. */
export const SELF: unique symbol = Symbol("cf.self") as never;

/** A running instance of a pattern. */
export class Instance implements LiveNode {
  readonly frame: Frame;
  readonly argument: CellState;
  readonly #readers = new Readers();
  #result: { value: unknown } | { thrown: unknown } | undefined;
  #running = false;

  constructor(
    readonly runtime: Runtime,
    readonly space: string,
    readonly id: string,
    readonly pattern: Pattern,
    argument: (instance: Instance) => CellState,
    frame: Frame,
    /** How a computation made it. */
    readonly made?: MadePiece,
  ) {
    this.frame = frame;
    this.argument = argument(this);
  }

  /** The body's result; the body runs at the first use. */
  get(): unknown {
    track(this.#readers);
    const result = this.#result ?? this.#start();
    if ("thrown" in result) throw result.thrown;
    return result.value;
  }

  /** Whether an effect depends on the piece. */
  get observed(): boolean {
    return isLive(this.#readers);
  }

  /** Tells when the first effect that depends on the piece is there, and when the last is gone. */
  set onObserved(listener: (observed: boolean) => void) {
    this.#readers.onLive = listener;
  }

  #start(): { value: unknown } | { thrown: unknown } {
    if (this.#running) {
      throw new PatternError(
        "self-reference",
        `Cannot run pattern '${this.pattern.name}': its body reads its own result while it is built`,
      );
    }
    this.#running = true;
    const { runtime, frame } = this;
    const self = runtime.faces.reference(
      new CellState(runtime, this, [], this.pattern.result, undefined),
    );
    const input = runtime.faces.reference(this.argument, new Map([[SELF, self]]));
    try {
      const value = untracked(() =>
        runIn(
          { mode: "body", runtime, frame },
          () => runtime.budgeted({ label: this.pattern.name }, () => this.pattern.body(input)),
        )
      );
      settled(value, `the body of '${this.pattern.name}'`);
      registerResult(value, this);
      return this.#result = { value };
    } catch (thrown) {
      if (thrown instanceof NotReady || thrown instanceof TooDeep) {
        frame.reset();
        if (thrown instanceof NotReady) followReady(thrown);
        throw thrown;
      }
      runtime.reportError(thrown, this.pattern.name);
      return this.#result = { thrown };
    } finally {
      this.#running = false;
    }
  }

  pin(): void {
    this.runtime.nodes.register(this);
  }

  keep(transaction: Transaction, name: string): string | undefined {
    return keepPiece(this, transaction, name);
  }

  dispose(): void {
    this.frame.dispose();
  }
}

class Readers extends Source {}
