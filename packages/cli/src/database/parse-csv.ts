/** Reads comma-separated values (RFC 4180): quoted fields, doubled quotes, line breaks in quotes. */

import { BYTES_FIELD } from "./sql-text.ts";

/** What a field holds. */
export type CsvValue = string | Uint8Array | null;

/**
 * The records of a text. Of the fields without quotes an empty one is `null` and `x'00ff'` is bytes;
 * all others are texts.
 * Throws `RangeError` for a quote that is never closed.
 */
export function parseCsv(text: string): CsvValue[][] {
  const records: CsvValue[][] = [];
  let record: CsvValue[] = [];
  for (let at = 0; at < text.length;) {
    const field = text[at] === '"' ? quotedField(text, at) : plainField(text, at);
    record.push(field.value);
    at = field.end;
    if (text[at] === ",") {
      at++;
      // A comma at the very end is followed by one more empty field.
      if (at === text.length) record.push(null);
      else continue;
    }
    while (text[at] === "\r") at++;
    if (text[at] === "\n") at++;
    records.push(record);
    record = [];
  }
  return records;
}

interface Field {
  readonly value: CsvValue;
  /** Where the comma or line break after it stands. */
  readonly end: number;
}

function plainField(text: string, start: number): Field {
  let end = start;
  while (end < text.length && !",\r\n".includes(text[end]!)) end++;
  const value = text.slice(start, end);
  const bytes = BYTES_FIELD.exec(value)?.[1];
  if (bytes !== undefined) return { value: Uint8Array.fromHex(bytes), end };
  return { value: value === "" ? null : value, end };
}

function quotedField(text: string, start: number): Field {
  let value = "";
  for (let at = start + 1;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) throw new RangeError(`Cannot read CSV: the quote at ${start} is never closed`);
    value += text.slice(at, quote);
    if (text[quote + 1] !== '"') return { value, end: quote + 1 };
    value += '"';
    at = quote + 2;
  }
}
