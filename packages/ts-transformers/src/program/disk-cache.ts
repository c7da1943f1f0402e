/**
 * Compiled programs on disk, by content.
 *
 * Format: one JSON file per entry, `<key>.json`, holding the result of one compilation. The key is
 * SHA-256 over the version of the compiler and the program's hash, so an entry is never changed,
 * only written once, and a file that does not parse counts as absent.
 */

import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sha256, toHex } from "@cf/utils";

/** A folder of results. Safe for several processes: entries appear by rename. */
export class DiskCache<T> {
  readonly #folder: string;
  readonly #version: string;

  constructor(folder: string, version: string) {
    this.#folder = folder;
    this.#version = version;
    mkdirSync(folder, { recursive: true });
  }

  /** The stored result for a program's hash. */
  get(hash: string): T | undefined {
    try {
      return JSON.parse(readFileSync(this.#path(hash), "utf8")) as T;
    } catch {
      return undefined;
    }
  }

  /** Stores a result; a folder that cannot be written costs speed and nothing else. */
  set(hash: string, value: T): void {
    const path = this.#path(hash);
    const temporary = `${path}.${process.pid}.tmp`;
    try {
      writeFileSync(temporary, JSON.stringify(value));
      renameSync(temporary, path);
    } catch {
      // The next compilation does the work again.
    }
  }

  #path(hash: string): string {
    return join(this.#folder, `${toHex(sha256(`${this.#version}:${hash}`))}.json`);
  }
}
