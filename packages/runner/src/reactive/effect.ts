/** An observer that runs by itself when what it read changes. */

import type { GraphError } from "./graph-errors.ts";
import { untracked } from "./links.ts";
import { type EffectNode, LATE, Observer, shared } from "./nodes.ts";
import { start, stop } from "./graph.ts";

/** What an effect's function may return: called before the next run and at the end. */
export type Cleanup = () => void;

/** How an effect differs from others. */
export interface EffectOptions {
  /** Hears when the effect was given up because effects kept making each other run. */
  readonly onRunaway?: ((error: GraphError) => void) | undefined;
  /**
   * Makes it a late effect, which runs when no other is left that might end it, nor a late one of
   * less depth: how many things that may end are around it.
   */
  readonly lateAt?: number | undefined;
}

class Effect extends Observer implements EffectNode {
  readonly level: number;
  readonly #onRunaway: EffectOptions["onRunaway"];
  readonly #body: () => void | Cleanup;
  #cleanup: Cleanup | undefined;
  #ended = false;

  constructor(body: () => void | Cleanup, { onRunaway, lateAt }: EffectOptions) {
    super();
    this.#body = body;
    this.#onRunaway = onRunaway;
    this.level = lateAt === undefined ? shared.level + 1 : LATE + lateAt;
  }

  recompute(): boolean {
    if (this.#cleanup !== undefined) this.#clean();
    if (this.#ended) return false;
    const cleanup = this.#body();
    if (cleanup) {
      this.#cleanup = cleanup;
      if (this.#ended) this.#clean();
    }
    return false;
  }

  fail(thrown: unknown): void {
    throw thrown;
  }

  override takeRunaway(error: GraphError): boolean {
    this.#onRunaway?.(error);
    return this.#onRunaway !== undefined;
  }

  end(): void {
    this.#ended = true;
    stop(this);
    this.#clean();
  }

  #clean(): void {
    const cleanup = this.#cleanup;
    this.#cleanup = undefined;
    if (cleanup !== undefined) untracked(cleanup);
  }
}

/**
 * Runs `body` now and again after each batch that changed what it read. Returns the function that
 * ends it.
 */
export function effect(body: () => void | Cleanup, options: EffectOptions = {}): () => void {
  const node = new Effect(body, options);
  start(node);
  return () => node.end();
}
