/**
 * The files of pattern databases and how the writing connection reaches them.
 *
 * One file at a time is attached, under the alias `pattern`. It stays attached until another one is
 * needed, since commits to one database tend to follow each other. Detaching the last connection
 * of a WAL file would checkpoint it, which costs a sync; so an idle connection, a *holder*, keeps
 * each of the files used last open. Holders are few, because each costs three descriptors.
 *
 * A space in memory has its pattern databases in SQLite's shared memory files; their holders keep
 * them alive.
 */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { DatabaseKey } from "@cf/protocol";
import { databaseFileName, databaseKeyText } from "../store/layout.ts";
import type { SpaceStore } from "../store/space-store.ts";

/** The schema name under which the writing connection has a pattern database. */
export const PATTERN_ALIAS = "pattern";

/** Access to the pattern databases of one space. */
export class PatternFiles {
  readonly #store: SpaceStore;
  readonly #memory = `file:/cf-${crypto.randomUUID()}/`;
  /** Least recently used first. */
  readonly #holders = new Map<string, DatabaseSync>();
  readonly #holdersMax: number;
  /** Of databases in memory that exist. */
  readonly #locations = new Set<string>();
  #attached: string | undefined;

  constructor(store: SpaceStore, options: { readonly holdersMax: number }) {
    this.#store = store;
    this.#holdersMax = store.folder === null ? Infinity : options.holdersMax;
  }

  /** The path of a database's file, or the name of its memory file. */
  location(key: DatabaseKey): string {
    const name = databaseFileName(key);
    return this.#store.folder === null
      ? `${this.#memory}${name}?vfs=memdb`
      : join(this.#store.folder, name);
  }

  /** Whether a database has a file; one in memory exists once it was attached. */
  exists(key: DatabaseKey): boolean {
    if (this.#store.folder === null) return this.#holders.has(databaseKeyText(key));
    return existsSync(this.location(key));
  }

  get attached(): string | undefined {
    return this.#attached;
  }

  /** A new connection to a database in memory, by its location; `undefined` if it has no file. */
  openMemory(location: string): DatabaseSync | undefined {
    return this.#locations.has(location) ? new DatabaseSync(location) : undefined;
  }

  /** Attaches a database, creating its file if need be. No transaction may be open. */
  attach(key: DatabaseKey): void {
    const text = databaseKeyText(key);
    if (this.#attached === text) return;
    this.detach();
    const location = this.location(key);
    if (this.#store.folder === null) this.#hold(text, location);
    this.#store.run(`ATTACH ? AS ${PATTERN_ALIAS}`, location);
    this.#attached = text;
    if (this.#store.folder === null) return;
    try {
      this.#store.database.exec(
        `PRAGMA ${PATTERN_ALIAS}.journal_mode = WAL; PRAGMA ${PATTERN_ALIAS}.synchronous = NORMAL`,
      );
    } catch (error) {
      this.#detachNow();
      throw error;
    }
  }

  /** Detaches what is attached, leaving its file open in a holder. */
  detach(): void {
    if (this.#attached === undefined) return;
    if (this.#store.folder !== null) {
      const location = this.#store.get<{ file: string }>(
        "SELECT file FROM pragma_database_list WHERE name = ?",
        PATTERN_ALIAS,
      )!.file;
      if (existsSync(location)) this.#hold(this.#attached, location);
    }
    this.#detachNow();
  }

  /** Closes every connection of this process to a database's file, so that it can be replaced. */
  release(key: DatabaseKey): void {
    const text = databaseKeyText(key);
    if (this.#attached === text) this.#detachNow();
    if (this.#store.folder !== null) this.#closeHolder(text);
  }

  close(): void {
    if (this.#attached !== undefined) this.#detachNow();
    for (const text of [...this.#holders.keys()]) this.#closeHolder(text);
  }

  #detachNow(): void {
    this.#store.run(`DETACH ${PATTERN_ALIAS}`);
    this.#attached = undefined;
  }

  #hold(text: string, location: string): void {
    const known = this.#holders.get(text);
    if (known !== undefined) {
      this.#holders.delete(text);
      this.#holders.set(text, known);
      return;
    }
    const holder = new DatabaseSync(location);
    try {
      holder.prepare("SELECT count(*) FROM sqlite_master").get();
    } catch {
      // An unreadable file is recovery's business; it needs no holder.
      holder.close();
      return;
    }
    this.#holders.set(text, holder);
    if (this.#store.folder === null) this.#locations.add(location);
    if (this.#holders.size > this.#holdersMax) {
      this.#closeHolder(this.#holders.keys().next().value!);
    }
  }

  #closeHolder(text: string): void {
    this.#holders.get(text)?.close();
    this.#holders.delete(text);
  }
}
