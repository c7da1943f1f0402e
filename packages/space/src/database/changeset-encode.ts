/** Writes changesets of rows that are at hand, in the format that `changeset.ts` opens with. */

import { DELETE, INSERT, type StoredValue, TABLE, UPDATE } from "./changeset.ts";

const encoder = new TextEncoder();
/** A text of so many code units is shorter than 128 bytes, so that its length is one byte. */
const SHORT_TEXT = 42;

/** Rows that were added to one table. */
export interface InsertedRows {
  readonly table: string;
  /** Per column its place in the key from 1; 0 for the others. */
  readonly keyPlaces: readonly number[];
  /** Complete rows. */
  readonly rows: readonly (readonly StoredValue[])[];
}

/** The changeset of inserts, as a session would have recorded them. */
export function encodeInserts({ table, keyPlaces, rows }: InsertedRows): Uint8Array {
  const writer = new Writer();
  writer.header(table, keyPlaces);
  for (const row of rows) writer.record(INSERT, row);
  return writer.written;
}

/** A row before and after; the two have the same key. */
export interface RowPair {
  readonly old: readonly StoredValue[] | null;
  readonly new: readonly StoredValue[] | null;
}

/** Complete rows of one table before and after. */
export interface ChangedRows extends Omit<InsertedRows, "rows"> {
  readonly pairs: readonly RowPair[];
}

/** The changeset of any changes; empty when no row differs. */
export function encodeChanges({ table, keyPlaces, pairs }: ChangedRows): Uint8Array {
  const writer = new Writer();
  let isEmpty = true;
  for (const { old, new: fresh } of pairs) {
    const differs = (_: unknown, i: number) => !isSame(old![i], fresh![i]);
    if (old !== null && fresh !== null && !old.some(differs)) continue;
    if (isEmpty) writer.header(table, keyPlaces);
    isEmpty = false;
    if (old === null) writer.record(INSERT, fresh!);
    else if (fresh === null) writer.record(DELETE, old);
    else {
      const changed = old.map(differs);
      writer.record(UPDATE, [
        ...old.map((value, i) => changed[i] || keyPlaces[i]! > 0 ? value : undefined),
        ...fresh.map((value, i) => changed[i] ? value : undefined),
      ]);
    }
  }
  return writer.written;
}

function isSame(a: StoredValue, b: StoredValue): boolean {
  if (Object.is(a, b)) return true;
  return a instanceof Uint8Array && b instanceof Uint8Array && a.length === b.length &&
    a.every((byte, i) => byte === b[i]);
}

/** Bytes that grow as they are written. */
class Writer {
  #bytes = new Uint8Array(256);
  #view = new DataView(this.#bytes.buffer);
  #at = 0;

  get written(): Uint8Array {
    return this.#bytes.slice(0, this.#at);
  }

  header(table: string, keyPlaces: readonly number[]): void {
    this.byte(TABLE);
    this.varint(keyPlaces.length);
    for (const place of keyPlaces) this.byte(place);
    this.text(table);
    this.byte(0);
  }

  record(op: number, fields: readonly StoredValue[]): void {
    this.byte(op);
    this.byte(0);
    for (const value of fields) this.field(value);
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#at++] = value;
  }

  varint(value: number): void {
    let divisor = 1;
    while (value / divisor >= 128) divisor *= 128;
    for (; divisor > 1; divisor /= 128) this.byte(Math.floor(value / divisor) % 128 + 128);
    this.byte(value % 128);
  }

  /** UTF-8, without a length. */
  text(value: string): void {
    this.#reserve(value.length * 3);
    this.#at += encoder.encodeInto(value, this.#bytes.subarray(this.#at)).written;
  }

  field(value: StoredValue): void {
    this.#reserve(9);
    switch (typeof value) {
      case "bigint":
        this.byte(1);
        this.#view.setBigInt64(this.#at, value);
        this.#at += 8;
        return;
      case "number":
        this.byte(2);
        this.#view.setFloat64(this.#at, value);
        this.#at += 8;
        return;
      case "string":
        return this.#textField(value);
      case "undefined":
        return this.byte(0);
      default:
        if (value === null) return this.byte(5);
        this.byte(4);
        this.varint(value.length);
        this.#reserve(value.length);
        this.#bytes.set(value, this.#at);
        this.#at += value.length;
    }
  }

  #textField(value: string): void {
    this.byte(3);
    if (value.length <= SHORT_TEXT) {
      // The length takes one byte, which is put in when it is known.
      const lengthAt = this.#at;
      this.byte(0);
      this.text(value);
      this.#bytes[lengthAt] = this.#at - lengthAt - 1;
      return;
    }
    const bytes = encoder.encode(value);
    this.varint(bytes.length);
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  #reserve(size: number): void {
    const needed = this.#at + size;
    if (needed <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    larger.set(this.#bytes.subarray(0, this.#at));
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }
}
