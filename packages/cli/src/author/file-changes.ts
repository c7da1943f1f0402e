/** Changes of source files, gathered so that saving several at once is one event. */

import { dirname } from "node:path";

/** Editors write a file in several steps; a pause this long means that they are through. */
const QUIET_MS = 40;

/**
 * Starts to watch at once, and yields the source files below `paths` that changed, until `stop`.
 * Beside a file that is named everything counts, because it may be imported.
 */
export function changesBelow(
  paths: readonly string[],
  stop: AbortSignal,
): AsyncIterable<readonly string[]> {
  const folders = paths.map((path) => Deno.statSync(path).isDirectory ? path : dirname(path));
  return new Changes(Deno.watchFs(folders), stop);
}

class Changes implements AsyncIterable<readonly string[]> {
  readonly #watcher: Deno.FsWatcher;
  readonly #changed = new Set<string>();
  readonly #gathered: Promise<void>;
  #wake = Promise.withResolvers<void>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #ended = false;

  constructor(watcher: Deno.FsWatcher, stop: AbortSignal) {
    this.#watcher = watcher;
    stop.addEventListener("abort", () => this.#close());
    if (stop.aborted) this.#close();
    this.#gathered = this.#gather();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<readonly string[]> {
    try {
      while (!this.#ended) {
        await this.#wake.promise;
        this.#wake = Promise.withResolvers<void>();
        const batch = [...this.#changed].sort();
        this.#changed.clear();
        if (batch.length > 0 && !this.#ended) yield batch;
      }
    } finally {
      this.#close();
      await this.#gathered;
    }
  }

  async #gather(): Promise<void> {
    for await (const { kind, paths } of this.#watcher) {
      if (kind === "access") continue;
      const sources = paths.filter(isSource);
      for (const path of sources) this.#changed.add(path);
      if (sources.length === 0) continue;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#wake.resolve(), QUIET_MS);
    }
  }

  #close(): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#watcher.close();
    this.#wake.resolve();
  }
}

function isSource(path: string): boolean {
  return /\.(tsx?|csv|json|txt|md|sql)$/.test(path) && !/\/(\.cf|\.git|node_modules)\//.test(path);
}
