/** The commit log of a space: appending, reading a range, finding a time, checking the chain. */

import { createHash } from "node:crypto";
import type { SpaceStore } from "../store/space-store.ts";
import { ChangesetPartTable } from "./changeset-parts.ts";
import {
  chainHash,
  changesetDigest,
  decodeRecord,
  encodeRecord,
  genesisHash,
  type LogRecord,
} from "./record.ts";

/** The newest record of a log; seq 0 with the genesis hash when there is none. */
export interface LogHead {
  readonly seq: number;
  readonly time: number;
  readonly hash: Uint8Array;
}

/** One stored row of the log. */
export interface LogEntry {
  readonly record: LogRecord;
  /** `null` when no row changed, and where the changeset lies in parts. */
  readonly changeset: Uint8Array | null;
  /** What changed, to be applied in order; each is read when it is asked for. */
  readonly changesets: Iterable<Uint8Array>;
  readonly hash: Uint8Array;
}

/** Where a chain breaks. */
export interface LogProblem {
  readonly seq: number;
  readonly problem: string;
}

/** What {@linkcode CommitLog.append} stores besides the record. */
export interface AppendOptions {
  readonly session: number | null;
  readonly database: number | null;
  readonly changeset: Uint8Array | null;
}

interface Row {
  readonly seq: number;
  readonly record: string;
  readonly changeset: Uint8Array | null;
  readonly hash: Uint8Array;
}

const COLUMNS = "seq, record, changeset, hash";

/** The log within an open store. The caller holds the transaction. */
export class CommitLog {
  /** Changesets that are too large for the row of their commit. */
  readonly parts: ChangesetPartTable;
  readonly #store: SpaceStore;
  #head: LogHead;

  constructor(store: SpaceStore) {
    this.#store = store;
    this.parts = new ChangesetPartTable(store);
    this.#head = this.#readHead();
  }

  get head(): LogHead {
    return this.#head;
  }

  /** The oldest commit still in the log; one past the newest when the log is empty. */
  get first(): number {
    return Number(this.#store.meta("pruned_seq")) + 1;
  }

  /**
   * Appends `record`, whose `seq` must be the next one, and returns its hash. Rolling back the
   * transaction must be followed by {@linkcode reload}.
   */
  append(record: LogRecord, options: AppendOptions): Uint8Array {
    const text = encodeRecord(record);
    const hash = chainHash(this.#head.hash, text);
    this.#store.run(
      `INSERT INTO _cf_log (seq, time, session, local, database, record, changeset, hash)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      BigInt(record.seq),
      BigInt(record.time),
      options.session === null ? null : BigInt(options.session),
      record.local === undefined ? null : BigInt(record.local),
      options.database === null ? null : BigInt(options.database),
      text,
      options.changeset === null || options.changeset.length === 0 ? null : options.changeset,
      hash,
    );
    this.#head = { seq: record.seq, time: record.time, hash };
    return hash;
  }

  /** Takes the head from the file again, after a rollback or a failed commit. */
  reload(): void {
    this.#head = this.#readHead();
  }

  read(seq: number): LogEntry | undefined {
    const row = this.#store.get<Row>(`SELECT ${COLUMNS} FROM _cf_log WHERE seq = ?`, BigInt(seq));
    return row === undefined ? undefined : this.#toEntry(row);
  }

  /** Records after `after` up to and including `to`, oldest first, a bounded batch at a time. */
  *range(after: number, to: number = this.#head.seq): Generator<LogEntry> {
    for (let at = after; at < to;) {
      const rows = this.#store.all<Row>(
        `SELECT ${COLUMNS} FROM _cf_log WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT 256`,
        BigInt(at),
        BigInt(to),
      );
      if (rows.length === 0) return;
      for (const row of rows) yield this.#toEntry(row);
      at = rows.at(-1)!.seq;
    }
  }

  /** Records of one pattern database after `after`, oldest first. */
  *ofDatabase(database: number, after: number): Generator<LogEntry> {
    for (let at = after;;) {
      const rows = this.#store.all<Row>(
        `SELECT ${COLUMNS} FROM _cf_log WHERE database = ? AND seq > ? ORDER BY seq LIMIT 64`,
        BigInt(database),
        BigInt(at),
      );
      for (const row of rows) yield this.#toEntry(row);
      if (rows.length < 64) return;
      at = rows.at(-1)!.seq;
    }
  }

  /** The newest commit at or before `time`; 0 when all are later. Times never run backwards. */
  seqAtTime(time: number): number {
    let low = this.first - 1;
    let high = this.#head.seq;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      const row = this.#store.get<{ time: number }>(
        "SELECT time FROM _cf_log WHERE seq = ?",
        BigInt(middle),
      );
      if (row !== undefined && row.time <= time) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Walks the whole chain and yields each place where it does not hold. */
  *verify(): Generator<LogProblem> {
    let expected = this.first;
    let previous = this.#hashBefore(expected);
    for (let at = expected - 1;;) {
      const rows = this.#store.all<Row>(
        `SELECT ${COLUMNS} FROM _cf_log WHERE seq > ? ORDER BY seq LIMIT 256`,
        BigInt(at),
      );
      if (rows.length === 0) return;
      for (const row of rows) {
        const problem = this.#checkRow(row, expected, previous);
        if (problem !== undefined) yield { seq: row.seq, problem };
        previous = row.hash;
        expected = row.seq + 1;
      }
      at = rows.at(-1)!.seq;
    }
  }

  /** Commits to a database after `after`, at most so many, and the bytes of their changesets. */
  extentOf(
    database: number,
    after: number,
    commitsMax = -1,
  ): { readonly commits: number; readonly bytes: number } {
    const { commits, bytes } = this.#store.get<{ commits: number; bytes: number }>(
      `SELECT count(*) AS commits,
         coalesce(sum(coalesce(length(changeset), 0) + coalesce(size_bytes, 0)), 0) AS bytes
       FROM (SELECT changeset, size_bytes FROM _cf_log LEFT JOIN _cf_import USING (seq)
             WHERE database = ? AND seq > ? LIMIT ?)`,
      BigInt(database),
      BigInt(after),
      BigInt(commitsMax),
    )!;
    return { commits, bytes };
  }

  #toEntry({ record: text, changeset, hash }: Row): LogEntry {
    const record = decodeRecord(text);
    const parts = record.database?.parts;
    const changesets = parts === undefined
      ? changeset === null ? [] : [changeset]
      : this.parts.of(parts);
    return { record, changeset, changesets, hash };
  }

  #checkRow(row: Row, expected: number, previous: Uint8Array): string | undefined {
    if (row.seq !== expected) return `commit ${expected} is missing`;
    if (!sameBytes(chainHash(previous, row.record), row.hash)) {
      return "its hash does not follow from its record and the one before";
    }
    let entry: LogEntry;
    try {
      entry = this.#toEntry(row);
    } catch {
      return "its record is not readable";
    }
    const { record } = entry;
    if (record.seq !== row.seq) return `its record says it is commit ${record.seq}`;
    return isWhole(entry) ? undefined : "its changeset was altered";
  }

  #hashBefore(seq: number): Uint8Array {
    if (seq === 1) return genesisHash(this.#store.space);
    return this.#store.meta("pruned_hash") as Uint8Array;
  }

  #readHead(): LogHead {
    const row = this.#store.get<{ seq: number; time: number; hash: Uint8Array }>(
      "SELECT seq, time, hash FROM _cf_log ORDER BY seq DESC LIMIT 1",
    );
    if (row !== undefined) return row;
    const first = this.first;
    return { seq: first - 1, time: 0, hash: this.#hashBefore(first) };
  }
}

/** Whether the rows that a commit changed are those that its record vouches for. */
function isWhole({ record, changeset, changesets }: LogEntry): boolean {
  const wanted = record.database?.changeset ?? "";
  if (record.database?.parts === undefined) {
    return changesetDigest(changeset ?? new Uint8Array()) === wanted;
  }
  const hash = createHash("sha256");
  try {
    for (const part of changesets) hash.update(part);
  } catch {
    return false;
  }
  return hash.digest("hex") === wanted;
}

/** Whether two byte arrays are equal. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
