/**
 * Where the words of a statement can name columns.
 *
 * Most of SQLite's keywords are names wherever no keyword can stand: `select text || rows as desc` is
 * fine. So it goes by the place. Where an operand is complete no column can follow, only a keyword or
 * an alias; where one is expected, any word but a reserved one may be a column. In doubt it is.
 */

import type { SqlToken } from "./sql-tokens.ts";

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

/** Words that are never names, and behind which an operand is expected. */
const RESERVED = words(
  "add all alter and as autoincrement between case check collate commit constraint create default " +
    "deferrable delete distinct drop else escape except exists foreign from group having in index " +
    "insert intersect into is join limit not nothing on or order primary references returning " +
    "select set table then to transaction union unique update using values when where",
);
/** Reserved words that complete an operand. */
const COMPLETE = words("null isnull notnull true false");
/** Words that may be names, and behind which an operand may be expected even so. */
const OPERATORS = words("like glob match regexp by offset over filter");
/** What follows these names something else. */
const BEFORE_OTHERS = words("as collate");

/** For each token whether it can be the name of a column, by which its value is meant. */
export function columnPlaces(tokens: readonly SqlToken[]): boolean[] {
  let isExpected = true;
  return tokens.map((token, i) => {
    const { kind, text, value } = token;
    if (kind === "operator") {
      isExpected = text !== ")";
      return false;
    }
    const isReserved = kind === "word" && RESERVED.has(value);
    const isColumn = isExpected && !isReserved && isName(token) && !isFollowed(tokens[i + 1]) &&
      !isOneOf(tokens[i - 1], BEFORE_OTHERS);
    isExpected = isReserved || kind === "word" && OPERATORS.has(value);
    return isColumn;
  });
}

function isName({ kind, value }: SqlToken): boolean {
  return kind === "quoted" || kind === "word" && !COMPLETE.has(value);
}

/** Whether a function's arguments follow, or the name that the token qualifies. */
function isFollowed(next: SqlToken | undefined): boolean {
  return next?.text === "(" || next?.text === ".";
}

function isOneOf(token: SqlToken | undefined, set: ReadonlySet<string>): boolean {
  return token?.kind === "word" && set.has(token.value);
}
