/**
 * Plans for queries that are run again unless a change leaves their rows as they are: joins, and
 * aggregates that are not kept by changes.
 */

import type { SqlValue } from "@cf/protocol";
import type { Declaration } from "../database/declaration.ts";
import { quoteName } from "../database/sql-tokens.ts";
import {
  BoundParameters,
  type Expression,
  expressionOf,
  type ExpressionScope,
  hasWordColumns,
} from "./expression.ts";
import { bindFilter, type Filter } from "./filter.ts";
import { type KeptOrder, KeptRows, type KeptSource } from "./kept-rows.ts";
import type { Maintained } from "./maintained.ts";
import { type Joined, parseJoin, qualified } from "./plan-join.ts";
import { ColumnProgram, EvaluatedProgram, type RowProgram } from "./row-program.ts";
import { type Clauses, cutSelect, isComma, nameOf, split, type Token } from "./select-clauses.ts";
import {
  columnOf,
  conjunctsOf,
  type OrderTerm,
  parseCondition,
  parseItem,
} from "./select-parser.ts";
import { parseList, parseTerm } from "./select-parser.ts";
import { positionOf } from "./table-shape.ts";

/** What the caller has worked out. */
export interface KeptQuery {
  readonly declaration: Declaration;
  readonly sql: string;
  readonly params: readonly SqlValue[];
  readonly limit: number | null;
  readonly offset: number;
}

/** Calls that make one value of many rows. */
const AGGREGATES = new Set([
  ...["count", "sum", "avg", "min", "max", "total", "group_concat", "string_agg"],
  ...["json_group_array", "json_group_object", "jsonb_group_array", "jsonb_group_object"],
]);
/** What depends on more than rows. */
const VOLATILE = new Set([
  ...["random", "randomblob", "changes", "total_changes", "last_insert_rowid"],
  ...["date", "time", "datetime", "julianday", "unixepoch", "strftime", "timediff"],
  ...["current_date", "current_time", "current_timestamp"],
]);

/** What keeps the rows of a query, or `null` where nothing about it is certain. */
export function planKept(query: KeptQuery): (() => Maintained) | null {
  const clauses = cutSelect(query.sql);
  const sources = clauses && parseJoin(clauses.from, query.declaration);
  if (clauses === undefined || sources === undefined) return null;
  if (Object.values(clauses).some((tokens) => Array.isArray(tokens) && tokens.some(isVolatile))) {
    return null;
  }
  if (sources.some(({ shape }) => shape.star === null || hasWordColumns(shape))) return null;
  const where = qualified(clauses.where, sources);
  const ons = sources.map(({ on }) => qualified(on, sources));
  if (where === undefined || ons.includes(undefined)) return null;
  const conditions: Conditions = { where, ons: ons as Token[][] };
  const proof = isPlain(clauses) ? proofOf(clauses, { sources, conditions }) : NO_PROOF;
  const kept = new Map<string, KeptSource>();
  for (const source of sources) {
    const { shape, isOuter } = source;
    // A table that is joined with itself concerns the query by either role.
    if (sources.some((other) => other !== source && other.shape === shape)) continue;
    const test = testOf(source, { sources, conditions, params: query.params });
    const key = proof.keys.get(source) ?? null;
    kept.set(shape.name.toLowerCase(), {
      ...{ shape, test, isOuter, key },
      used: proof.used.get(source) ?? new Set(),
    });
  }
  const { selected, order } = proof;
  if (kept.values().every(({ test, key }) => test === null && key === null)) return null;
  const { params, limit, offset } = query;
  const sql = selected.length === 0 ? query.sql : withSelected(query.sql, clauses, selected);
  const options = { sql, params, extra: selected.length, sources: kept, order, limit, offset };
  return () => new KeptRows(options);
}

interface Conditions {
  readonly where: readonly Token[];
  /** Of each source. */
  readonly ons: readonly (readonly Token[])[];
}

interface Tables {
  readonly sources: readonly Joined[];
  readonly conditions: Conditions;
}

/** What can be told by keys and by the order. */
interface Proof {
  /** SQL of what is selected along. */
  readonly selected: readonly string[];
  readonly order: KeptOrder | null;
  readonly keys: ReadonlyMap<Joined, readonly number[]>;
  readonly used: ReadonlyMap<Joined, ReadonlySet<number>>;
}

const NO_PROOF: Proof = { selected: [], order: null, keys: new Map(), used: new Map() };

function isVolatile({ kind, value }: Token): boolean {
  return kind === "word" && VOLATILE.has(value);
}

/** Whether each row of the result is one combination of rows. */
function isPlain({ distinct, items, group, having, order }: Clauses): boolean {
  const isAggregate = (tokens: readonly Token[]) =>
    tokens.some((token, i) => AGGREGATES.has(token.value) && tokens[i + 1]?.text === "(");
  return !distinct && group.length === 0 && having.length === 0 && !isAggregate(items) &&
    !isAggregate(order);
}

function proofOf(clauses: Clauses, { sources, conditions }: Tables): Proof {
  const terms = parseList(clauses.order, parseTerm);
  const sorted = terms?.map((term) => expressionOfTerm(term, clauses, sources));
  if (terms === undefined || sorted === undefined || sorted.includes(undefined)) return NO_PROOF;
  const selected: string[] = [];
  const select = ({ alias, shape }: Joined, column: number) => {
    const sql = `${quoteName(alias)}.${quoteName(shape.columns[column]!.name)}`;
    const known = selected.indexOf(sql);
    return known >= 0 ? known : selected.push(sql) - 1;
  };
  const keys = new Map(
    sources.map((source) =>
      [source, source.shape.key.map((column) => select(source, column))] as const
    ),
  );
  const parts = [conditions.where, ...conditions.ons, ...sorted as Token[][]];
  const used = new Map(
    sources.map((source) =>
      [source, new Set(parts.flatMap((tokens) => columnsOf(tokens, source)))] as const
    ),
  );
  const [first] = terms;
  const place = first === undefined ? undefined : columnIn(sorted[0]!, sources);
  if (first === undefined || place === undefined || place.source.isOuter) {
    return { selected, order: null, keys, used };
  }
  const { source, column } = place;
  const { name: table, columns } = source.shape;
  const { descending, nullsFirst } = first;
  const order = {
    table,
    column,
    selected: select(source, column),
    descending,
    nullsFirst: nullsFirst ?? !descending,
    collation: columns[column]!.collation,
  };
  return { selected, order, keys, used };
}

/**
 * What a term sorts by, with every column under its table's name: its own expression, or that of the
 * result column that it names or numbers. `undefined` where that is not certain.
 */
function expressionOfTerm(
  { tokens }: OrderTerm,
  { items }: Clauses,
  sources: readonly Joined[],
): readonly Token[] | undefined {
  const [only] = tokens;
  const parsed = split(items, isComma).map((item) => parseItem(item, ""));
  if (only?.kind === "number") {
    const isCertain = tokens.length === 1 && parsed.every((item) => item?.isStar === false) &&
      !items.some(({ text }) => text === "*");
    const item = isCertain ? parsed[Number(only.text) - 1] : undefined;
    return item && qualified(item.tokens, sources);
  }
  const name = tokens.length === 1 ? nameOf(only)?.toLowerCase() : undefined;
  const named = parsed.find((item) => name !== undefined && item?.name?.toLowerCase() === name);
  // SQLite looks for names of the result behind signs and COLLATE, too.
  const isHidden = named === undefined && tokens.length > 1 &&
    tokens.some((token, i) =>
      tokens[i - 1]?.text !== "." && tokens[i + 1]?.text !== "." &&
      parsed.some((item) => item?.name && item.name.toLowerCase() === nameOf(token)?.toLowerCase())
    );
  return isHidden ? undefined : qualified(named?.tokens ?? tokens, sources);
}

/** The column that qualified tokens are, and nothing else. */
function columnIn(tokens: readonly Token[], sources: readonly Joined[]) {
  for (const source of sources) {
    const column = tokens.length === 3 ? columnOf(tokens, source.alias) : undefined;
    const position = column === undefined ? -1 : positionOf(source.shape.columns, column);
    if (position >= 0) return { source, column: position };
  }
  return undefined;
}

/** The columns of `source` that qualified tokens name. */
function columnsOf(tokens: readonly Token[], { alias, shape }: Joined): number[] {
  return tokens.flatMap((token, i) => {
    const isOwn = tokens[i + 1]?.text === "." && nameOf(token)?.toLowerCase() === alias;
    const position = isOwn ? positionOf(shape.columns, nameOf(tokens[i + 2]) ?? "") : -1;
    return position < 0 ? [] : [position];
  });
}

/** What rows of `source` have to pass to take part. */
function testOf(
  source: Joined,
  { sources, conditions, params }: Tables & { readonly params: readonly SqlValue[] },
): RowProgram | null {
  const { shape, alias } = source;
  const strong = [conditions.where];
  const weak: (readonly Token[])[] = [];
  sources.forEach((other, i) => {
    const on = conditions.ons[i]!;
    if (!other.isOuter) strong.push(on);
    else if (other === source) weak.push(on);
  });
  const parameters = new BoundParameters(params);
  const scope: ExpressionScope = { shape, alias, parameters };
  const filters: Filter[] = [];
  const others: Expression[] = [];
  const take = (tokens: readonly Token[], isStrong: boolean) => {
    const { conjuncts, isComplete } = parseCondition(tokens, alias);
    const simple = isComplete
      ? conjuncts.map((conjunct) => bindFilter(conjunct, shape, params))
      : [undefined];
    const isSimple = !simple.includes(undefined);
    // A condition that the NULLs of a LEFT JOIN can pass says nothing about rows.
    const isNullable = isStrong && source.isOuter;
    if (isSimple && !(isNullable && simple.some((one) => one!.operator === "is null"))) {
      filters.push(...simple as Filter[]);
      return;
    }
    const expression = isNullable ? undefined : expressionOf(tokens, scope);
    if (expression !== undefined && expression.columns.size > 0) others.push(expression);
  };
  for (const tokens of strong.flatMap(conjunctsOf)) take(tokens, true);
  for (const tokens of weak.flatMap(conjunctsOf)) take(tokens, false);
  if (others.length === 0) {
    return filters.length === 0 ? null : new ColumnProgram(shape, filters, []);
  }
  const where = allOf(others);
  return new EvaluatedProgram({ shape, alias, filters, values: [ONE], where, parameters });
}

const LINEAR = { tokens: 1, isQuadratic: false, readsDates: false };
const ONE: Expression = {
  sql: "1",
  columns: new Set(),
  column: null,
  collation: undefined,
  cost: LINEAR,
};

function allOf(expressions: readonly Expression[]): Expression {
  return {
    ...ONE,
    sql: expressions.map(({ sql }) => `(${sql})`).join(" and "),
    columns: new Set(expressions.flatMap(({ columns }) => [...columns])),
    cost: {
      tokens: expressions.reduce((sum, { cost }) => sum + cost.tokens, 0),
      isQuadratic: expressions.some(({ cost }) => cost.isQuadratic),
      readsDates: expressions.some(({ cost }) => cost.readsDates),
    },
  };
}

/** `sql` with more result columns, which come last. */
function withSelected(sql: string, { items }: Clauses, selected: readonly string[]): string {
  const at = items.at(-1)!.end;
  const more = selected.map((column, i) => `, ${column} as _cf_along_${i}`).join("");
  return sql.slice(0, at) + more + sql.slice(at);
}
