/**
 * Understands simple queries, to maintain them instead of running them again.
 *
 * ```text
 * from   = table (AS? alias)?
 * item   = * | expression (AS? name)?
 * term   = expression (ASC|DESC)? (NULLS (FIRST|LAST))?
 * limit  = value (OFFSET value)? | value "," value
 * ```
 *
 * Expressions stay tokens, which SQLite itself evaluates; only conditions that compare one column with
 * literals or parameters are taken apart, for routing. What is not understood is refused: this
 * parser decides nothing about rights, but a query it misreads would show wrong rows.
 */

import {
  canonical,
  type Clauses,
  cutSelect,
  isComma,
  isWord,
  nameOf,
  split,
  type Token,
  unwrap,
} from "./select-clauses.ts";

/** Where a value comes from: a parameter's slot (from 0) or the text itself. */
export type Operand =
  | { readonly kind: "slot"; readonly slot: number }
  | { readonly kind: "literal"; readonly value: null | number | string };

/** `column operator operands`; null tests have no operand, `in` any number, all others one. */
export interface Conjunct {
  readonly column: string;
  readonly operator: "=" | "<" | "<=" | ">" | ">=" | "<>" | "is null" | "is not null" | "in";
  readonly operands: readonly Operand[];
}

/** One result column: `*`, or an expression. */
export interface Item {
  readonly isStar: boolean;
  readonly tokens: readonly Token[];
  /** The column, where the expression is nothing else. */
  readonly column: string | null;
  readonly name: string | null;
}

/** One term of ORDER BY. */
export interface OrderTerm {
  readonly tokens: readonly Token[];
  readonly descending: boolean;
  /** `null`: SQLite's default for the direction. */
  readonly nullsFirst: boolean | null;
}

/** A query over one table. */
export interface SingleSelect {
  readonly table: string;
  /** What may qualify a column. */
  readonly alias: string;
  readonly distinct: boolean;
  readonly items: readonly Item[];
  /** The conditions that were taken apart; all of them if `isComplete`. */
  readonly where: Condition;
  readonly groupBy: readonly (readonly Token[])[];
  readonly having: readonly Token[];
  readonly orderBy: readonly OrderTerm[];
  readonly limit: Operand | null;
  readonly offset: Operand | null;
}

/** A WHERE clause. */
export interface Condition {
  readonly tokens: readonly Token[];
  readonly conjuncts: readonly Conjunct[];
  readonly isComplete: boolean;
}

/** The shape of `sql`, or `undefined` if it is none of these. */
export function parseSingleSelect(sql: string): SingleSelect | undefined {
  const clauses = cutSelect(sql);
  const source = clauses && parseSource(clauses.from);
  if (clauses === undefined || source === undefined) return undefined;
  const { table, alias } = source;
  const bounds = parseLimit(clauses.limit);
  const orderBy = parseList(clauses.order, parseTerm);
  const items = parseList(clauses.items, (tokens) => parseItem(tokens, alias));
  if (bounds === undefined || orderBy === undefined || items === undefined) return undefined;
  return {
    table,
    alias,
    distinct: clauses.distinct,
    items,
    where: parseCondition(clauses.where, alias),
    groupBy: clauses.group.length === 0 ? [] : split(clauses.group, isComma).map(unwrap),
    having: clauses.having,
    orderBy,
    ...bounds,
  };
}

/** One table of a FROM clause and its name in the query. */
export interface Source {
  readonly table: string;
  readonly alias: string;
}

/** Words that say how tables are joined, and name none. */
const NO_ALIASES = new Set([
  ...["natural", "left", "right", "full", "inner", "cross", "outer", "join", "on", "using"],
  ...["indexed", "not"],
]);

/** `table (AS? alias)?`, and nothing else. */
export function parseSource(tokens: Clauses["from"]): Source | undefined {
  const rest = [...tokens];
  let table = nameOf(rest.shift());
  if (rest[0]?.text === ".") {
    // A schema name: only the own file's, and the guard checks it.
    rest.shift();
    table = nameOf(rest.shift());
  }
  if (isWord(rest[0], "as")) rest.shift();
  if (rest[0]?.kind === "word" && NO_ALIASES.has(rest[0].value)) return undefined;
  const alias = rest.length > 0 ? nameOf(rest.shift()) : table;
  if (table === undefined || alias === undefined || rest.length > 0) return undefined;
  return { table, alias: alias.toLowerCase() };
}

const LITERALS = ["null", "true", "false", "current_date", "current_time", "current_timestamp"];

/** `column` or `alias.column`, and nothing else. */
export function columnOf(tokens: readonly Token[], alias: string): string | undefined {
  const [first] = tokens;
  if (tokens.length === 1) {
    return first!.kind === "word" && LITERALS.includes(first!.value) ? undefined : nameOf(first);
  }
  if (tokens.length !== 3 || tokens[1]!.text !== ".") return undefined;
  return nameOf(first)?.toLowerCase() === alias ? nameOf(tokens[2]) : undefined;
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

/** Takes a condition apart, as far as it is a conjunction of simple tests. */
export function parseCondition(tokens: readonly Token[], alias: string): Condition {
  const whole = unwrap(tokens);
  if (isAlternative(whole)) return { tokens: whole, conjuncts: [], isComplete: false };
  const conjuncts = conjunctsOf(whole).map((part) => parseConjunct(unwrap(part), alias));
  return {
    tokens: whole,
    conjuncts: conjuncts.flatMap((conjunct) => conjunct ?? []),
    isComplete: !conjuncts.includes(undefined),
  };
}

function isAlternative(tokens: readonly Token[]): boolean {
  return split(tokens, (token) => isWord(token, "or")).length > 1;
}

/** The conditions of `tokens` that all have to hold. */
export function conjunctsOf(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const whole = unwrap(tokens);
  if (whole.length === 0) return [];
  if (isAlternative(whole)) return [whole];
  let inBetween = false;
  return split(whole, (token) => {
    if (isWord(token, "between")) inBetween = true;
    if (!isWord(token, "and")) return false;
    const separates = !inBetween;
    inBetween = false;
    return separates;
  });
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

function parseConjunct(tokens: readonly Token[], alias: string): readonly Conjunct[] | undefined {
  const set = nullTest(tokens, alias) ?? listTest(tokens, alias) ?? rangeTest(tokens, alias);
  if (set !== undefined) return set;
  const at = tokens.findIndex((token) => token.kind === "operator" && token.text in MIRRORED);
  if (at < 0) return undefined;
  const left = tokens.slice(0, at);
  const right = tokens.slice(at + 1);
  const mirrored = MIRRORED[tokens[at]!.text]!;
  const column = columnOf(left, alias);
  const operand = operandOf(right);
  // A double-quoted word could be taken for text by other engines; here it is always a name.
  if (column !== undefined && operand !== undefined) {
    return [{ column, operator: MIRRORED[mirrored]!, operands: [operand] }];
  }
  const otherColumn = columnOf(right, alias);
  const otherOperand = operandOf(left);
  if (otherColumn === undefined || otherOperand === undefined) return undefined;
  return [{ column: otherColumn, operator: mirrored, operands: [otherOperand] }];
}

const NULL_TESTS: readonly [readonly string[], Conjunct["operator"]][] = [
  [["is", "not", "null"], "is not null"],
  [["is", "null"], "is null"],
  [["isnull"], "is null"],
  [["not", "null"], "is not null"],
  [["notnull"], "is not null"],
];

function nullTest(tokens: readonly Token[], alias: string): Conjunct[] | undefined {
  for (const [words, operator] of NULL_TESTS) {
    const tail = tokens.slice(-words.length);
    if (!words.every((word, i) => isWord(tail[i], word))) continue;
    const column = columnOf(tokens.slice(0, -words.length), alias);
    return column === undefined ? undefined : [{ column, operator, operands: [] }];
  }
  return undefined;
}

/** `column in (value, …)`. */
function listTest(tokens: readonly Token[], alias: string): Conjunct[] | undefined {
  const at = tokens.findIndex((token) => isWord(token, "in"));
  if (at < 0 || tokens[at + 1]?.text !== "(" || tokens.at(-1)?.text !== ")") return undefined;
  const column = columnOf(tokens.slice(0, at), alias);
  const operands = split(tokens.slice(at + 2, -1), isComma).map(operandOf);
  if (column === undefined || operands.includes(undefined)) return undefined;
  return [{ column, operator: "in", operands: operands as Operand[] }];
}

/** `column between value and value`. */
function rangeTest(tokens: readonly Token[], alias: string): Conjunct[] | undefined {
  const at = tokens.findIndex((token) => isWord(token, "between"));
  const and = tokens.findIndex((token) => isWord(token, "and"));
  if (at < 0 || and < at) return undefined;
  const column = columnOf(tokens.slice(0, at), alias);
  const low = operandOf(tokens.slice(at + 1, and));
  const high = operandOf(tokens.slice(and + 1));
  if (column === undefined || low === undefined || high === undefined) return undefined;
  return [
    { column, operator: ">=", operands: [low] },
    { column, operator: "<=", operands: [high] },
  ];
}

/** The parts of a list, or `undefined` if one cannot be parsed. */
export function parseList<T>(
  tokens: readonly Token[],
  parse: (tokens: readonly Token[]) => T | undefined,
): T[] | undefined {
  if (tokens.length === 0) return [];
  const parts = split(tokens, isComma).map(parse);
  return parts.includes(undefined) ? undefined : parts as T[];
}

/** A result column; `alias` is that of the one table that a column may be of. */
export function parseItem(tokens: readonly Token[], alias: string): Item | undefined {
  const qualified = tokens.length === 3 && tokens[1]!.text === "." &&
    nameOf(tokens[0])?.toLowerCase() === alias;
  if (tokens.at(-1)?.text === "*" && (tokens.length === 1 || qualified)) {
    return { isStar: true, tokens, column: null, name: null };
  }
  const { body, name } = withoutName(tokens);
  if (body.length === 0) return undefined;
  const inner = unwrap(body);
  return { isStar: false, tokens: inner, column: columnOf(inner, alias) ?? null, name };
}

/** Words that end an expression, and so are no names. */
const NOT_NAMES = new Set(["null", "true", "false", "end", "isnull", "notnull"]);

function withoutName(tokens: readonly Token[]): { body: readonly Token[]; name: string | null } {
  const last = tokens.at(-1);
  const before = tokens.at(-2);
  if (isWord(before, "as")) {
    const name = last!.kind === "string" ? last!.value : nameOf(last) ?? null;
    return { body: tokens.slice(0, -2), name };
  }
  const isBare = before !== undefined && before.kind !== "operator" || before?.text === ")";
  const named = isBare && nameOf(last) !== undefined &&
    !(last!.kind === "word" && NOT_NAMES.has(last!.value)) &&
    !["collate", "not", "is"].some((word) => isWord(before, word));
  return named ? { body: tokens.slice(0, -1), name: nameOf(last)! } : { body: tokens, name: null };
}

/** A term of ORDER BY. */
export function parseTerm(tokens: readonly Token[]): OrderTerm | undefined {
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
  return body.length === 0 ? undefined : { tokens: unwrap(body), descending, nullsFirst };
}

/** LIMIT with OFFSET; `undefined` where they are no simple values. */
export function parseLimit(
  tokens: readonly Token[],
): Pick<SingleSelect, "limit" | "offset"> | undefined {
  if (tokens.length === 0) return { limit: null, offset: null };
  const listed = split(tokens, isComma);
  const spelled = split(tokens, (token) => isWord(token, "offset"));
  if (listed.length + spelled.length > 3) return undefined;
  const [limit, offset] = listed.length === 2 ? [listed[1]!, listed[0]!] : spelled;
  const count = operandOf(unwrap(limit!));
  const skipped = offset === undefined ? null : operandOf(unwrap(offset));
  return count === undefined || skipped === undefined
    ? undefined
    : { limit: count, offset: skipped };
}

/** Whether two expressions are the same but for spelling. */
export function sameExpression(a: readonly Token[], b: readonly Token[]): boolean {
  return canonical(a) === canonical(b);
}
