/**
 * Notices when a lent file changes, vanishes or comes back, by events of its folder.
 *
 * An event may be about anything in the folder, so that the file and its write-ahead log are looked
 * at first: only a different size, time or inode is a change.
 */

import { statSync } from "node:fs";
import { dirname } from "node:path";

/** A file being watched, until closed. */
export class SourceWatch {
  readonly #path: string;
  readonly #onChange: () => void;
  readonly #watcher: Deno.FsWatcher;
  readonly #ended: Promise<void>;
  #seen: string;

  constructor(path: string, onChange: () => void) {
    this.#path = path;
    this.#onChange = onChange;
    this.#seen = stateOf(path);
    this.#watcher = Deno.watchFs(dirname(path), { recursive: false });
    this.#ended = this.#follow();
  }

  async close(): Promise<void> {
    this.#watcher.close();
    await this.#ended;
  }

  async #follow(): Promise<void> {
    for await (const _event of this.#watcher) {
      const state = stateOf(this.#path);
      if (state === this.#seen) continue;
      this.#seen = state;
      this.#onChange();
    }
  }
}

function stateOf(path: string): string {
  return ["", "-wal"].map((suffix) => {
    const stat = statSync(path + suffix, { throwIfNoEntry: false, bigint: true });
    return stat === undefined ? "none" : `${stat.ino} ${stat.size} ${stat.mtimeNs}`;
  }).join(", ");
}
