/**
 * How much a statement asks of SQLite while it is prepared.
 *
 * Nothing can interrupt a prepare, and statements are prepared on the thread that serves everyone. A
 * common table expression is copied wherever it is named, so that a chain of them, each naming the one
 * before twice, is a statement of a kilobyte that takes gigabytes:
 *
 * ```sql
 * with a as (select 1), b as (select * from a, a), c as (select * from b, b), … select * from z
 * ```
 *
 * So the words that copying adds are counted before, and those that `substitution-size.ts` tells of;
 * and so are the terms of conjunctions, of alternatives, joins and windows. The count is by names and may be too high,
 * never too low.
 */

import { SqlError } from "@cf/protocol";
import { type SqlToken, tokenize } from "./sql-tokens.ts";
import { closings, type TableWidths, wordsAdded } from "./substitution-size.ts";

/** Of which the longest take some fifty milliseconds; steps of a migration may be longer. */
const STATEMENT_CHARS_MAX = 50_000;
export const STEP_CHARS_MAX = 200_000;
const ADDED_MAX = 10_000;
const SUBSTITUTED_MAX = 120_000;
/** Of which SQLite compares each with all others, or makes plans by the power of their number. */
const COUNTED: readonly (readonly [word: string, max: number])[] = [
  ["and", 2_000],
  ["join", 40],
  ["over", 100],
  ["conflict", 20],
];
/** The sum of the squares of chains of OR, of which SQLite compares each term with the others. */
const ALTERNATIVES_MAX = 36_000;
const DEFINITIONS_MAX = 500;
const DEPTH_MAX = 400;

/** One common table expression: where it can be named, and where its query stands. */
interface Definition {
  readonly name: string;
  /** Where its name stands. */
  readonly at: number;
  readonly visibleFrom: number;
  readonly visibleUntil: number;
  readonly from: number;
  readonly until: number;
  /** Words once copies are put in; `undefined` until counted. */
  size: number | undefined;
  isCounting: boolean;
}

/** What a statement is measured by. */
interface Measure {
  /** The tables that it may name; others count as small. */
  readonly widths?: TableWidths;
  readonly charsMax?: number;
}

/** Throws `SqlError` where preparing `sql` could take long. */
export function checkStatementSize(
  sql: string,
  { widths = new Map(), charsMax = STATEMENT_CHARS_MAX }: Measure = {},
): void {
  if (sql.length > charsMax) {
    const problem = `it has ${sql.length} characters, at most ${charsMax} are possible; ` +
      "give values as parameters, lists as JSON to json_each, and many rows to execMany";
    throw new SqlError(problem, { sql: `${sql.slice(0, 200)}…` });
  }
  const { tokens, badAt } = tokenize(sql);
  // What follows would not be counted.
  if (badAt !== undefined) {
    throw new SqlError(`what stands at position ${badAt + 1} is no SQL`, { sql });
  }
  for (const [word, max] of COUNTED) {
    const found = tokens.filter((token) => isWord(token, word)).length;
    if (found <= max) continue;
    throw new SqlError(`it has ${found} times ${word.toUpperCase()}, at most ${max} are possible`, {
      sql,
    });
  }
  const alternatives = chainsOfOr(tokens).reduce((sum, length) => sum + length * length, 0);
  if (alternatives > ALTERNATIVES_MAX) {
    throw new SqlError(
      `it has so many terms joined by OR that ${alternatives} pairs are compared, at most ` +
        `${ALTERNATIVES_MAX} are possible; give a list of values as JSON to json_each`,
      { sql },
    );
  }
  const depth = depthOf(tokens);
  if (depth > DEPTH_MAX) {
    throw new SqlError(`it is nested ${depth} deep, at most ${DEPTH_MAX} are possible`, { sql });
  }
  const definitions = definitionsOf(tokens);
  if (definitions.length > DEFINITIONS_MAX) {
    throw new SqlError(
      `it has ${definitions.length} common table expressions, at most ${DEFINITIONS_MAX} are possible`,
      { sql },
    );
  }
  const added = new Counter(tokens, definitions).count(0, tokens.length) - tokens.length;
  if (added > ADDED_MAX) {
    throw new SqlError(
      `its common table expressions are named so often that ${
        Number.isFinite(added) ? added : "endlessly many"
      } words are added where they are put in, at most ${ADDED_MAX} are possible`,
      { sql },
    );
  }
  const substituted = wordsAdded(tokens, definitions, widths);
  if (substituted > SUBSTITUTED_MAX) {
    throw new SqlError(
      `its subqueries, and the columns that * stands for, are put in so that ${
        Number.isFinite(substituted) ? substituted : "endlessly many"
      } words are added, at most ${SUBSTITUTED_MAX} are possible`,
      { sql },
    );
  }
}

class Counter {
  readonly #tokens: readonly SqlToken[];
  readonly #byName = new Map<string, Definition[]>();
  /** Where a definition ends, by where its name stands. */
  readonly #ends = new Map<number, number>();

  constructor(tokens: readonly SqlToken[], definitions: readonly Definition[]) {
    this.#tokens = tokens;
    for (const definition of definitions) {
      this.#ends.set(definition.at, definition.until);
      const list = this.#byName.get(definition.name);
      if (list === undefined) this.#byName.set(definition.name, [definition]);
      else list.push(definition);
    }
  }

  /** The words from one token to another with all copies put in, and without what is copied. */
  count(from: number, until: number): number {
    let size = 0;
    for (let i = from; i < until; i++) {
      const end = this.#ends.get(i);
      if (end !== undefined) {
        i = end;
        continue;
      }
      size++;
      const name = nameOf(this.#tokens[i]!);
      const named = name === undefined ? undefined : this.#named(name, i);
      if (named !== undefined) size += this.#sizeOf(named);
    }
    return size;
  }

  /** The innermost definition of `name` that can be seen at `at`. */
  #named(name: string, at: number): Definition | undefined {
    return this.#byName.get(name)?.findLast(({ visibleFrom, visibleUntil }) =>
      visibleFrom <= at && at < visibleUntil
    );
  }

  #sizeOf(definition: Definition): number {
    // One that names itself is run again and again, and not copied.
    if (definition.isCounting) return 0;
    if (definition.size === undefined) {
      definition.isCounting = true;
      definition.size = this.count(definition.from, definition.until);
      definition.isCounting = false;
    }
    return definition.size;
  }
}

/** The definitions of all WITH clauses, outer ones before those that stand within them. */
function definitionsOf(tokens: readonly SqlToken[]): Definition[] {
  const ends = closings(tokens);
  const definitions: Definition[] = [];
  const enclosing: number[] = [];
  tokens.forEach((token, i) => {
    if (token.text === "(") enclosing.push(ends[i]!);
    if (token.text === ")") enclosing.pop();
    if (!isWord(token, "with")) return;
    const visibleUntil = enclosing.at(-1) ?? tokens.length;
    let at = isWord(tokens[i + 1], "recursive") ? i + 2 : i + 1;
    for (;;) {
      const name = tokens[at] && nameOf(tokens[at]!);
      const body = name === undefined ? undefined : bodyAt(tokens, ends, at + 1);
      if (name === undefined || body === undefined) return;
      const until = ends[body]!;
      definitions.push({
        name,
        at,
        visibleFrom: i,
        visibleUntil,
        from: body + 1,
        until,
        size: undefined,
        isCounting: false,
      });
      if (tokens[until + 1]?.text !== ",") return;
      at = until + 2;
    }
  });
  return definitions;
}

/** Where the parenthesis of `(columns)? AS (NOT? MATERIALIZED)? (` stands. */
function bodyAt(
  tokens: readonly SqlToken[],
  ends: readonly number[],
  after: number,
): number | undefined {
  let at = tokens[after]?.text === "(" ? ends[after]! + 1 : after;
  if (!isWord(tokens[at++], "as")) return undefined;
  if (isWord(tokens[at], "not")) at++;
  if (isWord(tokens[at], "materialized")) at++;
  return tokens[at]?.text === "(" ? at : undefined;
}

/** How many terms each chain of OR has that stands within one pair of parentheses. */
function chainsOfOr(tokens: readonly SqlToken[]): number[] {
  const lengths: number[] = [];
  const open = [0];
  for (const token of tokens) {
    if (token.text === "(") open.push(0);
    else if (token.text === ")" && open.length > 1) lengths.push(open.pop()!);
    else if (isWord(token, "or")) open[open.length - 1]!++;
  }
  return [...lengths, ...open];
}

/** How deep parentheses are nested. */
function depthOf(tokens: readonly SqlToken[]): number {
  let [depth, deepest] = [0, 0];
  for (const { text } of tokens) {
    if (text === "(") deepest = Math.max(deepest, ++depth);
    else if (text === ")") depth--;
  }
  return deepest;
}

function isWord(token: SqlToken | undefined, word: string): boolean {
  return token?.kind === "word" && token.value === word;
}

/** What may name a table: SQLite takes a string for a name there, too. */
function nameOf({ kind, value }: SqlToken): string | undefined {
  return kind === "word" || kind === "quoted" || kind === "string"
    ? value.toLowerCase()
    : undefined;
}
