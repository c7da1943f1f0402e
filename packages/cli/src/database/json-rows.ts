/**
 * Reads the objects of a JSON list as they come: of a list, or of the list that an object has under a
 * name, as `cf sqlite export --format json` writes it. No more than one object is kept.
 */

import { isRecord } from "@cf/utils";
import { RowsProblem } from "./rows-problem.ts";

/** One object of the list. */
export interface JsonRow {
  /** Its place, from 1. */
  readonly place: number;
  readonly row: Readonly<Record<string, unknown>>;
}

/** Everything that opens, closes or parts values; texts are skipped as a whole. */
const MARK = /["[\]{},]/g;

/** Throws `RowsProblem` for what is no such JSON, with the place of the object. */
export async function* jsonRows(
  chunks: AsyncIterable<string> | Iterable<string>,
  name: string,
): AsyncGenerator<JsonRow> {
  const scan = new Scan(name);
  for await (const chunk of chunks) yield* scan.push(chunk);
  yield* scan.end();
}

class Scan {
  readonly #name: string;
  /** What is not done with, from the start of an element or a text on. */
  #text = "";
  #at = 0;
  /** Brackets that are open. */
  #depth = 0;
  /** The depth within the list; 0 before it was found. */
  #list = 0;
  #isOver = false;
  /** Where the value begins that is read: an element of the list, or what is before it. */
  #start = 0;
  #place = 0;
  #enough = 0;

  constructor(name: string) {
    this.#name = name;
  }

  *push(chunk: string): Generator<JsonRow> {
    this.#text += chunk;
    // A text that is longer than a chunk is looked at again only when there is twice as much.
    if (this.#text.length < this.#enough) return;
    for (let mark; (mark = this.#next()) !== undefined;) {
      const { char, at } = mark;
      if (char === "{" || char === "[") this.#open(char, at);
      else {
        const isEnd = this.#list > 0 && this.#depth === this.#list && char !== "}";
        if (isEnd) yield* this.#element(at);
        if (char !== ",") this.#close();
        else if (this.#depth <= 1) this.#start = at + 1;
      }
    }
    // Of what is no part of the list nothing is kept.
    if ((this.#list === 0 || this.#isOver) && this.#depth !== 1) this.#start = this.#at;
    this.#text = this.#text.slice(this.#start);
    this.#at -= this.#start;
    this.#start = 0;
    this.#enough = this.#at < this.#text.length ? 2 * this.#text.length : 0;
  }

  /** What is left, when nothing follows. */
  *end(): Generator<JsonRow> {
    this.#enough = 0;
    yield* this.push("");
    if (this.#list === 0 || !this.#isOver) {
      throw new RowsProblem("a JSON list of objects is needed");
    }
  }

  /** The next mark outside of texts; `undefined` when there is none yet. */
  #next(): { readonly char: string; readonly at: number } | undefined {
    for (;;) {
      MARK.lastIndex = this.#at;
      const found = MARK.exec(this.#text);
      if (found === null) {
        this.#at = this.#text.length;
        return undefined;
      }
      if (found[0] !== '"') {
        this.#at = found.index + 1;
        return { char: found[0], at: found.index };
      }
      const end = textEnd(this.#text, found.index);
      if (end === undefined) {
        this.#at = found.index;
        return undefined;
      }
      this.#at = end;
    }
  }

  #open(char: string, at: number): void {
    const before = this.#text.slice(this.#start, at);
    this.#depth++;
    if (this.#list > 0 || this.#isOver || char !== "[") {
      if (this.#depth === 1) this.#start = at + 1;
      return;
    }
    const isWanted = this.#depth === 1 || this.#depth === 2 && keyOf(before) === this.#name;
    if (!isWanted) return;
    this.#list = this.#depth;
    this.#start = at + 1;
  }

  #close(): void {
    if (this.#list > 0 && this.#depth === this.#list) this.#isOver = true;
    this.#depth--;
  }

  /** The element that ends here, unless the list is empty or over. */
  *#element(end: number): Generator<JsonRow> {
    if (this.#isOver) return;
    const text = this.#text.slice(this.#start, end);
    this.#start = end + 1;
    if (this.#place === 0 && text.trim() === "" && this.#text[end] === "]") return;
    const place = ++this.#place;
    let row: unknown;
    try {
      row = parseRow(text);
    } catch (cause) {
      throw new RowsProblem(`object ${place}: ${(cause as Error).message}`, cause);
    }
    if (!isRecord(row)) throw new RowsProblem(`object ${place}: it is no object`);
    yield { place, row };
  }
}

/** A number with so many digits may be a whole one beyond 2^53, of which JavaScript keeps a part. */
const MANY_DIGITS = /\d{16}/;

/** As `JSON.parse()`, with the object's own whole numbers of up to 64 bits as they are written. */
function parseRow(text: string): unknown {
  if (!MANY_DIGITS.test(text)) return JSON.parse(text);
  const exact = new Map<object, Map<string, bigint>>();
  const row = JSON.parse(text, function (this: object, key, value, context?: { source?: string }) {
    const source = context?.source ?? "";
    if (typeof value !== "number" || Number.isSafeInteger(value) || !/^-?\d+$/.test(source)) {
      return value;
    }
    const integer = BigInt(source);
    if (BigInt.asIntN(64, integer) === integer) {
      if (!exact.has(this)) exact.set(this, new Map());
      exact.get(this)!.set(key, integer);
    }
    return value;
  });
  if (!isRecord(row)) return row;
  const integers = exact.get(row) ?? new Map();
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, integers.get(name) ?? value]),
  );
}

/** The key in front of a value. */
function keyOf(before: string): unknown {
  try {
    return JSON.parse(before.trim().replace(/:$/, ""));
  } catch {
    return undefined;
  }
}

/** Where the text that begins at `start` ends; `undefined` if it does not yet. */
function textEnd(text: string, start: number): number | undefined {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === "\\") slashes++;
    if (slashes % 2 === 0) return at + 1;
  }
  return undefined;
}
