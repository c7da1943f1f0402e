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
 * `trashed`: deleted, its files wait in the trash.
 */
export type DatabaseState = "live" | "quarantined" | "trashed";

/** One pattern database as the log has it. */
export interface DatabaseEntry {
  readonly number: number;
  readonly key: DatabaseKey;
  /** The last commit that wrote to it, and that commit's hash. */
  readonly seq: number;
  readonly hash: Uint8Array;
  readonly state: DatabaseState;
}

interface Row {
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
  readonly #entries = new Map<string, DatabaseEntry>();

  constructor(store: SpaceStore) {
    this.#store = store;
    this.reload();
  }

  get(key: DatabaseKey): DatabaseEntry | undefined {
    return this.#entries.get(databaseKeyText(key));
  }

  list(): DatabaseEntry[] {
    return [...this.#entries.values()];
  }

  /** The number of a database in the log, given to it if it has none. */
  numberOf(key: DatabaseKey): number {
    return this.get(key)?.number ?? this.#entries.size + 1;
  }

  /** Writes a database's row; `remember` it once the transaction is committed. */
  store(entry: DatabaseEntry): void {
    this.#store.run(
      `INSERT INTO _cf_database (number, id, scope, seq, hash, state) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (number) DO UPDATE
       SET seq = excluded.seq, hash = excluded.hash, state = excluded.state`,
      BigInt(entry.number),
      entry.key.id,
      entry.key.scope,
      BigInt(entry.seq),
      entry.hash,
      entry.state,
    );
  }

  remember(entry: DatabaseEntry): void {
    this.#entries.set(databaseKeyText(entry.key), entry);
  }

  /** Takes all from the store. */
  reload(): void {
    this.#entries.clear();
    for (const row of this.#store.all<Row>("SELECT * FROM _cf_database ORDER BY number")) {
      const { number, id, scope, state } = row;
      const last = this.#store.get<{ seq: number; hash: Uint8Array }>(
        "SELECT seq, hash FROM _cf_log WHERE database = ? ORDER BY seq DESC LIMIT 1",
        BigInt(number),
      );
      const { seq, hash } = last !== undefined && last.seq > row.seq ? last : row;
      this.remember({ number, key: { id, scope }, seq, hash, state });
    }
  }
}
