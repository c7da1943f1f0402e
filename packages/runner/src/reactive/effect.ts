/** An observer that runs by itself when what it read changes. */

import { untracked } from "./links.ts";
import { Observer } from "./nodes.ts";
import { start, stop } from "./graph.ts";

/** What an effect's function may return: called before the next run and at the end. */
export type Cleanup = () => void;

class Effect extends Observer {
  readonly #body: () => void | Cleanup;
  #cleanup: Cleanup | undefined;
  #ended = false;

  constructor(body: () => void | Cleanup) {
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
