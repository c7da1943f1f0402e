/** The nodes that a body builds out of computations: derived values, control flow and lists. */

import type { LiveNode } from "../cell/target.ts";
import { CellState } from "../cell/state.ts";
import { shapeOf } from "../cell/schema.ts";
import { type Context, runIn, type WriteCount } from "../context.ts";
import type { Transaction } from "../document/transaction.ts";
import type { Runtime } from "../runtime.ts";
import { followReady, NotReady } from "../errors.ts";
import { Computed, TooDeep, untracked } from "../reactive/mod.ts";
import type { Former, Frame } from "./frame.ts";
import { settled } from "./promised.ts";
import type { Site } from "./site.ts";

/** A node whose value is a computation. */
export class ComputedNode implements LiveNode, Context, WriteCount {
  readonly mode = "compute";
  readonly runtime: Runtime;
  readonly transaction = undefined;
  readonly computed: Computed<unknown>;
  readonly space: string;
  readonly #name: string;
  count = 0;
  #inner: Frame | undefined;
  #former: Former | undefined;

  constructor(readonly outer: Frame, readonly site: Site, compute: () => unknown, kind = "value") {
    this.space = outer.space;
    this.#name = outer.claim(site.name ?? `(${kind})`);
    const { runtime } = outer;
    const run = (transaction?: Transaction) => {
      this.count = 0;
      this.#endInner();
      const context = transaction === undefined ? this : this.#within(transaction);
      return this.#settled(runIn(context, compute));
    };
    this.runtime = runtime;
    this.computed = new Computed(() => runtime.compute(this, run));
    if (site.name !== undefined) outer.register(this);
  }

  /** One that only writes has done its work, but for what it does after an `await`. */
  #settled(value: unknown): unknown {
    const { effect, line } = this.site;
    if (effect === true && value instanceof Promise) {
      value.catch((error) => this.runtime.reportError(error, this.label));
      return undefined;
    }
    return settled(value, `'${this.label}'${line === undefined ? "" : ` at ${line}`}`);
  }

  /** The same context, with writes going nowhere but into a transaction. */
  #within(transaction: Transaction): Context {
    const { mode, runtime } = this;
    const frame = () => this.frame;
    return {
      mode,
      runtime,
      transaction,
      written: this,
      get frame() {
        return frame();
      },
    };
  }

  get written(): WriteCount {
    return this;
  }

  get of(): string {
    return this.id;
  }

  /** Nodes made while computing live until the next run; the frame is made when one is. */
  get frame(): Frame {
    return this.#inner ??= this.outer.forRun(this.#name, this.#former);
  }

  #endInner(): void {
    this.#inner?.dispose();
    this.#former = this.#inner?.former;
    this.#inner = undefined;
  }

  get id(): string {
    return this.outer.idOf(this.#name);
  }

  /** For messages: the author's name of the node, or its line. */
  get label(): string {
    return this.site.name ?? this.site.line ?? this.#name;
  }

  isUndone(): boolean {
    return this.outer.isUndone();
  }

  get(): unknown {
    return this.computed.get();
  }

  pin(): void {
    this.runtime.nodes.register(this);
  }
}

/** Makes a node and gives the reference to it. */
export function derive(
  frame: Frame,
  compute: () => unknown,
  { site, kind }: { site: Site; kind: string },
): object {
  const node = new ComputedNode(frame, site, compute, kind);
  if (site.effect === true) frame.keepRunning(node);
  return referenceTo(frame, node, site);
}

/** The reference to a node's value. */
export function referenceTo(frame: Frame, node: LiveNode, site: Site): object {
  const shape = shapeOf(site.schema);
  const state = new CellState(frame.runtime, node, [], shape, undefined);
  return frame.runtime.faces.reference(state);
}

/**
 * A node that builds one of several branches. The branch that is shown stays as long as the
 * choice stays; another choice disposes it and builds anew.
 */
export class BranchNode implements LiveNode {
  readonly space: string;
  readonly #name: string;
  readonly #computed: Computed<unknown>;
  #current: { choice: string; frame: Frame; value: unknown } | undefined;

  constructor(
    readonly frame: Frame,
    name: string,
    /** Tells the branch to show, and how to build it; the value may be ready already. */
    choose: () => { choice: string; build: () => unknown },
  ) {
    this.space = frame.space;
    this.#name = frame.claim(name);
    const { runtime } = frame;
    const chosen = new Computed(
      () => runtime.compute(this, () => runIn({ mode: "compute", runtime }, choose)),
      (a, b) => a.choice === b.choice,
    );
    this.#computed = new Computed(() => {
      const { choice, build } = chosen.get();
      if (this.#current?.choice !== choice) this.#show(choice, build);
      return this.#current!.value;
    });
    frame.onDispose(() => this.#current?.frame.dispose());
  }

  get id(): string {
    return this.frame.idOf(this.#name);
  }

  get label(): string {
    return this.#name;
  }

  isUndone(): boolean {
    return this.frame.isUndone();
  }

  get(): unknown {
    return this.#computed.get();
  }

  pin(): void {
    this.frame.runtime.nodes.register(this);
  }

  #show(choice: string, build: () => unknown): void {
    this.#current?.frame.dispose();
    this.#current = undefined;
    const frame = this.frame.nested(`${this.#name}:${choice}`);
    const { runtime } = this.frame;
    try {
      const value = untracked(() => runIn({ mode: "body", runtime, frame }, build));
      this.#current = { choice, frame, value };
    } catch (error) {
      frame.dispose();
      if (error instanceof NotReady) followReady(error);
      else if (!(error instanceof TooDeep)) runtime.reportError(error, this.label);
      throw error;
    }
  }
}
