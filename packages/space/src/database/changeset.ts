/**
 * The changeset: what a commit did to the rows of a pattern database.
 *
 * The bytes are SQLite's session format, so that other tools read them too:
 *
 * ```text
 * changeset = table*
 * table     = "T" varint(columns) byte(key position or 0){columns} name NUL  record*
 * record    = op(18 insert | 23 update | 9 delete) byte(indirect) row(old)? row(new)?
 * row       = field{columns}
 * field     = 0 (absent) | 1 int64 | 2 float64 | 3 varint text | 4 varint blob | 5 (null)
 * ```
 *
 * Integers are big-endian. An insert has `new`, a delete `old`, both complete; an update has the
 * key and the changed columns in `old`, and the changed columns in `new`. There is at most one
 * record per row: the difference between before and after. Generated columns have no field. The
 * changesets of several tables are concatenated.
 */

import { ChangesetMismatchError } from "./errors.ts";

/** A stored value: `bigint` for INTEGER, `number` for REAL; `undefined` for an absent field. */
export type StoredValue = null | bigint | number | string | Uint8Array | undefined;

/** One record. `old` and `new` have a field per stored column. */
export interface ChangedRow {
  readonly table: string;
  /** Whether each column is part of the key. */
  readonly key: readonly boolean[];
  readonly op: "insert" | "update" | "delete";
  readonly old: readonly StoredValue[] | null;
  readonly new: readonly StoredValue[] | null;
}

/** The first byte of a record, or of a table's header. */
export const INSERT = 18;
export const UPDATE = 23;
export const DELETE = 9;
export const TABLE = 0x54;

// A byte order mark is a character of the text that begins with it.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const strictDecoder = new TextDecoder("utf-8", { fatal: true });

/** The records of `changeset`. Throws `ChangesetMismatchError` when the bytes are damaged. */
export function decodeChangeset(changeset: Uint8Array): ChangedRow[] {
  const rows: ChangedRow[] = [];
  const reader = new Reader(changeset);
  let table = "";
  let key: readonly boolean[] = [];
  while (!reader.done) {
    const op = reader.byte();
    if (op === TABLE) {
      const flags = reader.bytes(reader.varint());
      key = [...flags].map((flag) => flag !== 0);
      table = reader.name();
      continue;
    }
    reader.byte();
    if (op === INSERT) {
      rows.push({ table, key, op: "insert", old: null, new: reader.row(key.length) });
    } else if (op === DELETE) {
      rows.push({ table, key, op: "delete", old: reader.row(key.length), new: null });
    } else if (op === UPDATE) {
      const old = reader.row(key.length);
      rows.push({ table, key, op: "update", old, new: reader.row(key.length) });
    } else {
      throw new ChangesetMismatchError(`unknown record ${op} at byte ${reader.at - 2}`);
    }
  }
  return rows;
}

/** Whether a row after the change holds text that is no UTF-8, which no changeset can bring back. */
export function makesInvalidText(changeset: Uint8Array): boolean {
  const reader = new Reader(changeset);
  let columns = 0;
  while (!reader.done) {
    const op = reader.byte();
    if (op === TABLE) {
      columns = reader.varint();
      reader.bytes(columns);
      reader.name();
      continue;
    }
    reader.byte();
    const first = reader.slices(columns);
    const fresh = op === INSERT ? first : op === UPDATE ? reader.slices(columns) : [];
    if (fresh.some(isInvalidText)) return true;
  }
  return false;
}

function isInvalidText(field: Uint8Array): boolean {
  const reader = new Reader(field);
  if (reader.byte() !== 3) return false;
  try {
    strictDecoder.decode(reader.bytes(reader.varint()));
    return false;
  } catch {
    return true;
  }
}

/** The changeset that undoes `changeset`. */
export function invertChangeset(changeset: Uint8Array): Uint8Array {
  const reader = new Reader(changeset);
  const parts: Uint8Array[] = [];
  let key: readonly boolean[] = [];
  while (!reader.done) {
    const start = reader.at;
    const op = reader.byte();
    if (op === TABLE) {
      key = [...reader.bytes(reader.varint())].map((flag) => flag !== 0);
      reader.name();
      parts.push(changeset.subarray(start, reader.at));
      continue;
    }
    const indirect = reader.byte();
    const first = reader.slices(key.length);
    if (op === INSERT || op === DELETE) {
      parts.push(Uint8Array.of(op === INSERT ? DELETE : INSERT, indirect), ...first);
    } else if (op === UPDATE) {
      const second = reader.slices(key.length);
      const old = first.map((field, i) => key[i] ? field : second[i]!);
      const fresh = first.map((field, i) => key[i] ? second[i]! : field);
      parts.push(Uint8Array.of(UPDATE, indirect), ...old, ...fresh);
    } else {
      throw new ChangesetMismatchError(`unknown record ${op} at byte ${start}`);
    }
  }
  return concatenate(parts);
}

/** The bytes of `parts`, one after another. */
export function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

class Reader {
  at = 0;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get done(): boolean {
    return this.at >= this.#bytes.length;
  }

  byte(): number {
    if (this.done) throw new ChangesetMismatchError("it ends in the middle of a record");
    return this.#bytes[this.at++]!;
  }

  bytes(size: number): Uint8Array {
    if (this.at + size > this.#bytes.length) {
      throw new ChangesetMismatchError("it ends in the middle of a record");
    }
    this.at += size;
    return this.#bytes.subarray(this.at - size, this.at);
  }

  /** SQLite's variable-length integer: seven bits a byte, high bits first. */
  varint(): number {
    let value = 0;
    for (let i = 0; i < 9; i++) {
      const byte = this.byte();
      value = value * 128 + (byte & 0x7f);
      if (byte < 0x80) return value;
    }
    throw new ChangesetMismatchError("a length is damaged");
  }

  name(): string {
    const end = this.#bytes.indexOf(0, this.at);
    if (end < 0) throw new ChangesetMismatchError("a table name has no end");
    const text = decoder.decode(this.#bytes.subarray(this.at, end));
    this.at = end + 1;
    return text;
  }

  row(columns: number): StoredValue[] {
    const row: StoredValue[] = [];
    for (let i = 0; i < columns; i++) row.push(this.#field());
    return row;
  }

  slices(columns: number): Uint8Array[] {
    const slices: Uint8Array[] = [];
    for (let i = 0; i < columns; i++) {
      const start = this.at;
      const type = this.byte();
      if (type === 1 || type === 2) this.bytes(8);
      else if (type === 3 || type === 4) this.bytes(this.varint());
      slices.push(this.#bytes.subarray(start, this.at));
    }
    return slices;
  }

  #field(): StoredValue {
    const type = this.byte();
    switch (type) {
      case 0:
        return undefined;
      case 1:
        this.bytes(8);
        return this.#view.getBigInt64(this.at - 8);
      case 2:
        this.bytes(8);
        return this.#view.getFloat64(this.at - 8);
      case 3:
        return decoder.decode(this.bytes(this.varint()));
      case 4:
        return this.bytes(this.varint()).slice();
      case 5:
        return null;
      default:
        throw new ChangesetMismatchError(`unknown type ${type} at byte ${this.at - 1}`);
    }
  }
}
