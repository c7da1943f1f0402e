/** An observer that runs by itself when what it read changes. */

import type { GraphError } from "./graph-errors.ts";
import { untracked } from "./links.ts";
import { type EffectNode, Observer, shared } from "./nodes.ts";
import { start, stop } from "./graph.ts";

/** What an effect's function may return: called before the next run and at the end. */
export type Cleanup = () => void;

class Effect extends Observer implements EffectNode {
  readonly level = shared.level + 1;
  readonly #body: () => void | Cleanup;
  #cleanup: Cleanup | undefined;
  #ended = false;

  constructor(body: () => void | Cleanup, readonly onRunaway?: (error: GraphError) => void) {
    super();
    this.#body = body;
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
    this.onRunaway?.(error);
    return this.onRunaway !== undefined;
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
 * ends it. `onRunaway` hears when it was given up because effects kept making each other run.
 */
export function effect(
  body: () => void | Cleanup,
  onRunaway?: (error: GraphError) => void,
): () => void {
  const node = new Effect(body, onRunaway);
  start(node);
  return () => node.end();
}
