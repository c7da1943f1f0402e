/** An observer that runs by itself when what it read changes. */

import { Observer, start, stop, untracked } from "./graph.ts";

/** What an effect's function may return: called before the next run and at the end. */
export type Cleanup = () => void;

class Effect extends Observer {
  #cleanup: Cleanup | undefined;
  #ended = false;

  constructor(readonly body: () => void | Cleanup) {
    super();
  }

  recompute(): boolean {
    if (this.#cleanup !== undefined) this.#clean();
    if (!this.#ended) this.#cleanup = this.body() ?? undefined;
    return false;
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
export function effect(body: () => void | Cleanup): () => void {
  const node = new Effect(body);
  start(node);
  return () => node.end();
}
