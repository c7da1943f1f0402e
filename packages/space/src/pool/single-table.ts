/** Finds the one table of a query whose rows are rows of that table, each at most once. */

import { tokenize } from "../database/sql-tokens.ts";

const MULTIPLYING = new Set([
  "join",
  "union",
  "except",
  "intersect",
  "group",
  "distinct",
  "over",
  "window",
  "with",
  "values",
]);

/**
 * The table of `select … from t …` when `t` stands alone: no join, compound, grouping or subquery.
 * Then a projection that holds the key tells the rows apart.
 */
export function singleTable(sql: string): string | undefined {
  const { tokens } = tokenize(sql);
  if (tokens[0]?.value !== "select") return undefined;
  // `a is distinct from b` names no table, and takes no row away.
  const words = tokens.map(({ kind, value }) => kind === "word" ? value : "");
  const isComparing = (i: number) => words[i] === "distinct" && words[i + 1] === "from";
  const from = words.findIndex((word, i) => word === "from" && !isComparing(i - 1));
  if (words.some((word, i) => MULTIPLYING.has(word) && !isComparing(i))) return undefined;
  const selects = words.filter((word) => word === "select").length;
  const table = tokens[from + 1];
  if (selects !== 1 || from < 0 || table === undefined) return undefined;
  if (table.kind !== "word" && table.kind !== "quoted") return undefined;
  let at = from + 2;
  const after = () => tokens[at]?.text.toLowerCase() ?? ";";
  const ends = new Set(["where", "order", "limit", ";"]);
  if (after() === "as") at++;
  if (!ends.has(after()) && tokens[at]?.kind !== "operator") at++;
  if (!ends.has(after())) return undefined;
  return table.kind === "word" ? table.text : table.value;
}
