/**
 * Understands the shape of simple queries, to maintain them instead of running them again.
 *
 * ```text
 * select = SELECT items FROM table (AS? alias)? (WHERE conjunct (AND conjunct)*)?
 *          (GROUP BY column,+)? (ORDER BY term,+)? (LIMIT count)? ;?
 * item   = * | column | count(*) | (count|sum|avg|min|max)(column)     each with (AS? name)?
 * ```
 *
 * A conjunct compares one column with one literal or parameter. What is not understood is left
 * out and said so (`items: null`, `whereComplete: false`, …); a query with a join, a subquery, a
 * compound or a window is not understood at all. This parser decides nothing about rights, and a
 * query it misreads would show wrong rows: so it refuses whatever it does not know.
 */

import { type SqlToken, tokenize } from "../database/sql-tokens.ts";

/** Where a value comes from: a parameter's slot (from 0) or the text itself. */
export type Operand =
  | { readonly kind: "slot"; readonly slot: number }
  | { readonly kind: "literal"; readonly value: null | number | string };

/** `column operator operand`; the null tests have no operand. */
export interface Conjunct {
  readonly column: string;
  readonly operator: "=" | "<" | "<=" | ">" | ">=" | "<>" | "is null" | "is not null";
  readonly operand: Operand | null;
}

/** One result column. */
export type Item =
  | { readonly kind: "star" }
  | { readonly kind: "column"; readonly column: string; readonly name: string | null }
  | {
    readonly kind: "aggregate";
    readonly function: "count" | "sum" | "avg" | "min" | "max";
    /** `null` for `count(*)`. */
    readonly column: string | null;
    readonly name: string | null;
    /** Canonical text, to recognize it in ORDER BY. */
    readonly text: string;
  };

/** One term of ORDER BY. */
export interface OrderTerm {
  /** A name, an aggregate's canonical text, or the number of a result column. */
  readonly target: string;
  readonly descending: boolean;
  /** `null`: SQLite's default for the direction. */
  readonly nullsFirst: boolean | null;
}

/** A query over one table. */
export interface SingleSelect {
  readonly table: string;
  /** `null`: not understood. */
  readonly items: readonly Item[] | null;
  readonly conjuncts: readonly Conjunct[];
  /** Whether `conjuncts` is the whole WHERE clause. */
  readonly whereComplete: boolean;
  readonly groupBy: readonly string[];
  readonly orderBy: readonly OrderTerm[] | null;
  readonly limit: Operand | null;
}

const CLAUSES = ["where", "group", "having", "window", "order", "limit"];
const REFUSED = new Set([
  ...["join", "union", "except", "intersect", "with", "over", "window", "having", "values"],
  ...["distinct", "offset", "indexed", "case", "exists", "collate", "returning", "filter"],
]);
const AGGREGATES = ["count", "sum", "avg", "min", "max"] as const;

/** The shape of `sql`, or `undefined` if it is none of these. */
export function parseSingleSelect(sql: string): SingleSelect | undefined {
  const { tokens, badAt } = tokenize(sql);
  if (badAt !== undefined) return undefined;
  const end = tokens.at(-1)?.text === ";" ? -1 : undefined;
  const body = numberSlots(tokens.slice(0, end));
  if (!isWord(body[0], "select") || body.slice(1).some((token) => isWord(token, "select"))) {
    return undefined;
  }
  if (body.some((token) => token.kind === "word" && REFUSED.has(token.value))) return undefined;
  const clauses = splitClauses(body);
  if (clauses === undefined) return undefined;
  const source = parseSource(clauses.from);
  if (source === undefined) return undefined;
  const where = parseWhere(clauses.where, source.names);
  const groupBy = parseNames(clauses.group, source.names);
  const limit = parseLimit(clauses.limit);
  if (groupBy === undefined || limit === undefined) return undefined;
  return {
    table: source.table,
    items: parseItems(clauses.items, source.names),
    ...where,
    groupBy,
    orderBy: parseOrder(clauses.order, source.names),
    limit,
  };
}

/** A token that knows its parameter slot. */
interface Token extends SqlToken {
  readonly slot?: number;
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

function isWord(token: SqlToken | undefined, word: string): boolean {
  return token?.kind === "word" && token.value === word;
}

interface Clauses {
  readonly items: readonly Token[];
  readonly from: readonly Token[];
  readonly where: readonly Token[];
  readonly group: readonly Token[];
  readonly order: readonly Token[];
  readonly limit: readonly Token[];
}

function splitClauses(body: readonly Token[]): Clauses | undefined {
  const parts: Record<string, Token[]> = { items: [] };
  let current = "items";
  let depth = 0;
  for (let i = 1; i < body.length; i++) {
    const token = body[i]!;
    if (token.text === "(") depth++;
    if (token.text === ")") depth--;
    const starts = depth === 0 && token.kind === "word" &&
      (token.value === "from" || CLAUSES.includes(token.value));
    if (!starts) {
      parts[current]!.push(token);
      continue;
    }
    current = token.value;
    if (parts[current] !== undefined) return undefined;
    parts[current] = [];
    if ((current === "group" || current === "order") && !isWord(body[++i], "by")) return undefined;
  }
  const { items = [], from = [], where = [], group = [], order = [], limit = [] } = parts;
  return from.length === 0 ? undefined : { items, from, where, group, order, limit };
}

/** The table's name and every name that may qualify its columns. */
interface Source {
  readonly table: string;
  readonly names: readonly string[];
}

function parseSource(tokens: readonly Token[]): Source | undefined {
  const rest = [...tokens];
  let table = nameOf(rest.shift());
  if (rest[0]?.text === ".") {
    // A schema name: only the own file's, and the guard checks it.
    rest.shift();
    table = nameOf(rest.shift());
  }
  if (isWord(rest[0], "as")) rest.shift();
  const alias = rest.length > 0 ? nameOf(rest.shift()) : table;
  if (table === undefined || alias === undefined || rest.length > 0) return undefined;
  return { table, names: [alias.toLowerCase()] };
}

function nameOf(token: Token | undefined): string | undefined {
  if (token?.kind === "word") return token.text;
  return token?.kind === "quoted" ? token.value : undefined;
}

/** `column` or `alias.column`, and nothing else. */
function columnOf(tokens: readonly Token[], names: readonly string[]): string | undefined {
  if (tokens.length === 1) {
    const [token] = tokens;
    const literal = ["null", "true", "false", "current_date", "current_time", "current_timestamp"];
    if (token!.kind === "word" && literal.includes(token!.value)) return undefined;
    return nameOf(token);
  }
  if (tokens.length !== 3 || tokens[1]!.text !== ".") return undefined;
  return names.includes(nameOf(tokens[0])?.toLowerCase() ?? "") ? nameOf(tokens[2]) : undefined;
}

function operandOf(tokens: readonly Token[]): Operand | undefined {
  const [first, second] = tokens;
  if (tokens.length === 2 && first!.text === "-" && second!.kind === "number") {
    const value = -Number(second!.text);
    return Number.isSafeInteger(value) && value !== 0 ? { kind: "literal", value } : undefined;
  }
  if (tokens.length !== 1) return undefined;
  if (first!.slot !== undefined) return { kind: "slot", slot: first!.slot };
  if (first!.kind === "string") return { kind: "literal", value: first!.value };
  if (first!.kind === "number" && /^\d+$/.test(first!.text)) {
    const value = Number(first!.text);
    return Number.isSafeInteger(value) ? { kind: "literal", value } : undefined;
  }
  return isWord(first, "null") ? { kind: "literal", value: null } : undefined;
}

function split(tokens: readonly Token[], separator: (token: Token) => boolean): Token[][] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token.text === "(") depth++;
    if (token.text === ")") depth--;
    if (depth === 0 && separator(token)) parts.push([]);
    else parts.at(-1)!.push(token);
  }
  return parts;
}

function parseWhere(
  tokens: readonly Token[],
  names: readonly string[],
): Pick<SingleSelect, "conjuncts" | "whereComplete"> {
  if (tokens.length === 0) return { conjuncts: [], whereComplete: true };
  const words = split(tokens, (token) => isWord(token, "or") || isWord(token, "between"));
  if (words.length > 1) return { conjuncts: [], whereComplete: false };
  const parts = split(tokens, (token) => isWord(token, "and"));
  const conjuncts = parts.map((part) => parseConjunct(part, names));
  return {
    conjuncts: conjuncts.filter((conjunct) => conjunct !== undefined),
    whereComplete: conjuncts.every((conjunct) => conjunct !== undefined),
  };
}

const MIRRORED: Readonly<Record<string, Conjunct["operator"]>> = {
  "=": "=",
  "==": "=",
  "<>": "<>",
  "!=": "<>",
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
};

function parseConjunct(tokens: readonly Token[], names: readonly string[]): Conjunct | undefined {
  const unwrapped = unwrap(tokens);
  const test = nullTest(unwrapped, names);
  if (test !== undefined) return test;
  const at = unwrapped.findIndex((token) => token.text in MIRRORED);
  if (at < 0) return undefined;
  const left = unwrapped.slice(0, at);
  const right = unwrapped.slice(at + 1);
  const mirrored = MIRRORED[unwrapped[at]!.text]!;
  const column = columnOf(left, names);
  const operand = operandOf(right);
  // A double-quoted word could be taken for text by other engines; here it is always a name.
  if (column !== undefined && operand !== undefined) {
    return { column, operator: MIRRORED[MIRRORED[unwrapped[at]!.text]!]!, operand };
  }
  const otherColumn = columnOf(right, names);
  const otherOperand = operandOf(left);
  if (otherColumn === undefined || otherOperand === undefined) return undefined;
  return { column: otherColumn, operator: mirrored, operand: otherOperand };
}

function unwrap(tokens: readonly Token[]): readonly Token[] {
  let inner = tokens;
  while (inner[0]?.text === "(" && inner.at(-1)?.text === ")") {
    const candidate = inner.slice(1, -1);
    if (candidate.some((token) => token.text === "(" || token.text === ")")) break;
    if (candidate.some((token) => isWord(token, "and") || isWord(token, "or"))) break;
    inner = candidate;
  }
  return inner;
}

function nullTest(tokens: readonly Token[], names: readonly string[]): Conjunct | undefined {
  const tests: readonly [readonly string[], Conjunct["operator"]][] = [
    [["is", "not", "null"], "is not null"],
    [["is", "null"], "is null"],
    [["isnull"], "is null"],
    [["not", "null"], "is not null"],
    [["notnull"], "is not null"],
  ];
  for (const [words, operator] of tests) {
    const tail = tokens.slice(-words.length);
    if (!words.every((word, i) => isWord(tail[i], word))) continue;
    const column = columnOf(tokens.slice(0, -words.length), names);
    return column === undefined ? undefined : { column, operator, operand: null };
  }
  return undefined;
}

function parseItems(tokens: readonly Token[], names: readonly string[]): readonly Item[] | null {
  const items = split(tokens, (token) => token.text === ",").map((part) => parseItem(part, names));
  return items.every((item) => item !== undefined) ? items : null;
}

function parseItem(tokens: readonly Token[], names: readonly string[]): Item | undefined {
  if (tokens.length === 1 && tokens[0]!.text === "*") return { kind: "star" };
  const starred = tokens.length === 3 && tokens[2]!.text === "*" && tokens[1]!.text === ".";
  if (starred) {
    return names.includes(nameOf(tokens[0])?.toLowerCase() ?? "") ? { kind: "star" } : undefined;
  }
  const { body, name } = withoutName(tokens);
  const column = columnOf(body, names);
  if (column !== undefined) return { kind: "column", column, name };
  const found = AGGREGATES.find((candidate) => isWord(body[0], candidate));
  if (found === undefined || body[1]?.text !== "(" || body.at(-1)?.text !== ")") return undefined;
  const inner = body.slice(2, -1);
  const all = inner.length === 1 && inner[0]!.text === "*";
  if (all && found !== "count") return undefined;
  const argument = all ? null : columnOf(inner, names);
  if (argument === undefined) return undefined;
  return { kind: "aggregate", function: found, column: argument, name, text: canonical(body) };
}

function withoutName(tokens: readonly Token[]): { body: readonly Token[]; name: string | null } {
  if (isWord(tokens.at(-2), "as")) {
    const last = tokens.at(-1)!;
    const name = last.kind === "string" ? last.value : nameOf(last) ?? null;
    return { body: tokens.slice(0, -2), name };
  }
  const last = tokens.at(-1);
  const before = tokens.at(-2);
  const bare = before !== undefined && before.text !== "." && nameOf(last) !== undefined;
  return bare ? { body: tokens.slice(0, -1), name: nameOf(last)! } : { body: tokens, name: null };
}

function canonical(tokens: readonly Token[]): string {
  return tokens.map((token) => token.kind === "word" ? token.value : token.text).join("");
}

function parseNames(tokens: readonly Token[], names: readonly string[]): string[] | undefined {
  if (tokens.length === 0) return [];
  const columns = split(tokens, (token) => token.text === ",").map((part) => columnOf(part, names));
  return columns.every((column) => column !== undefined) ? columns : undefined;
}

function parseOrder(tokens: readonly Token[], names: readonly string[]): OrderTerm[] | null {
  if (tokens.length === 0) return [];
  const terms = split(tokens, (token) => token.text === ",").map((part) => parseTerm(part, names));
  return terms.every((term) => term !== undefined) ? terms : null;
}

function parseTerm(tokens: readonly Token[], names: readonly string[]): OrderTerm | undefined {
  const body = [...tokens];
  let nullsFirst: boolean | null = null;
  if (isWord(body.at(-2), "nulls")) {
    const last = body.pop()!.value;
    body.pop();
    if (last !== "first" && last !== "last") return undefined;
    nullsFirst = last === "first";
  }
  const descending = isWord(body.at(-1), "desc");
  if (descending || isWord(body.at(-1), "asc")) body.pop();
  const [only] = body;
  if (body.length === 1 && only!.kind === "number") {
    return /^\d+$/.test(only!.text) ? { target: only!.text, descending, nullsFirst } : undefined;
  }
  const column = columnOf(body, names);
  const aggregate = AGGREGATES.some((name) => isWord(body[0], name)) && body[1]?.text === "(";
  const target = column ?? (aggregate ? canonical(body) : undefined);
  return target === undefined ? undefined : { target, descending, nullsFirst };
}

function parseLimit(tokens: readonly Token[]): Operand | null | undefined {
  if (tokens.length === 0) return null;
  const operand = operandOf(tokens);
  return operand ?? undefined;
}
