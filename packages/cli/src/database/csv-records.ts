/**
 * Reads comma-separated values (RFC 4180) as they come: quoted fields, doubled quotes, line breaks in
 * quotes. No more than a record is kept.
 */

import { RowsProblem } from "./rows-problem.ts";
import { BYTES_FIELD } from "./sql-text.ts";

/** What a field holds. */
export type CsvValue = string | Uint8Array | null;

/** One record. */
export interface CsvRecord {
  /** Where it begins; the first line is 1. */
  readonly line: number;
  readonly values: CsvValue[];
  /** Whether the line holds nothing at all. */
  readonly isBlank: boolean;
}

/**
 * The records of a text. Of the fields without quotes an empty one is `null` and `x'00ff'` is bytes;
 * all others are texts. Throws `RowsProblem` for what is no CSV, with its line.
 */
export async function* csvRecords(
  chunks: AsyncIterable<string> | Iterable<string>,
): AsyncGenerator<CsvRecord> {
  let text = "";
  let line = 1;
  let enough = 0;
  for await (const chunk of chunks) {
    text += chunk;
    // A record that is longer than a chunk is looked at again only when there is twice as much.
    if (text.length < enough) continue;
    let at = 0;
    for (let found; (found = readRecord({ text, at, line, isLast: false })) !== undefined;) {
      yield found.record;
      line += breaksIn(text, at, found.end);
      at = found.end;
    }
    text = text.slice(at);
    enough = 2 * text.length;
  }
  for (let at = 0; at < text.length;) {
    const { record, end } = readRecord({ text, at, line, isLast: true })!;
    yield record;
    line += breaksIn(text, at, end);
    at = end;
  }
}

interface Place {
  readonly text: string;
  readonly at: number;
  readonly line: number;
  /** Whether nothing follows the text. */
  readonly isLast: boolean;
}

/** The record at a place, and where the next one begins; `undefined` if its end is not there yet. */
function readRecord(place: Place): { record: CsvRecord; end: number } | undefined {
  const { text, line, isLast } = place;
  const values: CsvValue[] = [];
  for (let { at } = place;;) {
    const isQuoted = text[at] === '"';
    const field = isQuoted ? quotedField(place, at) : plainField(text, at);
    if (field === undefined) return undefined;
    values.push(field.value);
    at = field.end;
    // What follows may still belong to it: a second quote, the second half of a line break.
    if (!isLast && at + 1 >= text.length) return undefined;
    const next = text[at];
    if (next === ",") {
      at++;
      continue;
    }
    if (isQuoted && next !== undefined && next !== "\r" && next !== "\n") {
      const where = line + breaksIn(text, place.at, at);
      throw new RowsProblem(`line ${where}: text follows a closing quote, and not a comma`);
    }
    if (next === "\r") at++;
    if (text[at] === "\n") at++;
    const isBlank = !isQuoted && values.length === 1 && values[0] === null;
    return { record: { line, values, isBlank }, end: at };
  }
}

interface Field {
  readonly value: CsvValue;
  /** Where the comma or line break after it stands. */
  readonly end: number;
}

const FIELD_END = /[,\r\n]/g;

function plainField(text: string, start: number): Field {
  FIELD_END.lastIndex = start;
  const end = FIELD_END.exec(text)?.index ?? text.length;
  const value = text.slice(start, end);
  const bytes = BYTES_FIELD.exec(value)?.[1];
  if (bytes !== undefined) return { value: Uint8Array.fromHex(bytes), end };
  return { value: value === "" ? null : value, end };
}

function quotedField({ text, line, at: from, isLast }: Place, start: number): Field | undefined {
  let value = "";
  for (let at = start + 1;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) {
      if (!isLast) return undefined;
      const where = line + breaksIn(text, from, start);
      throw new RowsProblem(`line ${where}: a quote is never closed`);
    }
    value += text.slice(at, quote);
    if (text[quote + 1] !== '"') return { value, end: quote + 1 };
    value += '"';
    at = quote + 2;
  }
}

function breaksIn(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = text.indexOf("\n", start); at >= 0 && at < end; at = text.indexOf("\n", at + 1)) {
    count++;
  }
  return count;
}
