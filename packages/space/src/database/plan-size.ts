/**
 * How much the indexes of tables add to the planning of a statement, which nothing can interrupt.
 *
 * SQLite tries each comparison with each column of each index, and for a list of alternatives plans
 * each of them anew with all that stands beside it. A dozen subqueries with a few hundred comparisons
 * over a table with many indexes of many columns would take minutes.
 *
 * ```text
 * tried        = comparisons × columns of the indexes of one table
 * alternatives = longest chain of OR × comparisons beside it × indexes of one table
 * ```
 *
 * Both go by the whole statement and by the table that has most; they may be too high, never too low.
 */

import { SqlError } from "@cf/protocol";
import type { Declaration, DeclaredTable } from "./declaration.ts";
import { type SqlToken, tokenize } from "./sql-tokens.ts";
import { keyColumns, rowidColumn } from "./table-model.ts";

const TRIED_MAX = 60_000;
const ALTERNATIVES_MAX = 150_000;

const COMPARING = new Set(["=", "==", "<", ">", "<=", ">="]);
const COMPARING_WORDS = new Set(
  ["is", "in", "like", "glob", "between", "isnull", "notnull", "match"],
);

/** Throws `SqlError` where planning `sql` over the tables of `declaration` could take long. */
export function checkPlanSize(sql: string, declaration: Declaration): void {
  const { tokens } = tokenize(sql);
  const { count, columns } = mostIndexed(tokens, declaration);
  const comparisons = comparisonsIn(tokens);
  const tried = comparisons * columns;
  if (tried > TRIED_MAX) {
    throw new SqlError(
      `its ${comparisons} comparisons are tried with ${columns} columns of indexes, at most ` +
        `${TRIED_MAX} tries are possible; give a list of values as JSON to json_each`,
      { sql },
    );
  }
  const chain = longestChain(tokens);
  const planned = chain * Math.max(1, comparisons - chain + 1) * count;
  if (planned > ALTERNATIVES_MAX) {
    throw new SqlError(
      `its ${chain} terms joined by OR are planned with ${comparisons} comparisons and ${count} ` +
        `indexes, at most ${ALTERNATIVES_MAX} plans are possible; give a list of values as JSON ` +
        "to json_each",
      { sql },
    );
  }
}

interface Indexed {
  /** Its indexes, those of keys and unique columns too. */
  readonly count: number;
  /** The columns of all of them. */
  readonly columns: number;
}

const known = new WeakMap<DeclaredTable, Indexed>();

/** The indexes of `table`, by what SQLite makes of its declaration. */
function indexedBy(table: DeclaredTable): Indexed {
  let indexed = known.get(table);
  if (indexed === undefined) {
    const { model, indexes } = table;
    const key = rowidColumn(model) === null ? [keyColumns(model).length] : [];
    const sizes = [
      ...key,
      ...model.columns.filter(({ unique }) => unique).map(() => 1),
      ...model.uniques.map(({ length }) => length),
      ...indexes.map(({ terms }) => terms.length),
    ];
    const columns = sizes.reduce((sum, size) => sum + size, 0);
    known.set(table, indexed = { count: sizes.length, columns });
  }
  return indexed;
}

/** The most indexes, and the most columns in them, that a table has which the statement names. */
function mostIndexed(tokens: readonly SqlToken[], { tables }: Declaration): Indexed {
  let [count, columns] = [0, 0];
  for (const { kind, value } of tokens) {
    if (kind !== "word" && kind !== "quoted" && kind !== "string") continue;
    const table = tables.get(value.toLowerCase());
    if (table === undefined) continue;
    const indexed = indexedBy(table);
    count = Math.max(count, indexed.count);
    columns = Math.max(columns, indexed.columns);
  }
  return { count, columns };
}

/** Comparisons, of which those of row values are as many as a row has values. */
function comparisonsIn(tokens: readonly SqlToken[]): number {
  let count = 0;
  const commas: number[] = [0];
  tokens.forEach((token, i) => {
    if (token.text === "(") commas.push(0);
    else if (token.text === ",") commas[commas.length - 1]!++;
    else if (token.text === ")" && commas.length > 1) {
      const inside = commas.pop()!;
      const next = tokens[i + 1];
      const compared = next?.kind === "word" && next.value === "not" ? tokens[i + 2] : next;
      if (inside > 0 && isComparing(compared)) count += inside;
    } else if (isComparing(token)) count += token.value === "between" ? 2 : 1;
  });
  return count;
}

function isComparing(token: SqlToken | undefined): boolean {
  if (token?.kind === "word") return COMPARING_WORDS.has(token.value);
  return token?.kind === "operator" && COMPARING.has(token.text);
}

/** The terms of the longest chain of OR, through the parentheses that only group it. */
function longestChain(tokens: readonly SqlToken[]): number {
  let longest = 0;
  const open: { ors: number; readonly joins: boolean }[] = [{ ors: 0, joins: false }];
  tokens.forEach((token, i) => {
    const group = open.at(-1)!;
    if (isOr(token)) longest = Math.max(longest, ++group.ors);
    else if (token.text === "(") {
      const before = tokens[i - 1];
      open.push({ ors: 0, joins: before?.text === "(" || isOr(before) });
    } else if (token.text === ")" && open.length > 1) {
      open.pop();
      const after = tokens[i + 1];
      if (!group.joins && after?.text !== ")" && !isOr(after)) return;
      const outer = open.at(-1)!;
      longest = Math.max(longest, outer.ors += group.ors);
    }
  });
  return longest === 0 ? 0 : longest + 1;
}

function isOr(token: SqlToken | undefined): boolean {
  return token?.kind === "word" && token.value === "or";
}
