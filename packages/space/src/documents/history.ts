/**
 * Documents as they were: the value at an earlier commit, and who wrote what since a commit.
 *
 * `_cf_version` lists the commits that touched a document, some of them with the whole value.
 * A past value is the nearest whole value at or before it (a stored one, or a `set` in the log),
 * plus the operations of the commits after that.
 */

import { applyOperation, type ScopeKey } from "@cf/protocol";
import type { Json } from "@cf/utils";
import { NoSuchStateError } from "../errors.ts";
import type { CommitLog } from "../log/commit-log.ts";
import type { LogRecord, ResolvedOperation } from "../log/record.ts";
import type { SpaceStore } from "../store/space-store.ts";

/** A document instance, resolved. */
export interface DocumentName {
  readonly key: string;
  readonly id: string;
  readonly scope: ScopeKey;
}

/** A past value; `seq` is the commit that made it, 0 if the document was not written by then. */
export interface PastValue {
  readonly seq: number;
  readonly value: Json | undefined;
}

interface VersionRow {
  readonly seq: number;
  readonly value: string | null;
}

/** Reads the past of documents. The document store must have been flushed. */
export class DocumentHistory {
  readonly #store: SpaceStore;
  readonly #log: CommitLog;

  constructor(store: SpaceStore, log: CommitLog) {
    this.#store = store;
    this.#log = log;
  }

  /** The oldest commit as of which documents are known: the log before it has been pruned. */
  get first(): number {
    return this.#log.first - 1;
  }

  /** The value of a document as of commit `seq`. Throws {@linkcode NoSuchStateError}. */
  valueAt(name: DocumentName, seq: number): PastValue {
    const { first } = this;
    const last = this.#log.head.seq;
    if (seq < first || seq > last) throw new NoSuchStateError(seq, { first, last });
    const steps: ResolvedOperation[][] = [];
    let newest = 0;
    let value: Json | undefined;
    for (const version of this.#versionsDown(name, seq)) {
      newest ||= version.seq;
      if (version.value !== null) {
        value = JSON.parse(version.value) as Json;
        break;
      }
      const record = this.#log.read(version.seq)?.record;
      if (record === undefined) break;
      const operations = operationsOn(record, name.key);
      steps.push(operations);
      if (operations.some(({ operation }) => isWhole(operation.op))) break;
    }
    for (const operations of steps.reverse()) {
      for (const { operation } of operations) value = applyOperation(value, operation);
    }
    return { seq: newest, value };
  }

  /**
   * The records after `seq` that touched a document, oldest first: those the flushed history
   * lists, then `unflushed`.
   */
  *writesSince(
    name: DocumentName,
    seq: number,
    unflushed: readonly number[],
  ): Generator<LogRecord> {
    const rows = this.#store.all<{ seq: number }>(
      "SELECT seq FROM _cf_version WHERE id = ? AND scope = ? AND seq > ? ORDER BY seq",
      name.id,
      name.scope,
      BigInt(seq),
    );
    for (const touched of [...rows.map((row) => row.seq), ...unflushed]) {
      const entry = this.#log.read(touched);
      if (entry !== undefined) yield entry.record;
    }
  }

  *#versionsDown(name: DocumentName, from: number): Generator<VersionRow> {
    for (let at = from + 1;;) {
      const rows = this.#store.all<VersionRow>(
        `SELECT seq, value FROM _cf_version WHERE id = ? AND scope = ? AND seq < ?
         ORDER BY seq DESC LIMIT 32`,
        name.id,
        name.scope,
        BigInt(at),
      );
      yield* rows;
      if (rows.length < 32) return;
      at = rows.at(-1)!.seq;
    }
  }
}

/** The operations of a record on one document. */
export function operationsOn(record: LogRecord, key: string): ResolvedOperation[] {
  return record.operations.filter((operation) => operation.key === key);
}

function isWhole(op: string): boolean {
  return op === "set" || op === "delete";
}
