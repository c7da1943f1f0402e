/** The databases whose handles one group deletes: marked in its transaction, named in the log. */

import type { JsonObject } from "@cf/utils";
import type { ResolvedOperation } from "../log/record.ts";
import type { DatabaseEntry, DatabaseTable } from "./database-table.ts";

/** Deletions of one group. */
export class Tombstones {
  readonly #databases: DatabaseTable;
  #deleted: readonly DatabaseEntry[] = [];

  constructor(databases: DatabaseTable) {
    this.#databases = databases;
  }

  /** What was deleted, as of the last commit of the group. */
  get deleted(): readonly DatabaseEntry[] {
    return this.#deleted;
  }

  /** Marks the databases whose handles `operations` delete, and returns what the record says. */
  mark(operations: readonly ResolvedOperation[], time: number): JsonObject | undefined {
    const deletes = operations.filter(({ operation }) => operation.op === "delete");
    if (deletes.length === 0) return undefined;
    const keys = new Map(deletes.map(({ key, id, scope }) => [key, { id, scope }]));
    this.#deleted = [...keys.values()].flatMap((key) => this.#databases.get(key) ?? [])
      .map((entry): DatabaseEntry => ({ ...entry, state: "trashed", trashedAt: time }));
    if (this.#deleted.length === 0) return undefined;
    for (const entry of this.#deleted) this.#databases.store(entry);
    const named = this.#deleted.map(({ number, key }) => ({ number, ...key }));
    return { kind: "databases-deleted", databases: named };
  }

  /** With the last commit of this very group, if there was one before the deletion. */
  remember(): void {
    this.#deleted = this.#deleted.map((entry) => {
      const { seq, hash } = this.#databases.get(entry.key) ?? entry;
      const trashed = { ...entry, seq, hash };
      this.#databases.remember(trashed);
      return trashed;
    });
  }

  /** Forgets them: the group was rolled back. */
  clear(): void {
    this.#deleted = [];
  }
}
