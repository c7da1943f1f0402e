/**
 * Plans for queries of several SELECTs: compounds, common table expressions, windows, subqueries in
 * FROM and within subqueries. They are run again, unless each changed row takes part in none of the
 * SELECTs, because it fails the tests that each makes of the row's table alone.
 *
 * ```text
 * query = (WITH RECURSIVE? (name (columns)? AS (NOT? MATERIALIZED)? "(" query ")"),*)? core (op core)*
 * op    = UNION ALL? | EXCEPT | INTERSECT
 * core  = SELECT …, in which a query in parentheses is taken out, and has cores of its own
 * ```
 *
 * A row that fails WHERE, or the ON of a join, is in no group, window, or result, whatever is made of
 * those. What a core takes from another one has no rows of its own.
 */

import type { SqlValue } from "@cf/protocol";
import type { Declaration } from "../database/declaration.ts";
import { hasWordColumns } from "./expression.ts";
import { type KeptInner, KeptRows } from "./kept-rows.ts";
import type { Maintained } from "./maintained.ts";
import { parseJoin, qualified } from "./plan-join.ts";
import { isVolatile } from "./plan-kept.ts";
import { testOf } from "./row-test.ts";
import {
  type Clauses,
  cutCore,
  isWord,
  nameOf,
  split,
  type Token,
  tokensOf,
} from "./select-clauses.ts";
import { closingOf, SUBQUERY } from "./take-out.ts";

const OPERATORS = ["union", "except", "intersect"];
/** What joins by other conditions, names a table outside of FROM, or is no SELECT. */
const REFUSED = new Set([
  ...["right", "full", "natural", "using", "indexed", "match", "values", "window", "returning"],
]);

/** What the caller has worked out. */
export interface PartsQuery {
  readonly declaration: Declaration;
  readonly sql: string;
  readonly params: readonly SqlValue[];
}

/** What keeps the rows of a query, or `null` where nothing about it is certain. */
export function planParts({ declaration, sql, params }: PartsQuery): (() => Maintained) | null {
  const tokens = tokensOf(sql);
  if (tokens === undefined || tokens.some(isRefused) || tokens.some(isVolatile)) return null;
  const parts = new Parts(declaration, params);
  if (!parts.add(tokens) || parts.sources.every(({ test }) => test === null)) return null;
  const { sources: inners } = parts;
  const options = { sql, params, extra: 0, sources: [], inners, limit: null, offset: 0 };
  return () => new KeptRows(options);
}

/** A table may stand behind IN without parentheses. */
function isRefused(token: Token, at: number, tokens: readonly Token[]): boolean {
  if (token.kind !== "word") return false;
  return REFUSED.has(token.value) || token.value === "in" && tokens[at + 1]?.text !== "(";
}

class Parts {
  readonly sources: KeptInner[] = [];
  readonly #declaration: Declaration;
  readonly #params: readonly SqlValue[];
  /** Names of common table expressions, which hide tables. */
  readonly #named = new Set<string>();

  constructor(declaration: Declaration, params: readonly SqlValue[]) {
    this.#declaration = declaration;
    this.#params = params;
  }

  /** Takes a query in; returns false where it is not certain. */
  add(tokens: readonly Token[]): boolean {
    const body = isWord(tokens[0], "with") ? this.#addNamed(tokens) : tokens;
    if (body === undefined) return false;
    const cores = split(body, (token) => token.kind === "word" && OPERATORS.includes(token.value));
    return cores.every((core, i) =>
      this.#addCore(i > 0 && isWord(core[0], "all") ? core.slice(1) : core)
    );
  }

  /** Takes common table expressions in, and returns the query behind them. */
  #addNamed(tokens: readonly Token[]): readonly Token[] | undefined {
    let at = isWord(tokens[1], "recursive") ? 2 : 1;
    const bodies: (readonly Token[])[] = [];
    for (;;) {
      const name = nameOf(tokens[at])?.toLowerCase();
      if (name === undefined || name.endsWith("_fts")) return undefined;
      if (this.#declaration.tables.has(name)) return undefined;
      this.#named.add(name);
      at++;
      if (tokens[at]?.text === "(") at = closingOf(tokens, at) + 1;
      if (!isWord(tokens[at++], "as")) return undefined;
      if (isWord(tokens[at], "not")) at++;
      if (isWord(tokens[at], "materialized")) at++;
      const end = closingOf(tokens, at);
      if (tokens[at]?.text !== "(" || end >= tokens.length) return undefined;
      bodies.push(tokens.slice(at + 1, end));
      at = end + 1;
      if (tokens[at]?.text !== ",") break;
      at++;
    }
    return bodies.every((body) => this.add(body)) ? tokens.slice(at) : undefined;
  }

  #addCore(tokens: readonly Token[]): boolean {
    const rest = this.#withoutSubqueries(tokens);
    const clauses = rest && cutCore(rest);
    return clauses !== undefined && this.#addTables(clauses);
  }

  /** `tokens` with a word for each query in them, which is taken in. */
  #withoutSubqueries(tokens: readonly Token[]): Token[] | undefined {
    const rest: Token[] = [];
    for (let at = 0; at < tokens.length; at++) {
      const token = tokens[at]!;
      const isQuery = token.text === "(" &&
        (isWord(tokens[at + 1], "select") || isWord(tokens[at + 1], "with"));
      if (!isQuery) {
        rest.push(token);
        continue;
      }
      const end = closingOf(tokens, at);
      if (end >= tokens.length || !this.add(tokens.slice(at + 1, end))) return undefined;
      rest.push({ ...token, kind: "word", text: SUBQUERY, value: SUBQUERY });
      at = end;
    }
    return rest;
  }

  #addTables({ from, where }: Clauses): boolean {
    if (from.length === 0) return true;
    const isDerived = (name: string) => name === SUBQUERY || this.#named.has(name);
    const sources = parseJoin(from, this.#declaration, isDerived);
    if (sources === undefined) return false;
    const conditions = {
      where: qualified(where, sources),
      ons: sources.map(({ on }) => qualified(on, sources)),
    };
    if (conditions.where === undefined || conditions.ons.includes(undefined)) return false;
    const tables = { sources, conditions: conditions as { where: Token[]; ons: Token[][] } };
    for (const source of sources) {
      const { shape } = source;
      if (shape.name === "") continue;
      if (shape.star === null || hasWordColumns(shape)) return false;
      this.sources.push({ shape, test: testOf(source, tables, this.#params), links: [] });
    }
    return true;
  }
}
