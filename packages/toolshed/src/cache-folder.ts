/**
 * Where a server keeps what can be made again: compiled programs and the built page. A store in
 * memory gets a new private folder, not a well-known one where others could put code to be run.
 */

import { join } from "node:path";

/** The folder of one server, made when first needed. */
export class CacheFolder {
  readonly #given: string | undefined;
  #temporary: string | undefined;

  /** `folder` is left out for a store in memory. */
  constructor(folder: string | undefined) {
    this.#given = folder;
  }

  /** A folder of that name within, made if need be. */
  within(name: string): string {
    const root = this.#given ?? (this.#temporary ??= Deno.makeTempDirSync({ prefix: "cf-cache-" }));
    const path = join(root, name);
    Deno.mkdirSync(path, { recursive: true });
    return path;
  }

  /** Removes a folder that nobody will find again. */
  async close(): Promise<void> {
    const temporary = this.#temporary;
    this.#temporary = undefined;
    if (temporary !== undefined) await Deno.remove(temporary, { recursive: true });
  }
}
