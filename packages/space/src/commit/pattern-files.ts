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

import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { DatabaseKey } from "@cf/protocol";
import { heldFilesBudget } from "../pool/descriptors.ts";
import { databaseFileName, databaseKeyText, SPACE_FILE } from "../store/layout.ts";
import type { SpaceStore } from "../store/space-store.ts";
import { trimLog } from "../store/wal.ts";

/** The schema name under which the writing connection has a pattern database. */
export const PATTERN_ALIAS = "pattern";

const CHECKPOINT_PAGES = 1000;
const LONG_LOG_BYTES = 4 << 20;

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
  #frozen = 0;
  /** Databases that another process is writing to. */
  readonly #reserved = new Set<string>();
  readonly #disturbed = new Set<string>();
  #checkpointing: Promise<void> | undefined;

  constructor(store: SpaceStore, options: { readonly holdersMax: number }) {
    this.#store = store;
    this.#holdersMax = store.folder === null ? Infinity : heldFilesBudget(options.holdersMax);
  }

  /** The name of a database's file within the space's folder. */
  name(key: DatabaseKey): string {
    return databaseFileName(key);
  }

  /** The path of a database's file, or the name of its memory file. */
  location(key: DatabaseKey): string {
    const name = databaseFileName(key);
    return this.#store.folder === null
      ? `${this.#memory}${name}?vfs=memdb`
      : join(this.#store.folder, name);
  }

  get inMemory(): boolean {
    return this.#store.folder === null;
  }

  /**
   * What another process opens to work on a database: the path of its file, or the content of one
   * in memory, if that is within `sizeBytesMax`. No transaction may be open.
   */
  image(key: DatabaseKey, sizeBytesMax: number): string | Uint8Array | undefined {
    if (this.#store.folder !== null) return this.location(key);
    this.attach(key);
    const { database } = this.#store;
    const sizeOf = (what: string) =>
      Number(database.prepare(`PRAGMA ${PATTERN_ALIAS}.${what}`).get()![what]);
    if (sizeOf("page_count") * sizeOf("page_size") > sizeBytesMax) return undefined;
    return database.serialize(PATTERN_ALIAS);
  }

  /** Forgets a database in memory with all that it holds. */
  drop(key: DatabaseKey): void {
    this.#closeHolder(databaseKeyText(key));
    this.#locations.delete(this.location(key));
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

  /**
   * Leaves a database to another process, which locks it: from here on no transaction of the space
   * has it attached, until it is given back.
   */
  reserve(key: DatabaseKey): void {
    this.#reserved.add(databaseKeyText(key));
    this.detachReserved();
  }

  giveBack(key: DatabaseKey): void {
    this.#reserved.delete(databaseKeyText(key));
  }

  /** To be called before a transaction begins, which would wait for the lock of the other process. */
  detachReserved(): void {
    if (this.#attached !== undefined && this.#reserved.has(this.#attached)) this.detach();
  }

  /** Detaches what is attached, leaving its file open in a holder. */
  detach(): void {
    if (this.#attached === undefined) return;
    if (this.#store.folder !== null) {
      const { file: location } = this.#attachedFile();
      if (existsSync(location)) this.#hold(this.#attached, location);
    }
    this.#detachNow();
  }

  /**
   * Brings a database's main file up to its write-ahead log. Returns whether all of it could be,
   * which a reader on an older state prevents.
   */
  checkpoint(key: DatabaseKey): boolean {
    const wal = statSync(`${this.location(key)}-wal`, { throwIfNoEntry: false });
    if (wal === undefined || wal.size === 0) return true;
    this.attach(key);
    return checkpointed(this.#store.database, PATTERN_ALIAS);
  }

  /**
   * Has another process bring a main file up to its log, if that is long; not while files are frozen.
   */
  checkpointElsewhere(key: DatabaseKey, checkpoint: (path: string) => Promise<unknown>): void {
    this.#checkpointElsewhere(this.location(key), checkpoint);
  }

  /** The same for the space's own file. */
  checkpointStoreElsewhere(checkpoint: (path: string) => Promise<unknown>): void {
    const { folder } = this.#store;
    if (folder !== null) this.#checkpointElsewhere(join(folder, SPACE_FILE), checkpoint);
  }

  /** Runs a transaction on the space's own file that brings it not up to its log, however long that is. */
  withoutCheckpoint(transaction: () => void): void {
    const { database } = this.#store;
    database.exec("PRAGMA wal_autocheckpoint = 0");
    try {
      transaction();
    } finally {
      if (this.#frozen === 0) database.exec(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    }
  }

  #checkpointElsewhere(path: string, checkpoint: (path: string) => Promise<unknown>): void {
    if (this.#store.folder === null || this.#frozen > 0) return;
    const size = statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
    if (size < LONG_LOG_BYTES) return;
    const made = Promise.all([this.#checkpointing, checkpoint(path).catch(() => {})]).then(() => {
      if (this.#checkpointing === made) this.#checkpointing = undefined;
    });
    this.#checkpointing = made;
  }

  /** While another process writes to a main file: resolves when it is done. Freeze none before. */
  get checkpointing(): Promise<void> | undefined {
    return this.#checkpointing;
  }

  /** Brings the space's own main file up to its write-ahead log. */
  checkpointStore(): boolean {
    return checkpointed(this.#store.database, "main");
  }

  /**
   * Gives back the room that a failed transaction took. A disk that refuses this too is as full as
   * before.
   */
  trimLogs(): void {
    const { database, folder } = this.#store;
    if (folder === null) return;
    try {
      trimLog(database, "main", join(folder, SPACE_FILE));
      if (this.#attached === undefined) return;
      const { file } = this.#attachedFile();
      if (existsSync(file)) trimLog(database, PATTERN_ALIAS, file);
    } catch {
      // The next transaction overwrites what is left.
    }
  }

  /**
   * From now on nothing writes to a main file: commits go to the write-ahead logs only. So the main
   * files can be copied at leisure, and stay as of this moment. Freezes nest. A repair does write;
   * see {@linkcode disturbed}.
   */
  freeze(): void {
    if (this.#frozen++ > 0) return;
    this.#disturbed.clear();
    this.#store.database.exec("PRAGMA wal_autocheckpoint = 0");
  }

  /** Whether a repair wrote to one of the files since they were frozen: then copies are void. */
  disturbed(keys: readonly DatabaseKey[]): boolean {
    return keys.some((key) => this.#disturbed.has(databaseKeyText(key)));
  }

  thaw(): void {
    if (--this.#frozen > 0 || !this.#store.isOpen) return;
    this.#store.database.exec(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    this.#evict();
  }

  /** Closes every connection of this process to a database's file, so that it can be replaced. */
  release(key: DatabaseKey): void {
    const text = databaseKeyText(key);
    if (this.#frozen > 0) this.#disturbed.add(text);
    if (this.#attached === text) this.#detachNow();
    if (this.#store.folder !== null) this.#closeHolder(text);
  }

  close(): void {
    if (this.#attached !== undefined) this.#detachNow();
    for (const text of [...this.#holders.keys()]) this.#closeHolder(text);
  }

  #attachedFile(): { readonly file: string } {
    return this.#store.get<{ file: string }>(
      "SELECT file FROM pragma_database_list WHERE name = ?",
      PATTERN_ALIAS,
    )!;
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
    this.#evict();
  }

  /** Closing a holder may checkpoint its file, so none is closed while files are frozen. */
  #evict(): void {
    while (this.#frozen === 0 && this.#holders.size > this.#holdersMax) {
      this.#closeHolder(this.#holders.keys().next().value!);
    }
  }

  #closeHolder(text: string): void {
    this.#holders.get(text)?.close();
    this.#holders.delete(text);
  }
}

function checkpointed(database: DatabaseSync, alias: string): boolean {
  const row = database.prepare(`PRAGMA ${alias}.wal_checkpoint(PASSIVE)`).get() as {
    busy: number;
    log: number;
    checkpointed: number;
  };
  return row.busy === 0 && row.log === row.checkpointed;
}
