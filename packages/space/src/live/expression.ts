/**
 * Which expressions SQLite may evaluate here, row by row, while a commit is published.
 *
 * The text of an expression is handed to SQLite as it stands, so its meaning is never guessed at. It
 * is checked for two things only: that it names nothing but columns of the one row, and that it is
 * quick and depends on its row alone, because nothing can interrupt it. What is not on the lists
 * makes the query one that is run again, in a process that can be killed.
 */

import type { SqlValue } from "@cf/protocol";
import { quoteName } from "../database/sql-tokens.ts";
import {
  canonical,
  isComma,
  isWord,
  nameOf,
  nesting,
  split,
  type Token,
} from "./select-clauses.ts";
import { columnOf } from "./select-parser.ts";
import { positionOf, type TableShape } from "./table-shape.ts";
import type { Collation } from "./values.ts";

/** An expression over one row. */
export interface Expression {
  /** With parameters numbered by {@linkcode BoundParameters}. */
  readonly sql: string;
  /** Positions of the columns it reads. */
  readonly columns: ReadonlySet<number>;
  /** The position, where it is nothing but a column. */
  readonly column: number | null;
  /** How its values compare; `undefined` where that is not certain. */
  readonly collation: Collation | undefined;
  /** How long it may take with long values. */
  readonly cost: Cost;
}

/** What bounds the time of an evaluation. */
export interface Cost {
  readonly tokens: number;
  /** Whether the time can grow with the square of the values' length. */
  readonly isQuadratic: boolean;
  /** Whether the text `now` in a value would make it depend on the clock. */
  readonly readsDates: boolean;
}

const KEYWORDS = new Set([
  ...["and", "or", "not", "is", "null", "in", "between", "like", "glob", "escape", "case", "when"],
  ...["then", "else", "end", "collate", "true", "false", "isnull", "notnull", "distinct", "from"],
  ...["cast", "as"],
]);
/** Functions of linear cost that depend on their arguments alone. */
const LINEAR = new Set([
  ...["abs", "coalesce", "ifnull", "nullif", "iif", "if", "length", "octet_length", "lower"],
  ...["upper", "substr", "substring", "typeof", "round", "sign", "min", "max", "unicode", "hex"],
  ...["quote", "likely", "unlikely", "json_extract", "json_array_length", "json_type"],
  ...["json_valid", "concat", "concat_ws"],
]);
const QUADRATIC = new Set(["like", "glob", "instr", "trim", "ltrim", "rtrim"]);
const DATES = new Set(["date", "time", "datetime", "julianday", "unixepoch", "strftime"]);
const CLOCK = new Set(["now", "localtime", "utc", "subsec", "subsecond"]);
const TYPES = new Set(["integer", "int", "text", "real", "numeric", "blob"]);
const COLLATIONS: readonly string[] = ["binary", "nocase", "rtrim"];
const TOKENS_MAX = 400;

/** Parameters of a query, renumbered for the expressions that use them. */
export class BoundParameters {
  readonly values: SqlValue[] = [];
  readonly #slots: readonly SqlValue[];
  readonly #numbers = new Map<number, number>();

  constructor(slots: readonly SqlValue[]) {
    this.#slots = slots;
  }

  /** `?n` for a slot of the query. */
  sql(slot: number): string {
    let number = this.#numbers.get(slot);
    if (number === undefined) {
      number = this.values.push(this.#slots[slot] ?? null);
      this.#numbers.set(slot, number);
    }
    return `?${number}`;
  }

  /** What a slot holds. */
  valueOf(slot: number): SqlValue {
    return this.#slots[slot] ?? null;
  }
}

/** Whose names an expression may use. */
export interface ExpressionScope {
  readonly shape: TableShape;
  readonly alias: string;
  readonly parameters: BoundParameters;
  /** SQL for the tokens from `at` on that stand for something else, and how many they are. */
  readonly replace?: (
    tokens: readonly Token[],
    at: number,
  ) => { readonly sql: string; readonly count: number } | undefined;
}

/** `tokens` as an expression of `scope`; `undefined` where it is not certain to be safe. */
export function expressionOf(
  tokens: readonly Token[],
  scope: ExpressionScope,
): Expression | undefined {
  if (tokens.length === 0 || tokens.length > TOKENS_MAX) return undefined;
  const reader = new ExpressionReader(tokens, scope);
  const sql = reader.read();
  if (sql === undefined) return undefined;
  const { columns } = reader;
  const name = columnOf(tokens, scope.alias);
  const column = name === undefined ? null : positionOf(scope.shape.columns, name);
  const collation = collationOf(tokens, columns, scope);
  const { isQuadratic, readsDates } = reader;
  const cost = { tokens: tokens.length, isQuadratic, readsDates };
  return { sql, columns, column: column === -1 ? null : column, collation, cost };
}

/** The expression that is column `position` and nothing else. */
export function columnExpression(position: number, shape: TableShape): Expression {
  const { name, collation } = shape.columns[position]!;
  return {
    sql: quoteName(name),
    columns: new Set([position]),
    column: position,
    collation,
    cost: { tokens: 1, isQuadratic: false, readsDates: false },
  };
}

class ExpressionReader {
  readonly columns = new Set<number>();
  isQuadratic = false;
  readsDates = false;
  readonly #tokens: readonly Token[];
  readonly #scope: ExpressionScope;

  constructor(tokens: readonly Token[], scope: ExpressionScope) {
    this.#tokens = tokens;
    this.#scope = scope;
  }

  read(): string | undefined {
    const parts: string[] = [];
    for (let i = 0; i < this.#tokens.length; i++) {
      const replaced = this.#scope.replace?.(this.#tokens, i);
      if (replaced !== undefined) {
        parts.push(replaced.sql);
        i += replaced.count - 1;
        continue;
      }
      const token = this.#tokens[i]!;
      if (!this.#isAllowed(token, i)) return undefined;
      parts.push(token.slot === undefined ? token.text : this.#scope.parameters.sql(token.slot));
    }
    const usesClock = this.readsDates && this.#tokens.some((token) => this.#isClock(token));
    return usesClock ? undefined : parts.join(" ");
  }

  #isClock(token: Token): boolean {
    const value = token.slot === undefined
      ? token.kind === "string" ? token.value : null
      : this.#scope.parameters.valueOf(token.slot);
    return typeof value === "string" && CLOCK.has(value.trim().toLowerCase());
  }

  #isAllowed(token: Token, i: number): boolean {
    if (token.kind === "operator") return token.text !== ";";
    if (token.kind !== "word" && token.kind !== "quoted") return true;
    const next = this.#tokens[i + 1];
    const previous = this.#tokens[i - 1];
    if (previous?.text === ".") return this.#isColumn(token);
    if (next?.text === ".") return nameOf(token)!.toLowerCase() === this.#scope.alias;
    if (isWord(previous, "collate")) return COLLATIONS.includes(nameOf(token)!.toLowerCase());
    if (isWord(previous, "as")) return token.kind === "word" && TYPES.has(token.value);
    if (next?.text === "(") return token.kind === "word" && this.#mayPrecedeParenthesis(token, i);
    if (token.kind === "word" && KEYWORDS.has(token.value)) {
      if (QUADRATIC.has(token.value)) this.isQuadratic = true;
      // A table's name may stand after IN.
      return token.value !== "in";
    }
    return this.#isColumn(token);
  }

  #mayPrecedeParenthesis({ value }: Token, i: number): boolean {
    if (QUADRATIC.has(value)) this.isQuadratic = true;
    if (DATES.has(value)) {
      this.readsDates = true;
      const given = argumentCount(this.#tokens, i + 1);
      return given >= (value === "strftime" ? 2 : 1);
    }
    if (value === "min" || value === "max") return argumentCount(this.#tokens, i + 1) > 1;
    return LINEAR.has(value) || QUADRATIC.has(value) || KEYWORDS.has(value);
  }

  #isColumn(token: Token): boolean {
    const position = positionOf(this.#scope.shape.columns, nameOf(token)!);
    if (position < 0) return false;
    this.columns.add(position);
    return true;
  }
}

/** How many arguments follow the parenthesis at `open`. */
function argumentCount(tokens: readonly Token[], open: number): number {
  const end = closingAt(tokens, open);
  const inner = tokens.slice(open + 1, end);
  return inner.length === 0 ? 0 : split(inner, isComma).length;
}

/** Where the parenthesis at `open` is closed. */
function closingAt(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    depth += nesting(tokens[i]!);
    if (depth === 0) return i;
  }
  return tokens.length;
}

/** Calls whose value is compared as if it were their argument. */
const TRANSPARENT = new Set(["cast", "likely", "unlikely"]);

/**
 * SQLite's rule where it is simple: a column's own, COLLATE after a column; BINARY for what a
 * function returns, and for an expression of columns that are BINARY.
 */
function collationOf(
  tokens: readonly Token[],
  columns: ReadonlySet<number>,
  { shape, alias }: ExpressionScope,
): Collation | undefined {
  const own = columnOf(tokens, alias);
  if (own !== undefined) return shape.columns[positionOf(shape.columns, own)]?.collation;
  if (isWord(tokens.at(-2), "collate")) {
    const isColumn = columnOf(tokens.slice(0, -2), alias) !== undefined;
    return isColumn ? nameOf(tokens.at(-1))!.toLowerCase() as Collation : undefined;
  }
  if (tokens.some((token) => isWord(token, "collate"))) return undefined;
  const [first, open] = tokens;
  const isCall = first!.kind === "word" && open?.text === "(" && !TRANSPARENT.has(first!.value) &&
    !KEYWORDS.has(first!.value) && closingAt(tokens, 1) === tokens.length - 1;
  if (isCall) return "binary";
  const isBinary = [...columns].every((column) => shape.columns[column]!.collation === "binary");
  return isBinary ? "binary" : undefined;
}

/** Whether a column has a name that the lists above take for a word of the language. */
export function hasWordColumns({ columns }: TableShape): boolean {
  return columns.some(({ name }) => KEYWORDS.has(name.toLowerCase()));
}

/** One call of an aggregate function. */
export interface AggregateCall {
  readonly function: "count" | "sum" | "avg" | "min" | "max" | "total";
  readonly distinct: boolean;
  /** Empty for `count(*)`. */
  readonly argument: readonly Token[];
  /** How many tokens the call has. */
  readonly count: number;
  readonly text: string;
}

const AGGREGATES: readonly string[] = ["count", "sum", "avg", "min", "max", "total"];

/** The aggregate call that starts at `at`, if one does. */
export function aggregateAt(tokens: readonly Token[], at: number): AggregateCall | undefined {
  const [name, open] = [tokens[at], tokens[at + 1]];
  if (name?.kind !== "word" || !AGGREGATES.includes(name.value) || open?.text !== "(") {
    return undefined;
  }
  const end = closingAt(tokens, at + 1);
  const filter = filterAt(tokens, end + 1);
  const inner = tokens.slice(at + 2, end);
  const isAll = name.value === "count" && (inner.length === 0 || canonical(inner) === "*");
  const distinct = isWord(inner[0], "distinct");
  const argument = isAll ? [] : inner.slice(distinct ? 1 : 0);
  // `min` of several values is another function, and so is one with ORDER BY.
  if (!isAll && (argument.length === 0 || split(argument, isComma).length > 1)) return undefined;
  const count = end - at + 1 + (filter?.count ?? 0);
  return {
    function: name.value as AggregateCall["function"],
    distinct,
    argument: filter === undefined ? argument : whereTrue(filter.condition, argument),
    count,
    text: canonical(tokens.slice(at, at + count)),
  };
}

/** The `FILTER (WHERE condition)` that starts at `at`, if one does. */
function filterAt(
  tokens: readonly Token[],
  at: number,
): { readonly condition: readonly Token[]; readonly count: number } | undefined {
  const [filter, open, where] = tokens.slice(at, at + 3);
  if (!isWord(filter, "filter") || open?.text !== "(" || !isWord(where, "where")) return undefined;
  const end = closingAt(tokens, at + 1);
  return { condition: tokens.slice(at + 3, end), count: end - at + 1 };
}

/** An argument that is NULL, which all aggregates here leave out, where `condition` is not true. */
function whereTrue(condition: readonly Token[], argument: readonly Token[]): readonly Token[] {
  const one: Token = { kind: "number", text: "1", value: "1", start: 0, end: 0 };
  const value = argument.length === 0 ? [one] : argument;
  const close = sign(")");
  return [
    ...[word("case"), word("when"), sign("("), ...condition, close],
    ...[word("then"), sign("("), ...value, close, word("end")],
  ];
}

function word(value: string): Token {
  return { kind: "word", text: value, value, start: 0, end: 0 };
}

function sign(text: string): Token {
  return { kind: "operator", text, value: text, start: 0, end: 0 };
}
