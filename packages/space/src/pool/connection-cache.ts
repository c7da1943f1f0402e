/**
 * The open files of one reader, least recently used out.
 *
 * A file is known by its canonical path, its inode and the declaration it is seen through. Each
 * read looks at the inode first: a file that was replaced is opened anew, one that vanished is
 * closed and, where it must exist, an error.
 */

import { DatabaseSync } from "node:sqlite";
import { LRUCache } from "lru-cache";
import type { Declaration } from "../database/declaration.ts";
import { harden } from "../database/harden.ts";
import { DatabaseMissingError } from "./errors.ts";
import { FileReader } from "./file-reader.ts";

interface Entry {
  readonly reader: FileReader;
  readonly inode: string;
}

/** A file's canonical path, and what tells it from another file there; empty if it holds nothing. */
interface Found {
  readonly path: string;
  readonly inode: string;
}

/** Keeps at most `openMax` files open. */
export class ConnectionCache {
  readonly #entries: LRUCache<string, Entry>;
  /** Where the files that were asked for were found, so that a read need only look at the inode. */
  readonly #found: LRUCache<string, Found>;
  evictions = 0;

  constructor(openMax: number) {
    this.#entries = new LRUCache<string, Entry>({
      max: Math.max(1, openMax),
      dispose: ({ reader }, _key, reason) => {
        if (reason === "evict") this.evictions++;
        reader.close();
      },
    });
    this.#found = new LRUCache<string, Found>({ max: Math.max(1, openMax) });
  }

  get openFiles(): number {
    return this.#entries.size;
  }

  /** The reader of `file` and whether it was open already. */
  take(
    file: string,
    declaration: Declaration | null,
    mustExist: boolean,
  ): { reader: FileReader; hit: boolean } {
    const { path, inode } = this.#find(file);
    if (inode === "" && mustExist) throw new DatabaseMissingError(file, "the file does not exist");
    const key = `${declaration?.fingerprint ?? "foreign"}\n${path}`;
    const known = this.#entries.get(key);
    if (known !== undefined && known.inode === inode) return { reader: known.reader, hit: true };
    if (known !== undefined) this.#entries.delete(key);
    const open = inode === "" ? null : () => openReadOnly(path);
    const reader = new FileReader({ open, declaration });
    this.#entries.set(key, { reader, inode });
    return { reader, hit: false };
  }

  #find(file: string): Found {
    const known = this.#found.get(file);
    // The same inode is the same file, under the path that it was found by.
    if (known !== undefined && known.inode === inodeIfThere(file)) return known;
    const found = identify(file);
    if (found.inode === "") this.#found.delete(file);
    else this.#found.set(file, found);
    return found;
  }

  /** Forgets `file`, after an error that its connection may have caused. */
  drop(file: string): void {
    const { path } = identify(file);
    for (const key of [...this.#entries.keys()]) {
      if (key.endsWith(`\n${path}`)) this.#entries.delete(key);
    }
  }
}

function identify(file: string): Found {
  try {
    const path = Deno.realPathSync(file);
    return { path, inode: inodeOf(path) };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { path: file, inode: "" };
    throw new DatabaseMissingError(file, (error as Error).message);
  }
}

function inodeIfThere(path: string): string {
  try {
    return inodeOf(path);
  } catch {
    // Why it is not there is found out by looking again.
    return "";
  }
}

/** What tells one file from another; empty for one without pages. Throws if there is none. */
function inodeOf(path: string): string {
  const { dev, ino, size } = Deno.statSync(path);
  // The writer creates the file before its first page is there.
  return size === 0 && !hasWal(path) ? "" : `${dev}:${ino}`;
}

function hasWal(path: string): boolean {
  try {
    return Deno.statSync(`${path}-wal`).size > 0;
  } catch {
    return false;
  }
}

/** The connection by which a reader reads a file. Throws `DatabaseMissingError`. */
export function openReadOnly(path: string): DatabaseSync {
  try {
    const connection = new DatabaseSync(path, { readOnly: true, timeout: 1000 });
    harden(connection);
    connection.exec("pragma temp_store = memory; pragma mmap_size = 0");
    connection.prepare("select count(*) from sqlite_master").get();
    return connection;
  } catch (error) {
    throw new DatabaseMissingError(path, (error as Error).message);
  }
}
