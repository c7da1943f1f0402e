/**
 * Plans for queries that are run again unless a change leaves their rows as they are: joins, and
 * aggregates that are not kept by changes.
 */

import type { SqlValue } from "@cf/protocol";
import type { Declaration } from "../database/declaration.ts";
import { quoteName } from "../database/sql-tokens.ts";
import { hasWordColumns } from "./expression.ts";
import { type KeptInner, type KeptOrder, KeptRows, type KeptSource } from "./kept-rows.ts";
import type { Maintained } from "./maintained.ts";
import { type Joined, parseJoin, qualified } from "./plan-join.ts";
import { type Tables, testOf } from "./row-test.ts";
import { type Clauses, isComma, nameOf, split, type Token, unwrap } from "./select-clauses.ts";
import {
  columnOf,
  conjunctsOf,
  type Operand,
  type OrderTerm,
  parseItem,
  parseLimit,
  parseList,
  parseTerm,
} from "./select-parser.ts";
import { type TakenOut, takeOut } from "./take-out.ts";
import { positionOf, type TableShape } from "./table-shape.ts";

/** What the caller has worked out. */
export interface KeptQuery {
  readonly declaration: Declaration;
  readonly sql: string;
  readonly params: readonly SqlValue[];
  /** A count as a number, `null` for none; `undefined` where that is not certain. */
  readonly boundOf: (operand: Operand | null) => number | null | undefined;
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
  const { declaration, sql, params, boundOf } = query;
  const cut = takeOut(sql);
  const tables = cut && tablesOf(cut.clauses, declaration);
  const bounds = cut && parseLimit(cut.clauses.limit);
  if (cut === undefined || tables === undefined || bounds === undefined) return null;
  const [limit, offset] = [boundOf(bounds.limit), boundOf(bounds.offset)];
  if (limit === undefined || offset === undefined) return null;
  const { clauses, taken } = cut;
  const isVolatile = hasVolatile(clauses) || taken.some((inner) => hasVolatile(inner.clauses));
  const inside = taken.map((inner) => tablesOf(inner.clauses, declaration));
  if (isVolatile || inside.includes(undefined)) return null;
  const subqueries = taken.map((inner, i): Subquery => ({ ...inner, tables: inside[i]! }));
  // A name that means a table here and another within would have to be looked up by scope.
  const isShadowed = subqueries.some((inner) =>
    inner.tables.sources.some(({ alias }) => tables.sources.some((own) => own.alias === alias))
  );
  if (isShadowed) return null;
  const proof = isPlain(clauses) ? proofOf(clauses, tables, subqueries) : NO_PROOF;
  const sources = tables.sources.map((source): KeptSource => ({
    shape: source.shape,
    test: testOf(source, tables, params),
    isOuter: source.isOuter,
    key: proof.keys.get(source) ?? null,
    used: proof.used.get(source) ?? new Set(),
    order: proof.sorted === source ? proof.order : null,
  }));
  const inners = subqueries.flatMap((inner) =>
    inner.tables.sources.map((source): KeptInner => ({
      shape: source.shape,
      test: testOf(source, inner.tables, params),
      links: proof.links.get(inner) ?? [],
    }))
  );
  const { selected } = proof;
  const isBlind = sources.every(({ test, key }) => test === null && key === null) &&
    inners.every(({ test, links }) => test === null && links.length === 0);
  if (isBlind) return null;
  const text = selected.length === 0 ? sql : withSelected(sql, clauses, selected);
  const common = { sql: text, params, extra: selected.length, limit, offset: offset ?? 0 };
  return () => new KeptRows({ ...common, sources, inners });
}

/** A subquery with its tables. */
interface Subquery extends TakenOut {
  readonly tables: Tables;
}

/** The tables of a query, and what it asks of them. */
function tablesOf(clauses: Clauses, declaration: Declaration): Tables | undefined {
  const sources = parseJoin(clauses.from, declaration);
  if (sources === undefined) return undefined;
  if (sources.some(({ shape }) => shape.star === null || hasWordColumns(shape))) return undefined;
  const where = qualified(clauses.where, sources);
  const ons = sources.map(({ on }) => qualified(on, sources));
  if (where === undefined || ons.includes(undefined)) return undefined;
  return { sources, conditions: { where, ons: ons as Token[][] } };
}

function hasVolatile(clauses: Clauses): boolean {
  return Object.values(clauses).some((tokens) => Array.isArray(tokens) && tokens.some(isVolatile));
}

/** What can be told by keys and by the order. */
interface Proof {
  /** SQL of what is selected along. */
  readonly selected: readonly string[];
  readonly order: KeptOrder | null;
  /** Whose column that is. */
  readonly sorted: Joined | null;
  readonly keys: ReadonlyMap<Joined, readonly number[]>;
  readonly used: ReadonlyMap<Joined, ReadonlySet<number>>;
  readonly links: ReadonlyMap<Subquery, KeptInner["links"]>;
}

const NO_PROOF: Proof = {
  selected: [],
  order: null,
  sorted: null,
  keys: new Map(),
  used: new Map(),
  links: new Map(),
};

/** Whether what a query gives depends on more than rows. */
export function isVolatile({ kind, value }: Token, at: number, tokens: readonly Token[]): boolean {
  const isCall = tokens[at + 1]?.text === "(" || value.startsWith("current_");
  return kind === "word" && isCall && VOLATILE.has(value);
}

/** Whether each row of the result is one combination of rows. */
function isPlain({ distinct, items, group, having, order }: Clauses): boolean {
  const isAggregate = (tokens: readonly Token[]) =>
    tokens.some((token, i) => AGGREGATES.has(token.value) && tokens[i + 1]?.text === "(");
  return !distinct && group.length === 0 && having.length === 0 && !isAggregate(items) &&
    !isAggregate(order);
}

function proofOf(
  clauses: Clauses,
  { sources, conditions }: Tables,
  subqueries: readonly Subquery[],
): Proof {
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
    sources.filter(({ shape }) => !hasStar(clauses.items) || isVisible(shape)).map((source) =>
      [source, source.shape.key.map((column) => select(source, column))] as const
    ),
  );
  const own = [conditions.where, ...conditions.ons, ...sorted as Token[][]];
  const meant = namedItems([...own, ...subqueries.map(({ tokens }) => tokens)], clauses)
    ?.map((item) => qualified(item, sources));
  if (meant === undefined || meant.includes(undefined)) return NO_PROOF;
  const parts = [...own, ...meant as Token[][]];
  const used = new Map(
    sources.map((source) => {
      const named = parts.flatMap((tokens) => columnsOf(tokens, source));
      const within = subqueries.flatMap(({ tokens }) => mentioned(tokens, source));
      return [source, new Set([...named, ...within])] as const;
    }),
  );
  const links = new Map(
    subqueries
      // One that is compared, or sorted by, decides which rows there are.
      .filter(({ word }) =>
        clauses.items.includes(word) && !parts.some((tokens) => tokens.includes(word))
      )
      .map((inner) =>
        [
          inner,
          linksOf(inner, sources).map(({ column, source, outer }) => ({
            column,
            selected: select(source, outer),
          })),
        ] as const
      ),
  );
  const [first] = terms;
  const place = first === undefined ? undefined : columnIn(sorted[0]!, sources);
  if (first === undefined || place === undefined || place.source.isOuter) {
    return { selected, order: null, sorted: null, keys, used, links };
  }
  const { source, column } = place;
  const { columns } = source.shape;
  const { descending, nullsFirst } = first;
  const order = {
    column,
    selected: select(source, column),
    descending,
    nullsFirst: nullsFirst ?? !descending,
    collation: columns[column]!.collation,
  };
  return { selected, order, sorted: source, keys, used, links };
}

/**
 * The items that any of `parts` may mean by name: WHERE and ON, too, can name what stands in the result.
 * `undefined` where an item is not understood.
 */
function namedItems(
  parts: readonly (readonly Token[])[],
  { items }: Clauses,
): readonly (readonly Token[])[] | undefined {
  const parsed = parseList(items, (tokens) => parseItem(tokens, ""));
  if (parsed === undefined) return undefined;
  const used = new Set(parts.flat().map((token) => nameOf(token)?.toLowerCase()));
  return parsed.filter(({ name }) => name !== null && used.has(name.toLowerCase()))
    .map(({ tokens }) => tokens);
}

function hasStar(items: readonly Token[]): boolean {
  return items.some(({ text }, i) =>
    text === "*" && [undefined, ",", "."].includes(items[i - 1]?.text)
  );
}

/** Whether the key is among what `*` shows: where a hidden one is asked for, `*` would show it too. */
function isVisible({ key, star }: TableShape): boolean {
  return key.every((column) => star!.includes(column));
}

/** The columns of a subquery's one table that have to be equal to columns of the query around it. */
function linksOf(
  { clauses, tables: { sources: inner, conditions } }: Subquery,
  sources: readonly Joined[],
) {
  const [own] = inner;
  if (inner.length > 1 || own === undefined) return [];
  // Names of its own result come before columns of the query around it.
  if (namedItems([conditions.where], clauses)?.length !== 0) return [];
  return conjunctsOf(conditions.where).flatMap((conjunct) => {
    const tokens = unwrap(conjunct);
    const at = tokens.findIndex(({ text }) => text === "=" || text === "==");
    if (at < 0) return [];
    const sides = [tokens.slice(0, at), tokens.slice(at + 1)];
    const inside = sides.map((side) => columnIn(side, inner));
    const outside = sides.map((side, i) =>
      inside[i] === undefined ? columnIn(qualified(side, sources) ?? [], sources) : undefined
    );
    const [column, outer] = [inside[0] ?? inside[1], outside[0] ?? outside[1]];
    if (column === undefined || outer === undefined) return [];
    const [a, b] = [own.shape.columns[column.column]!, outer.source.shape.columns[outer.column]!];
    const isSame = a.affinity === b.affinity && a.collation === "binary" &&
      b.collation === "binary";
    return isSame ? [{ column: column.column, source: outer.source, outer: outer.column }] : [];
  });
}

/** The columns of `source` that tokens of a subquery may name, with the table's name or without. */
function mentioned(tokens: readonly Token[], { shape }: Joined): number[] {
  return tokens.flatMap((token) => {
    const position = positionOf(shape.columns, nameOf(token) ?? "");
    return position < 0 ? [] : [position];
  });
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

/** `sql` with more result columns, which come last. */
function withSelected(sql: string, { items }: Clauses, selected: readonly string[]): string {
  const at = items.at(-1)!.end;
  const more = selected.map((column, i) => `, ${column} as _cf_along_${i}`).join("");
  return `${sql.slice(0, at)}${more} ${sql.slice(at)}`;
}
