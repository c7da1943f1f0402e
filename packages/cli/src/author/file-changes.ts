/** Changes of source files, gathered so that saving several at once is one event. */

import { dirname } from "node:path";
import { CliError } from "../frame/errors.ts";

/** Editors write a file in several steps; a pause this long means that they are through. */
const QUIET_MS = 40;

/** Batches of source files that changed, and what else is to be watched for more. */
export interface SourceChanges extends AsyncIterable<readonly string[]> {
  /** Watches the folders of these files too. */
  follow(files: readonly string[]): void;
}

/**
 * Starts to watch at once, and yields the source files below `paths` that changed, until `stop`.
 * Beside a file that is named everything counts, because it may be imported. Errors:
 * `no-such-file`.
 */
export function changesBelow(paths: readonly string[], stop: AbortSignal): SourceChanges {
  const changes = new Changes(stop);
  for (const path of paths) {
    const found = statOf(path);
    if (found === undefined) {
      changes.close();
      throw new CliError(
        "no-such-file",
        `Cannot watch ${path}: it does not exist`,
        "Check the path.",
      );
    }
    changes.watch(found.isDirectory ? path : dirname(path));
  }
  return changes;
}

function statOf(path: string): Deno.FileInfo | undefined {
  try {
    return Deno.statSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

class Changes implements SourceChanges {
  readonly #watchers = new Map<string, Deno.FsWatcher>();
  readonly #changed = new Set<string>();
  readonly #gathered: Promise<void>[] = [];
  #wake = Promise.withResolvers<void>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #ended = false;

  constructor(stop: AbortSignal) {
    stop.addEventListener("abort", () => this.close());
    if (stop.aborted) this.close();
  }

  follow(files: readonly string[]): void {
    for (const folder of new Set(files.map(dirname))) {
      if (statOf(folder) !== undefined) this.watch(folder);
    }
  }

  /** Watches a folder and what is below it, unless it is watched with one above. */
  watch(folder: string): void {
    const isBelow = (above: string) => folder === above || folder.startsWith(`${above}/`);
    if (this.#ended || this.#watchers.keys().some(isBelow)) return;
    const watcher = Deno.watchFs(folder);
    this.#watchers.set(folder, watcher);
    this.#gathered.push(this.#gather(watcher));
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
      this.close();
      await Promise.all(this.#gathered);
    }
  }

  async #gather(watcher: Deno.FsWatcher): Promise<void> {
    for await (const { kind, paths } of watcher) {
      if (kind === "access") continue;
      const sources = paths.filter(isSource);
      for (const path of sources) this.#changed.add(path);
      if (sources.length === 0) continue;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#wake.resolve(), QUIET_MS);
    }
  }

  close(): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#timer);
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#wake.resolve();
  }
}

function isSource(path: string): boolean {
  return /\.(tsx?|csv|json|txt|md|sql)$/.test(path) && !/\/(\.cf|\.git|node_modules)\//.test(path);
}
