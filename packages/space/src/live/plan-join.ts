/**
 * Which rows of joined tables can concern a query at all: those that have the values that its
 * conditions ask for. The query itself is run again.
 *
 * ```text
 * from = source ( ("," | CROSS JOIN | INNER? JOIN | LEFT OUTER? JOIN) source (ON condition)? )*
 * ```
 *
 * A test of WHERE, or of an inner join's ON, is passed by every row of the result, and is false for
 * the NULLs that a LEFT JOIN puts in: a row that fails it does not matter, on either side. A test in
 * the ON of a LEFT JOIN says the same of its right side alone. Where two columns are equal, the values
 * of one are those of the other.
 */

import type { SqlValue } from "@cf/protocol";
import type { Declaration } from "../database/declaration.ts";
import { bindFilter, type Filter } from "./filter.ts";
import { type Route, routeOf } from "./route.ts";
import { cutSelect, isWord, nameOf, nesting, split, type Token, unwrap } from "./select-clauses.ts";
import { columnOf, parseCondition, parseSource } from "./select-parser.ts";
import { positionOf, shapeOf, type TableShape } from "./table-shape.ts";

/** One table of a FROM clause. */
export interface Joined {
  readonly alias: string;
  readonly shape: TableShape;
  /** Whether it is the right side of a LEFT JOIN. */
  readonly isOuter: boolean;
  readonly on: readonly Token[];
  /** Tests that rows of the result pass; and those that only matches of this table pass. */
  readonly strong: Filter[];
  readonly weak: Filter[];
}

/** One side of an equality of columns. */
interface Side {
  readonly source: Joined;
  readonly position: number;
}

/**
 * The routes of a query over several tables; none where that is not certain. They go by equality
 * alone, which is never true of NULL.
 */
export function joinRoutes(
  declaration: Declaration,
  sql: string,
  slots: readonly SqlValue[],
): readonly Route[] {
  const clauses = cutSelect(sql);
  const sources = clauses === undefined ? undefined : parseJoin(clauses.from, declaration);
  if (clauses === undefined || sources === undefined || sources.length === 1) return [];
  const join = new JoinConditions(sources, slots);
  if (!join.add(clauses.where, null)) return [];
  for (const source of sources) if (!join.add(source.on, source)) return [];
  join.spread();
  return sources.flatMap((source) => {
    // A table that is joined with itself concerns the query by either role.
    const isAlone = sources.every((other) => other === source || other.shape !== source.shape);
    return isAlone ? routeOf(source.shape, [...source.strong, ...source.weak]) ?? [] : [];
  });
}

class JoinConditions {
  readonly #sources: readonly Joined[];
  readonly #slots: readonly SqlValue[];
  /** With the right side of the LEFT JOIN that asks for it, if one does. */
  readonly #equalities: { readonly sides: readonly [Side, Side]; readonly outer: Joined | null }[] =
    [];

  constructor(sources: readonly Joined[], slots: readonly SqlValue[]) {
    this.#sources = sources;
    this.#slots = slots;
  }

  /** Takes a condition in: of WHERE, or of `joined`'s ON. Returns false where it is not certain. */
  add(tokens: readonly Token[], joined: Joined | null): boolean {
    const condition = qualified(tokens, this.#sources);
    if (condition === undefined) return false;
    const outer = joined?.isOuter ? joined : null;
    for (const source of this.#sources) {
      if (outer !== null && outer !== source) continue;
      for (const conjunct of parseCondition(condition, source.alias).conjuncts) {
        const filter = bindFilter(conjunct, source.shape, this.#slots);
        if (filter !== undefined) (outer === null ? source.strong : source.weak).push(filter);
      }
    }
    if (split(unwrap(condition), (token) => isWord(token, "or")).length === 1) {
      for (const part of split(unwrap(condition), (token) => isWord(token, "and"))) {
        this.#addEquality(unwrap(part), outer);
      }
    }
    return true;
  }

  /** Gives values from one side of an equality to the other, until nothing is new. */
  spread(): void {
    for (let round = 0; round < this.#sources.length; round++) {
      for (const { sides, outer } of this.#equalities) {
        this.#give(sides[0], sides[1], outer);
        this.#give(sides[1], sides[0], outer);
      }
    }
  }

  #give(from: Side, to: Side, outer: Joined | null): void {
    // Rows on the left of a LEFT JOIN are there without a match, too.
    const isWeak = outer !== null && to.source === outer;
    if (outer !== null && !isWeak && from.source !== outer) return;
    const target = isWeak ? to.source.weak : to.source.strong;
    for (const { operator, position, values } of from.source.strong) {
      if (position !== from.position || (operator !== "=" && operator !== "in")) continue;
      const isKnown = target.some((known) =>
        known.position === to.position && known.values === values
      );
      if (!isKnown) target.push({ operator, position: to.position, values });
    }
  }

  #addEquality(tokens: readonly Token[], outer: Joined | null): void {
    const at = tokens.findIndex(({ text }) => text === "=" || text === "==");
    if (at < 0) return;
    const left = this.#sideOf(tokens.slice(0, at));
    const right = this.#sideOf(tokens.slice(at + 1));
    if (left === undefined || right === undefined) return;
    const a = left.source.shape.columns[left.position]!;
    const b = right.source.shape.columns[right.position]!;
    const isSame = a.affinity === b.affinity && a.collation === "binary" &&
      b.collation === "binary";
    if (isSame) this.#equalities.push({ sides: [left, right], outer });
  }

  #sideOf(tokens: readonly Token[]): Side | undefined {
    for (const source of this.#sources) {
      const column = tokens.length === 3 ? columnOf(tokens, source.alias) : undefined;
      const position = column === undefined ? -1 : positionOf(source.shape.columns, column);
      if (position >= 0) return { source, position };
    }
    return undefined;
  }
}

/** `tokens` with every column under its table's name; `undefined` if one has no certain table. */
export function qualified(
  tokens: readonly Token[],
  sources: readonly Pick<Joined, "alias" | "shape">[],
): Token[] | undefined {
  const result: Token[] = [];
  for (const [i, token] of tokens.entries()) {
    const name = nameOf(token);
    const isPart = tokens[i - 1]?.text === "." || [".", "("].includes(tokens[i + 1]?.text ?? "");
    const owners = name === undefined || isPart
      ? []
      : sources.filter(({ shape }) => positionOf(shape.columns, name) >= 0);
    if (owners.length > 1) return undefined;
    if (owners.length === 1) {
      const { alias } = owners[0]!;
      result.push({ ...token, kind: "quoted", text: `"${alias}"`, value: alias });
      result.push({ ...token, kind: "operator", text: ".", value: "." });
    }
    result.push(token);
  }
  return result;
}

const JOINS: readonly (readonly string[])[] = [
  ["left", "outer", "join"],
  ["left", "join"],
  ["cross", "join"],
  ["inner", "join"],
  ["join"],
];

/** The rows of what is no table. */
const DERIVED: TableShape = { name: "", columns: [], key: [], star: null };

/**
 * The tables of a FROM clause; `undefined` where it is no such list of joins. What `isDerived` says is
 * no table has no columns here.
 */
export function parseJoin(
  tokens: readonly Token[],
  declaration: Declaration,
  isDerived: (name: string) => boolean = () => false,
): Joined[] | undefined {
  const sources: Joined[] = [];
  let rest = tokens;
  let isOuter = false;
  for (;;) {
    const next = nextJoin(rest);
    const part = rest.slice(0, next?.at);
    const on = part.findIndex((token) => isWord(token, "on"));
    const source = parseSource(on < 0 ? part : part.slice(0, on));
    if (source === undefined) return undefined;
    const name = source.table.toLowerCase();
    const table = declaration.tables.get(name);
    const shape = isDerived(name) ? DERIVED : table && shapeOf(table);
    if (shape === undefined) return undefined;
    const { alias } = source;
    if (sources.some((other) => other.alias === alias)) return undefined;
    const condition = on < 0 ? [] : part.slice(on + 1);
    sources.push({ alias, shape, isOuter, on: condition, strong: [], weak: [] });
    if (next === undefined) return sources;
    isOuter = next.isOuter;
    rest = rest.slice(next.at + next.length);
  }
}

function nextJoin(tokens: readonly Token[]) {
  let depth = 0;
  for (let at = 0; at < tokens.length; at++) {
    depth += nesting(tokens[at]!);
    if (depth > 0) continue;
    if (tokens[at]!.text === ",") return { at, length: 1, isOuter: false };
    const words = JOINS.find((join) => join.every((word, i) => isWord(tokens[at + i], word)));
    if (words !== undefined) return { at, length: words.length, isOuter: words[0] === "left" };
  }
  return undefined;
}
