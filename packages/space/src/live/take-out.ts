/**
 * Takes the subqueries out of a query, so that something can be told about the rest: a word that no
 * expression understands stands for each.
 */

import {
  type Clauses,
  cutTokens,
  isWord,
  nesting,
  type Token,
  tokensOf,
} from "./select-clauses.ts";

/** The word that stands for a subquery. */
export const SUBQUERY = "(subquery)";

/** A subquery, with the word that stands for it. */
export interface TakenOut {
  readonly word: Token;
  readonly clauses: Clauses;
  readonly tokens: readonly Token[];
}

/** The clauses of `sql` without its subqueries; `undefined` where one is not understood. */
export function takeOut(
  sql: string,
): { readonly clauses: Clauses; readonly taken: readonly TakenOut[] } | undefined {
  const tokens = tokensOf(sql);
  if (tokens === undefined) return undefined;
  const rest: Token[] = [];
  const taken: TakenOut[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (token.text !== "(" || !isWord(tokens[i + 1], "select")) {
      rest.push(token);
      continue;
    }
    const end = closingOf(tokens, i);
    const inner = tokens.slice(i + 1, end);
    const clauses = end < tokens.length ? cutTokens(inner) : undefined;
    if (clauses === undefined) return undefined;
    // What EXISTS asks of it is part of it.
    const first = isWord(rest.at(-1), "exists") ? rest.pop()! : token;
    const text = SUBQUERY;
    const word = {
      kind: "word",
      text,
      value: text,
      start: first.start,
      end: tokens[end]!.end,
    } as const;
    rest.push(word);
    taken.push({ word, clauses, tokens: inner });
    i = end;
  }
  const clauses = cutTokens(rest);
  return clauses && { clauses, taken };
}

/** Where the parenthesis at `open` is closed; the end where it is not. */
export function closingOf(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    depth += nesting(tokens[i]!);
    if (depth === 0) return i;
  }
  return tokens.length;
}
