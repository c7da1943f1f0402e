/**
 * The requests of one runtime: runs by what they ask for, the nodes that ask, and what is
 * outstanding.
 *
 * Results are not stored in the space's log. They are derived values: what a request gives can be
 * asked for again, differs between principals (keys, cookies, time), and would put what strangers
 * send into a log that is kept for good. An author who wants to keep a result writes it to a cell.
 */

import { canonicalJson } from "@cf/utils";
import { runIn } from "../context.ts";
import type { LiveNode } from "../cell/target.ts";
import { NotReady } from "../errors.ts";
import type { Frame } from "../pattern/frame.ts";
import { effect, Signal, TooDeep } from "../reactive/mod.ts";
import type { Runtime } from "../runtime.ts";
import { type HostServices, timerOf } from "./host.ts";
import { SharedRun, type Work } from "./shared-run.ts";

/**
 * How long a request that a handler read goes on, in milliseconds, so that the next event finds its
 * answer.
 */
const HELD_MS = 60_000;

/** How many answers are kept that nobody looks at. */
const KEPT_MAX = 256;

/** The runs and nodes of a runtime. */
export class Builtins {
  readonly #runs = new Map<string, SharedRun<unknown>>();
  readonly #nodes = new Set<LiveNode>();
  readonly #nodesVersion = new Signal(0);
  readonly #outstanding = new Set<Promise<void>>();
  readonly #shared = new Map<unknown, unknown>();
  readonly #held = new Map<LiveNode, { lengthen: () => void; release: () => void }>();
  #disposed = false;

  constructor(readonly runtime: Runtime, readonly host: HostServices) {}

  /** How many requests wait for an answer. */
  get pending(): number {
    return this.#outstanding.size;
  }

  /** The run of a request: `kind` and `request` (plain JSON) tell requests apart. */
  run<T>(
    kind: string,
    request: unknown,
    make: () => { action: string; work: Work<T> },
  ): SharedRun<T> {
    const key = `${kind}\0${canonicalJson(request)}`;
    let run = this.#runs.get(key);
    if (run !== undefined) this.#runs.delete(key);
    else {
      const { action, work } = make();
      run = new SharedRun<unknown>(this, action, work as Work<unknown>);
      this.#forgetOld();
    }
    this.#runs.set(key, run);
    return run as SharedRun<T>;
  }

  /** A thing that the runtime has one of. */
  one<T>(key: unknown, make: () => T): T {
    if (!this.#shared.has(key)) this.#shared.set(key, make());
    return this.#shared.get(key) as T;
  }

  #forgetOld(): void {
    for (const [key, run] of this.#runs) {
      if (this.#runs.size < KEPT_MAX) return;
      if (!run.live) this.#runs.delete(key);
    }
  }

  /** @internal */
  afterTurn(fn: () => void): void {
    this.runtime.afterTurn(() => {
      if (!this.#disposed) fn();
    });
  }

  /** Counts something as outstanding until the promise is settled. @internal */
  started(answered: Promise<void>): void {
    this.#outstanding.add(answered);
    const done = () => this.#outstanding.delete(answered);
    answered.then(done, done);
  }

  /** Notes a node that asks, until the returned function is called. */
  register(node: LiveNode): () => void {
    this.#nodes.add(node);
    this.#nodesVersion.set(this.#nodesVersion.peek() + 1);
    return () => {
      this.#nodes.delete(node);
      this.#held.get(node)?.release();
    };
  }

  /**
   * Observes a node for a while. A handler looks at a request once and cannot wait for it; so its
   * look starts the request, and a later event finds the answer.
   */
  hold(node: LiveNode): void {
    const held = this.#held.get(node);
    if (held !== undefined) return held.lengthen();
    let end: (() => void) | undefined;
    let cancel = () => {};
    const release = () => {
      this.#held.delete(node);
      cancel();
      end?.();
    };
    const lengthen = () => {
      cancel();
      cancel = timerOf(this.host)(HELD_MS, release);
    };
    this.#held.set(node, { lengthen, release });
    lengthen();
    this.afterTurn(() => {
      if (this.#held.has(node)) end = this.runtime.effect(() => void node.get());
    });
  }

  /**
   * Runs `fn`; the second promise resolves when the requests that came up since it began have their
   * answers, those of events that it sent included.
   */
  during<T>(fn: () => Promise<T>): { readonly done: Promise<T>; readonly answered: Promise<void> } {
    const before = new Set(this.#outstanding);
    const done = fn();
    const settle = async () => {
      await done;
      for (;;) {
        await this.runtime.idle();
        const since = [...this.#outstanding].filter((one) => !before.has(one));
        if (since.length === 0) return;
        await Promise.allSettled(since);
      }
    };
    const answered = settle();
    answered.catch(() => {});
    return { done, answered };
  }

  /** Resolves when what is outstanding now has its answer. */
  async answered(): Promise<void> {
    await Promise.allSettled([...this.#outstanding]);
  }

  /** Observes every request of running pieces until all are answered. */
  async settle(): Promise<void> {
    const { runtime } = this;
    const end = effect(() => {
      this.#nodesVersion.get();
      for (const node of this.#nodes) {
        try {
          runIn({ mode: "compute", runtime }, () => node.get());
        } catch (error) {
          // What an author's computation throws is reported where it runs.
          if (error instanceof TooDeep) throw error;
        }
      }
    });
    try {
      await runtime.idle({ builtins: true });
    } finally {
      end();
    }
  }

  /**
   * Observes `read` until every request of nodes in `frame` has its answer, and gives what it
   * reads then. Rejects when the signal is aborted.
   */
  async answeredWithin<T>(frame: Frame, signal: AbortSignal, read: () => T): Promise<T> {
    const { runtime } = this;
    const within = frame.idOf("");
    let changed = Promise.withResolvers<void>();
    let outcome: { value: T; waits: boolean } | { thrown: unknown } | undefined;
    const end = effect(() => {
      this.#nodesVersion.get();
      try {
        outcome = runIn(
          { mode: "compute", runtime },
          () => ({ value: read(), waits: this.#waits(within) }),
        );
      } catch (thrown) {
        if (thrown instanceof TooDeep) throw thrown;
        outcome = { thrown };
      }
      changed.resolve();
    });
    const aborted = Promise.withResolvers<never>();
    aborted.promise.catch(() => {});
    signal.addEventListener("abort", () => aborted.reject(signal.reason));
    try {
      for (;;) {
        signal.throwIfAborted();
        changed = Promise.withResolvers<void>();
        await runtime.idle();
        const now = outcome as { value: T; waits: boolean } | { thrown: unknown };
        if ("value" in now && !now.waits) return now.value;
        if ("thrown" in now && !(now.thrown instanceof NotReady)) throw now.thrown;
        await Promise.race([changed.promise, aborted.promise]);
      }
    } finally {
      end();
    }
  }

  #waits(within: string): boolean {
    for (const node of this.#nodes) {
      if (!node.id.startsWith(within)) continue;
      if ((node.get() as { pending?: boolean }).pending === true) return true;
    }
    return false;
  }

  /** Gives up everything. */
  dispose(): void {
    this.#disposed = true;
    for (const { release } of [...this.#held.values()]) release();
    for (const run of this.#runs.values()) run.stop();
    for (const thing of this.#shared.values()) {
      (thing as { dispose?: () => void } | undefined)?.dispose?.();
    }
    this.#runs.clear();
    this.#nodes.clear();
  }
}
