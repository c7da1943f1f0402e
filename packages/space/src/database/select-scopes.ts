/**
 * The SELECTs of a statement, at any depth, with their items and what each selects from.
 *
 * ```text
 * scope  = SELECT (DISTINCT|ALL)? item ("," item)* (FROM source (join source)*)?
 * source = (name ".")? name alias? | "(" … ")" alias?        then ON …, or USING "(" names ")"
 * ```
 *
 * It is for statements that SQLite has understood; of any other it says something or nothing.
 */

import type { SqlToken } from "./sql-tokens.ts";

/** One SELECT. */
export interface SelectScope {
  /** Whether its rows are those of the statement, and not of a subquery. */
  readonly isOutermost: boolean;
  readonly items: readonly (readonly SqlToken[])[];
  readonly sources: readonly SelectSource[];
  readonly isNatural: boolean;
}

/** A table, or anything else that rows are selected from. */
export interface SelectSource {
  /** `undefined` for a subquery and for a table-valued function. */
  readonly name: string | undefined;
  /** What its columns can be called by; `undefined` for a subquery without a name. */
  readonly alias: string | undefined;
  /** Lower-case names of the columns that it is joined by. */
  readonly using: readonly string[];
}

const AFTER_FROM = new Set([
  ...["where", "group", "having", "window", "order", "limit", "union", "except", "intersect"],
  "returning",
]);
const JOINING = new Set([
  ...["natural", "left", "right", "full", "inner", "cross", "outer", "join"],
]);
const NO_ALIAS = new Set(["on", "using", "indexed", "not"]);

/** The SELECTs in the order in which they begin. */
export function selectScopes(tokens: readonly SqlToken[]): SelectScope[] {
  const scopes: SelectScope[] = [];
  let depth = 0;
  tokens.forEach((token, i) => {
    depth += nesting(token);
    if (isWord(token, "select")) scopes.push(scopeAt(tokens, i, depth === 0));
  });
  return scopes;
}

/** Lower-case names of the common table expressions of a statement. */
export function commonNames(tokens: readonly SqlToken[]): ReadonlySet<string> {
  const names = new Set<string>();
  tokens.forEach((token, i) => {
    const name = nameOf(token);
    if (name === undefined) return;
    let at = tokens[i + 1]?.text === "(" ? closing(tokens, i + 1) + 1 : i + 1;
    if (!isWord(tokens[at++], "as")) return;
    if (isWord(tokens[at], "not")) at++;
    if (isWord(tokens[at], "materialized")) at++;
    if (tokens[at]?.text === "(") names.add(name.toLowerCase());
  });
  return names;
}

/** The name that `token` is, quoted or not. */
export function nameOf(token: SqlToken | undefined): string | undefined {
  if (token?.kind === "word") return token.text;
  return token?.kind === "quoted" ? token.value : undefined;
}

function scopeAt(tokens: readonly SqlToken[], select: number, isOutermost: boolean): SelectScope {
  const first = tokens[select + 1];
  let at = isWord(first, "distinct") || isWord(first, "all") ? select + 2 : select + 1;
  const items: SqlToken[] = [];
  const from: SqlToken[] = [];
  let current = items;
  for (let depth = 0; at < tokens.length; at++) {
    const token = tokens[at]!;
    depth += nesting(token);
    if (depth < 0 || token.text === ";") break;
    if (depth === 0 && token.kind === "word") {
      // `IS DISTINCT FROM`
      const starts = token.value === "from" && !isWord(tokens[at - 1], "distinct");
      if (starts && current === items) {
        current = from;
        continue;
      }
      if (AFTER_FROM.has(token.value)) break;
    }
    current.push(token);
  }
  const parts = split(from, (token) => token.text === "," || isWord(token, ...JOINING));
  return {
    isOutermost,
    items: split(items, (token) => token.text === ","),
    sources: parts.filter((part) => part.length > 0).map(sourceOf),
    isNatural: from.some((token) => isWord(token, "natural")),
  };
}

function sourceOf(tokens: readonly SqlToken[]): SelectSource {
  const isQualified = tokens[1]?.text === ".";
  let at = isQualified ? 2 : 0;
  let name = nameOf(tokens[at]);
  if (tokens[at]?.text === "(") {
    name = undefined;
    at = closing(tokens, at);
  } else if (tokens[at + 1]?.text === "(") {
    name = undefined;
    at = closing(tokens, at + 1);
  }
  if (isWord(tokens[++at], "as")) at++;
  const named = nameOf(tokens[at]);
  const alias = named === undefined || NO_ALIAS.has(named.toLowerCase()) ? name : named;
  const using = tokens.findIndex((token) => isWord(token, "using"));
  const columns = using < 0 ? [] : tokens.slice(using + 2, closing(tokens, using + 1))
    .flatMap((token) => nameOf(token)?.toLowerCase() ?? []);
  return { name, alias, using: columns };
}

/** The parts of `tokens` between separators that are not in parentheses. */
function split(
  tokens: readonly SqlToken[],
  separates: (token: SqlToken) => boolean,
): SqlToken[][] {
  const parts: SqlToken[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    depth += nesting(token);
    if (depth === 0 && separates(token)) parts.push([]);
    else parts.at(-1)!.push(token);
  }
  return parts;
}

/** Where the parenthesis at `open` is closed; the end where it is not. */
function closing(tokens: readonly SqlToken[], open: number): number {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    if ((depth += nesting(tokens[i]!)) === 0) return i;
  }
  return tokens.length;
}

function nesting({ text }: SqlToken): number {
  return text === "(" ? 1 : text === ")" ? -1 : 0;
}

function isWord(token: SqlToken | undefined, ...words: readonly string[]): boolean {
  return token?.kind === "word" && words.includes(token.value);
}
