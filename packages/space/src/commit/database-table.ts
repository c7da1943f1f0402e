/**
 * The pattern databases that a space knows, and which commit last wrote each.
 *
 * The last commit of a database is found in the log. `_cf_database` holds it too, as of when the row
 * was last written, which is what counts once the log before that has been pruned.
 */

import type { DatabaseKey, ScopeKey } from "@cf/protocol";
import { databaseKeyText } from "../store/layout.ts";
import type { SpaceStore } from "../store/space-store.ts";

/**
 * `live`: in use. `quarantined`: its file belongs to another history, and is left untouched.
 * `trashed`: deleted, its files wait in the trash. `removed`: they are gone.
 */
export type DatabaseState = "live" | "quarantined" | "trashed" | "removed";

/** One pattern database as the log has it. */
export interface DatabaseEntry {
  readonly number: number;
  readonly key: DatabaseKey;
  /** The last commit that wrote to it, and that commit's hash. */
  readonly seq: number;
  readonly hash: Uint8Array;
  readonly state: DatabaseState;
  /** When it was deleted, milliseconds since 1970, while it is in the trash. */
  readonly trashedAt?: number;
}

interface Row {
  readonly trashed_at: number | null;
  readonly number: number;
  readonly id: string;
  readonly scope: ScopeKey;
  readonly seq: number;
  readonly hash: Uint8Array;
  readonly state: DatabaseState;
}

/** `_cf_database`, cached. The caller holds the transaction. */
export class DatabaseTable {
  readonly #store: SpaceStore;
  /** Those that are not in the trash. */
  readonly #entries = new Map<string, DatabaseEntry>();
  #trashed: DatabaseEntry[] = [];
  #numberMax = 0;

  constructor(store: SpaceStore) {
    this.#store = store;
    this.reload();
  }

  get(key: DatabaseKey): DatabaseEntry | undefined {
    return this.#entries.get(databaseKeyText(key));
  }

  /** All databases, those in the trash last. */
  list(): DatabaseEntry[] {
    return [...this.#entries.values(), ...this.#trashed];
  }

  /**
   * The number of a database in the log, given to it if it has none. One that is made again after
   * it was deleted is another database.
   */
  numberOf(key: DatabaseKey): number {
    return this.get(key)?.number ?? this.#numberMax + 1;
  }

  /** Writes a database's row; `remember` it once the transaction is committed. */
  store(entry: DatabaseEntry): void {
    this.#store.run(
      `INSERT OR REPLACE INTO _cf_database (number, id, scope, seq, hash, state, trashed_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      BigInt(entry.number),
      entry.key.id,
      entry.key.scope,
      BigInt(entry.seq),
      entry.hash,
      entry.state,
      entry.trashedAt === undefined ? null : BigInt(entry.trashedAt),
    );
  }

  remember(entry: DatabaseEntry): void {
    this.#numberMax = Math.max(this.#numberMax, entry.number);
    this.#trashed = this.#trashed.filter(({ number }) => number !== entry.number);
    const text = databaseKeyText(entry.key);
    if (entry.state !== "trashed") {
      this.#entries.set(text, entry);
      return;
    }
    this.#trashed.push(entry);
    if (this.#entries.get(text)?.number === entry.number) this.#entries.delete(text);
  }

  /** Forgets a database whose files are gone for good. Its commits stay in the log. */
  remove({ number }: DatabaseEntry): void {
    this.#store.run("DELETE FROM _cf_snapshot WHERE database = ?", BigInt(number));
    this.#store.run("UPDATE _cf_database SET state = 'removed' WHERE number = ?", BigInt(number));
    this.#trashed = this.#trashed.filter((entry) => entry.number !== number);
  }

  /** Takes all from the store. */
  reload(): void {
    this.#entries.clear();
    this.#trashed = [];
    for (const row of this.#store.all<Row>("SELECT * FROM _cf_database ORDER BY number")) {
      const { number, id, scope, state } = row;
      this.#numberMax = Math.max(this.#numberMax, number);
      if (state === "removed") continue;
      const last = this.#store.get<{ seq: number; hash: Uint8Array }>(
        "SELECT seq, hash FROM _cf_log WHERE database = ? ORDER BY seq DESC LIMIT 1",
        BigInt(number),
      );
      const { seq, hash } = last !== undefined && last.seq > row.seq ? last : row;
      const trashed = row.trashed_at === null ? {} : { trashedAt: row.trashed_at };
      this.remember({ number, key: { id, scope }, seq, hash, state, ...trashed });
    }
  }
}
