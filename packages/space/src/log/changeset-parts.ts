/**
 * Changesets that are too large for the row of their commit, in parts.
 *
 * ```text
 * add part 0, 1, 2 …, each in a transaction of its own     nothing refers to them yet
 * the commit: its record names them, `keep` notes the import, in one transaction
 * ```
 *
 * So a commit of any size holds the writing thread up no longer than one of its parts. What a crash
 * leaves without a commit is dropped at the next start, a few parts at a time.
 */

import { setImmediate } from "node:timers/promises";
import { StoreFailedError } from "../errors.ts";
import type { SpaceStore } from "../store/space-store.ts";
import type { ChangesetParts } from "./record.ts";

/** Parts that are dropped in one turn. */
const DROPPED_AT_ONCE = 8;
/** The mode of SQLite in which a write-ahead log is synced when it is brought into the main file. */
const NORMAL = 1;

/** `_cf_part` and `_cf_import` within an open store. */
export class ChangesetPartTable {
  readonly #store: SpaceStore;
  #last: number | undefined;
  /** Imports whose commit is still to come. */
  readonly #atWork = new Set<number>();

  constructor(store: SpaceStore) {
    this.#store = store;
  }

  /** A number for an import that begins. */
  begin(): number {
    this.#last ??= this.#store.get<{ last: number }>(
      `SELECT max(coalesce((SELECT max(import) FROM _cf_part), 0),
                  coalesce((SELECT max(number) FROM _cf_import), 0)) AS last`,
    )!.last;
    this.#atWork.add(++this.#last);
    return this.#last;
  }

  /**
   * Stores one part of an import, in a transaction of its own. It is not synced: nothing refers to it
   * yet, and the commit that does syncs the write-ahead log that holds both.
   */
  add(number: number, part: number, changeset: Uint8Array): void {
    const { database } = this.#store;
    const { synchronous } = this.#store.get<{ synchronous: number }>("PRAGMA main.synchronous")!;
    if (synchronous > NORMAL) database.exec(`PRAGMA main.synchronous = ${NORMAL}`);
    try {
      this.#store.run(
        "INSERT INTO _cf_part (import, part, changeset) VALUES (?, ?, ?)",
        BigInt(number),
        BigInt(part),
        changeset,
      );
    } finally {
      database.exec(`PRAGMA main.synchronous = ${synchronous}`);
    }
  }

  /** Makes an import's parts those of commit `seq`, within the transaction of the commit. */
  keep(parts: ChangesetParts, seq: number): void {
    this.#store.run(
      "INSERT INTO _cf_import (number, seq, size_bytes) VALUES (?, ?, ?)",
      BigInt(parts.import),
      BigInt(seq),
      BigInt(parts.sizeBytes),
    );
  }

  /** Ends an import: what it stored and no commit keeps is dropped. */
  async end(number: number): Promise<void> {
    this.#atWork.delete(number);
    await this.dropUnused();
  }

  /** The parts of a commit in order, read one by one. Iterating throws `StoreFailedError`. */
  of({ import: number, count }: ChangesetParts): Iterable<Uint8Array> {
    const read = (part: number) => {
      const row = this.#store.get<{ changeset: Uint8Array }>(
        "SELECT changeset FROM _cf_part WHERE import = ? AND part = ?",
        BigInt(number),
        BigInt(part),
      );
      if (row !== undefined) return row.changeset;
      throw new StoreFailedError(`read part ${part} of ${count} of import ${number}`, "it is gone");
    };
    return {
      *[Symbol.iterator]() {
        for (let part = 0; part < count; part++) yield read(part);
      },
    };
  }

  /** Forgets the imports of commits up to `seq`; {@linkcode dropUnused} then drops their parts. */
  prune(seq: number): void {
    this.#store.run("DELETE FROM _cf_import WHERE seq <= ?", BigInt(seq));
  }

  /** Drops the parts of no commit, but for those of the imports that are at work. */
  async dropUnused(): Promise<void> {
    const unused = this.#store.all<{ number: number }>(
      "SELECT DISTINCT import AS number FROM _cf_part WHERE import NOT IN (SELECT number FROM _cf_import)",
    );
    for (const { number } of unused) if (!this.#atWork.has(number)) await this.#drop(number);
  }

  async #drop(number: number): Promise<void> {
    while (this.#store.isOpen && this.#has(number)) {
      this.#store.run(
        `DELETE FROM _cf_part WHERE import = ?1 AND part IN (
           SELECT part FROM _cf_part WHERE import = ?1 ORDER BY part DESC LIMIT ${DROPPED_AT_ONCE})`,
        BigInt(number),
      );
      await setImmediate();
    }
  }

  #has(number: number): boolean {
    const sql = "SELECT 1 FROM _cf_part WHERE import = ? LIMIT 1";
    return this.#store.get(sql, BigInt(number)) !== undefined;
  }
}
