/**
 * Cuts a query over one table, or over joined tables, into its clauses, as lists of tokens.
 *
 * ```text
 * select = SELECT (DISTINCT|ALL)? items FROM source (WHERE …)? (GROUP BY …)? (HAVING …)?
 *          (ORDER BY …)? (LIMIT …)? ;?
 * ```
 *
 * A compound, a subquery, a common table expression and a window are none of these.
 */

import { type SqlToken, tokenize } from "../database/sql-tokens.ts";

/** A token that knows its parameter's slot, from 0. */
export interface Token extends SqlToken {
  readonly slot?: number;
}

/** The clauses of a query; a clause that is missing is empty. */
export interface Clauses {
  readonly distinct: boolean;
  readonly items: readonly Token[];
  readonly from: readonly Token[];
  readonly where: readonly Token[];
  readonly group: readonly Token[];
  readonly having: readonly Token[];
  readonly order: readonly Token[];
  readonly limit: readonly Token[];
}

const CLAUSES = new Set(["from", "where", "group", "having", "order", "limit"]);
const REFUSED = new Set([
  ...["union", "except", "intersect", "with", "over", "window", "values"],
  ...["indexed", "exists", "returning", "match", "raise", "materialized"],
  // Joins that keep rows of both sides, or say in no condition what is equal.
  ...["right", "full", "natural", "using"],
]);

/** The clauses of `sql`, or `undefined` if it is no such query. */
export function cutSelect(sql: string): Clauses | undefined {
  const tokens = tokensOf(sql);
  return tokens && cutTokens(tokens);
}

/** The words of `sql`, whose parameters know their slots; `undefined` where it is not all words. */
export function tokensOf(sql: string): readonly Token[] | undefined {
  const { tokens, badAt } = tokenize(sql);
  if (badAt !== undefined) return undefined;
  const last = tokens.findLastIndex((token) => token.text !== ";");
  return numberSlots(tokens.slice(0, last + 1));
}

/** The clauses of a query, or `undefined` if these words are none of those. */
export function cutTokens(body: readonly Token[]): Clauses | undefined {
  if (!isWord(body[0], "select") || body.slice(1).some((token) => isWord(token, "select"))) {
    return undefined;
  }
  if (body.some((token) => token.kind === "word" && REFUSED.has(token.value))) return undefined;
  const distinct = isWord(body[1], "distinct");
  return cut(body.slice(distinct || isWord(body[1], "all") ? 2 : 1), distinct);
}

/** The clauses of a SELECT whose subqueries were taken out; without FROM, too. */
export function cutCore(body: readonly Token[]): Clauses | undefined {
  if (!isWord(body[0], "select") || body.slice(1).some((token) => isWord(token, "select"))) {
    return undefined;
  }
  const distinct = isWord(body[1], "distinct");
  return cut(body.slice(distinct || isWord(body[1], "all") ? 2 : 1), distinct, true);
}

function cut(
  body: readonly Token[],
  distinct: boolean,
  mayLackFrom = false,
): Clauses | undefined {
  const parts: Record<string, Token[]> = { items: [] };
  let current = "items";
  let depth = 0;
  for (let i = 0; i < body.length; i++) {
    const token = body[i]!;
    depth += nesting(token);
    const starts = depth === 0 && token.kind === "word" && CLAUSES.has(token.value) &&
      // `IS DISTINCT FROM`
      !(token.value === "from" && isWord(body[i - 1], "distinct"));
    if (!starts) {
      parts[current]!.push(token);
      continue;
    }
    current = token.value;
    if (parts[current] !== undefined) return undefined;
    parts[current] = [];
    if ((current === "group" || current === "order") && !isWord(body[++i], "by")) return undefined;
  }
  const { items = [], from = [], where = [], group = [], having = [], order = [], limit = [] } =
    parts;
  if (depth !== 0 || (from.length === 0 && !mayLackFrom)) return undefined;
  return { distinct, items, from, where, group, having, order, limit };
}

function numberSlots(tokens: readonly SqlToken[]): readonly Token[] {
  const names: (string | null)[] = [];
  return tokens.map((token) => {
    if (token.kind !== "parameter") return token;
    if (token.text === "?") return { ...token, slot: names.push(null) - 1 };
    if (token.text.startsWith("?")) {
      const slot = Number(token.text.slice(1)) - 1;
      while (names.length <= slot) names.push(null);
      names[slot] ??= token.text;
      return { ...token, slot };
    }
    const known = names.indexOf(token.text);
    return { ...token, slot: known >= 0 ? known : names.push(token.text) - 1 };
  });
}

/** How `token` changes the depth; CASE … END nests, because AND and commas can stand in it. */
export function nesting(token: Token): number {
  if (token.text === "(" || isWord(token, "case")) return 1;
  return token.text === ")" || isWord(token, "end") ? -1 : 0;
}

export function isWord(token: Token | undefined, word: string): boolean {
  return token?.kind === "word" && token.value === word;
}

/** The name that `token` is, quoted or not. */
export function nameOf(token: Token | undefined): string | undefined {
  if (token?.kind === "word") return token.text;
  return token?.kind === "quoted" ? token.value : undefined;
}

/** The parts of `tokens` between separators that are not nested. */
export function split(
  tokens: readonly Token[],
  separates: (token: Token, index: number) => boolean,
): Token[][] {
  const parts: Token[][] = [[]];
  let depth = 0;
  tokens.forEach((token, i) => {
    depth += nesting(token);
    if (depth === 0 && separates(token, i)) parts.push([]);
    else parts.at(-1)!.push(token);
  });
  return parts;
}

export function isComma(token: Token): boolean {
  return token.text === ",";
}

/** `tokens` without parentheses around the whole. */
export function unwrap(tokens: readonly Token[]): readonly Token[] {
  let inner = tokens;
  while (inner[0]?.text === "(" && inner.at(-1)?.text === ")") {
    let depth = 0;
    const closes = inner.findIndex((token) => (depth += nesting(token)) === 0);
    if (closes !== inner.length - 1) return inner;
    inner = inner.slice(1, -1);
  }
  return inner;
}

/** A text that is equal for equal expressions, whatever their spelling and spacing. */
export function canonical(tokens: readonly Token[]): string {
  return tokens.map((token) => token.kind === "word" ? token.value : token.text).join(" ");
}
