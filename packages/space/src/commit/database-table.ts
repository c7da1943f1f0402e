/** The pattern databases that a space knows, and which commit last wrote each. */

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

  /** Records a database's last commit; `remember` it once the transaction is committed. */
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
      const { number, id, scope, seq, hash, state } = row;
      this.remember({ number, key: { id, scope }, seq, hash, state });
    }
  }
}
