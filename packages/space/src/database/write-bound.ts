/**
 * A bound on the work of a write, found before it starts: nothing can interrupt SQLite on the thread
 * that commits.
 *
 * `EXPLAIN QUERY PLAN` lists the loops of a statement. The bound is the product of their sizes,
 * where the loops of a compound are added up:
 *
 * ```text
 * SCAN …                                   as many rows as the largest table it opens has
 * SEARCH … USING INTEGER PRIMARY KEY (=?)  one row
 * SEARCH … USING INDEX i (a=? AND b>?)     the most rows of one value of the columns with `=`
 * ```
 *
 * A statement with one loop at most is linear and is not looked at further. What is counted is
 * counted on the file as it is, first cheaply (every loop is a scan) and then, only if that is too
 * much, by index. Sorting, functions, and the rows that triggers and foreign keys reach are not
 * part of it.
 */

import type { DatabaseSync } from "node:sqlite";
import { WriteTooLongError } from "./errors.ts";
import { quoteName } from "./sql-tokens.ts";

/** Steps of nested loops that one statement may take: some seconds at the worst. */
const WRITE_STEPS_MAX = 200_000_000;

interface Loop {
  readonly kind: "scan" | "one" | "index" | "value";
  readonly index: string;
  /** How many columns of the index are compared with `=`. */
  readonly equal: number;
}

/** The loops of a statement, nested; a `sum` is a compound. */
interface PlanNode {
  readonly loop: Loop | null;
  readonly sum: boolean;
  readonly children: PlanNode[];
}

/** What is known of a writing statement's loops; `null` for one that is linear. */
export type WritePlan = PlanNode | null;

interface PlanRow {
  readonly id: number;
  readonly parent: number;
  readonly detail: string;
}

/** Reads the rows of `EXPLAIN QUERY PLAN` of `sql`. */
export function readPlan(rows: readonly PlanRow[], sql: string): WritePlan {
  const root: PlanNode = { loop: null, sum: false, children: [] };
  const lookups: PlanNode = { loop: null, sum: true, children: [] };
  const text = sql.toLowerCase();
  const seen = new Map<string, number>();
  const nodes = new Map<number, PlanNode>([[0, root]]);
  let loops = 0;
  for (const { id, parent, detail } of rows) {
    const loop = loopOf(detail);
    if (loop !== null && loop.kind !== "one") loops++;
    const sum = /^(COMPOUND QUERY|MERGE|MULTI-INDEX OR)/.test(detail);
    const node: PlanNode = { loop, sum, children: [] };
    nodes.set(id, node);
    const name = /^(?:SCAN|SEARCH) (\S+)/.exec(detail)?.[1]?.toLowerCase();
    const times = (seen.get(name ?? "") ?? 0) + 1;
    if (parent === 0 && loop !== null && name !== undefined) seen.set(name, times);
    // More loops over a table than the text names it are those of foreign keys, one after another.
    const looksUp = parent === 0 && loop !== null && name !== undefined &&
      times > text.split(name).length - 1;
    (looksUp ? lookups : nodes.get(parent) ?? root).children.push(node);
  }
  if (lookups.children.length > 0) root.children.push(lookups);
  return loops > 1 ? root : null;
}

function loopOf(detail: string): Loop | null {
  if (/^SCAN .*VIRTUAL TABLE/.test(detail)) return { kind: "value", index: "", equal: 0 };
  if (/^SCAN (CONSTANT ROW|\d+ CONSTANT ROWS)/.test(detail)) return null;
  if (detail.startsWith("SCAN ")) return { kind: "scan", index: "", equal: 0 };
  if (!detail.startsWith("SEARCH ")) return null;
  if (/USING INTEGER PRIMARY KEY \(rowid=\?\)/.test(detail)) {
    return { kind: "one", index: "", equal: 0 };
  }
  const found = /USING (?:COVERING )?INDEX (.+) \((.*)\)/.exec(detail);
  const equal = found?.[2]?.match(/[^<>]=\?/g)?.length ?? 0;
  return found === null || equal === 0
    ? { kind: "scan", index: "", equal: 0 }
    : { kind: "index", index: found[1]!, equal };
}

/** Where a statement runs, and how often. */
export interface WriteWork {
  readonly alias: string;
  readonly sql: string;
  /** The tables it opens. */
  readonly tables: Iterable<string>;
  /** With how many sets of parameters it runs. */
  readonly times: number;
  /** The longest of its parameters, which `json_each` may take apart. */
  readonly lengthMax: number;
}

/** Throws `WriteTooLongError` (`limit-exceeded`) if `plan` may take more than `stepsMax` steps. */
export function checkWork(
  connection: DatabaseSync,
  plan: PlanNode,
  work: WriteWork & { readonly stepsMax?: number },
): void {
  const { alias, sql, times, stepsMax = WRITE_STEPS_MAX } = work;
  let most = 1;
  for (const table of work.tables) most = Math.max(most, rowsOf(connection, alias, table));
  // A table function takes a value apart, or it is a full-text index over one of the tables.
  const parts = Math.max(most, sql.length / 2, work.lengthMax / 2);
  const scanned = (loop: Loop) => loop.kind === "value" ? parts : most;
  if (times * stepsOf(plan, scanned) <= stepsMax) return;
  const sizes = new Map<string, number>();
  const size = (loop: Loop) => {
    if (loop.kind !== "index") return scanned(loop);
    const key = `${loop.index} ${loop.equal}`;
    let known = sizes.get(key);
    if (known === undefined) sizes.set(key, known = fanOut(connection, alias, loop) ?? most);
    return known;
  };
  if (times * stepsOf(plan, size) <= stepsMax) return;
  throw new WriteTooLongError(stepsMax, sql);
}

function stepsOf({ loop, sum, children }: PlanNode, size: (loop: Loop) => number): number {
  const own = loop === null || loop.kind === "one" ? 1 : Math.max(1, size(loop));
  const inner = children.map((child) => stepsOf(child, size));
  return own * (sum ? inner.reduce((a, b) => a + b, 0) : inner.reduce((a, b) => a * b, 1));
}

function rowsOf(connection: DatabaseSync, alias: string, table: string): number {
  try {
    const row = connection.prepare(
      `select count(*) as count from ${quoteName(alias)}.${quoteName(table)}`,
    ).get();
    return Number(row?.count ?? 0);
  } catch {
    // A name that is no table of the file, as of `json_each`.
    return 0;
  }
}

/** The most rows that one value of the first columns of an index has. */
function fanOut(connection: DatabaseSync, alias: string, loop: Loop): number | undefined {
  const schema = quoteName(alias);
  const table = connection.prepare(
    `select tbl_name as name from ${schema}.sqlite_master where type = 'index' and name = ?`,
  ).get(loop.index)?.name;
  if (typeof table !== "string") return undefined;
  const columns = connection.prepare(`pragma ${schema}.index_info(${quoteName(loop.index)})`).all()
    .slice(0, loop.equal).map(({ name }) => name);
  if (columns.some((name) => typeof name !== "string")) return undefined;
  const list = columns.map((name) => quoteName(String(name))).join(", ");
  const row = connection.prepare(
    `select max(count) as most from
       (select count(*) as count from ${schema}.${quoteName(table)} group by ${list})`,
  ).get();
  return Number(row?.most ?? 0);
}
