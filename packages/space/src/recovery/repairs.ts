/** The record of repairs: what was found and done, kept in the space's store and counted. */

import type { SpaceStore } from "../store/space-store.ts";

/** What a repair did. */
export type RepairAction = "redo" | "undo" | "rebuild" | "quarantine" | "snapshot";

/** One repair. */
export interface Repair {
  /** Counts up within a space. */
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** The handle's id, with the scope in front unless it is the space's. */
  readonly database: string;
  readonly action: RepairAction;
  readonly detail: string;
}

/** Repairs of one space. */
export class RepairJournal {
  readonly #store: SpaceStore;
  readonly #onRepair: (repair: Repair) => void;
  /** Repairs since the space was opened, by action. */
  readonly counts: Record<RepairAction, number> = {
    redo: 0,
    undo: 0,
    rebuild: 0,
    quarantine: 0,
    snapshot: 0,
  };

  constructor(store: SpaceStore, onRepair: (repair: Repair) => void) {
    this.#store = store;
    this.#onRepair = onRepair;
  }

  add(repair: Omit<Repair, "number">): void {
    this.counts[repair.action]++;
    const { number } = this.#store.get<{ number: number }>(
      `INSERT INTO _cf_repair (time, database, action, detail) VALUES (?, ?, ?, ?)
       RETURNING number`,
      BigInt(repair.time),
      repair.database,
      repair.action,
      repair.detail,
    )!;
    this.#onRepair({ number, ...repair });
  }

  /** The newest repairs, newest first. */
  list(max = 100): Repair[] {
    return this.#store.all<Repair>(
      "SELECT number, time, database, action, detail FROM _cf_repair ORDER BY number DESC LIMIT ?",
      BigInt(max),
    ).map((row) => ({ ...row }));
  }
}
