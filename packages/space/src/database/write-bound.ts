/**
 * A bound on the work of a write, found before it starts: nothing can interrupt SQLite on the thread
 * that commits.
 *
 * `EXPLAIN QUERY PLAN` lists the loops of a statement. The bound is the product of their sizes,
 * where the parts of a compound are added up:
 *
 * ```text
 * SCAN n-ROW VALUES CLAUSE                 n rows
SCAN …                                   as many rows as the largest thing known so far has
 * SEARCH … USING INTEGER PRIMARY KEY (=?)  one row
 * SEARCH … USING INDEX i (a=? AND b>?)     the most rows of one value of the columns with `=`
 * MATERIALIZE x, CO-ROUTINE x              as many rows as its own loops take steps; it is known
 *                                          from here on
 * ```
 *
 * Names in a plan are aliases, so that no loop is told from another by its name: "the largest thing
 * known" is the largest table that the statement opens, list of values, or subquery before. What is
 * counted is counted on the file as it is, first cheaply (every loop is a scan) and then, only if
 * that is too much, by index. Foreign keys that act multiply by the largest table once more.
 *
 * Some functions take longer than their arguments are long, or make more than they are given, and
 * table functions take a value apart. The plan says so (`unbounded`): how many steps are bearable
 * then depends on how long values can be.
 */

import type { DatabaseSync } from "node:sqlite";
import { acts } from "./cascade-reach.ts";
import type { Declaration } from "./declaration.ts";
import { functionCalled, type Opcode } from "./opcodes.ts";
import { quoteName } from "./sql-tokens.ts";

interface Loop {
  readonly kind: "scan" | "one" | "index" | "value" | "constant";
  readonly index: string;
  /** How many columns of the index are compared with `=`; of a constant list, its rows. */
  readonly equal: number;
}

/** The loops of a statement, nested; a `sum` is a compound. */
interface PlanNode {
  readonly loop: Loop | null;
  readonly sum: boolean;
  /** Whether others loop over what it makes. */
  readonly isTable: boolean;
  readonly children: PlanNode[];
}

/** What is known of a writing statement's work. */
export interface WritePlan {
  /** `null` without a loop over more than one row. */
  readonly root: PlanNode | null;
  /** The longest list of values in it. */
  readonly constantRows: number;
  /** Without a loop and an action of a foreign key: one row for each set of parameters. */
  readonly isLinear: boolean;
  /**
   * What its rows do not bound: nothing, the `parts` that a table function takes a value into, or
   * the `calls` of a function that takes longer than its arguments are long.
   */
  readonly unbounded: "nothing" | "parts" | "calls";
  /** Whether a function may make a longer value than any it is given. */
  readonly amplifies: boolean;
  /** Instructions of its program. */
  readonly length: number;
  /** Whether it may set off an action of a foreign key. */
  readonly cascades: boolean;
}

interface PlanRow {
  readonly id: number;
  readonly parent: number;
  readonly detail: string;
}

/** A statement, as SQLite explains it. */
export interface Explained {
  readonly sql: string;
  /** The rows of `EXPLAIN QUERY PLAN`. */
  readonly plan: readonly PlanRow[];
  /** The rows of `EXPLAIN`. */
  readonly program: readonly Opcode[];
  /** Whether a foreign key of the declaration acts on other rows. */
  readonly hasActions: boolean;
}

/** Whether foreign keys of `declaration` act on other rows, or it does not tell. */
export function actsOnOthers({ tables, fingerprint }: Declaration): boolean {
  if (fingerprint.startsWith("foreign ")) return true;
  return tables.values().some(({ model }) =>
    model.foreignKeys.some(acts) ||
    model.columns.some(({ references }) => references !== null && acts(references))
  );
}

/** Functions that make more than they are given. */
const AMPLIFYING = new Set(
  ("printf format strftime replace zeroblob randomblob group_concat string_agg concat_ws hex quote " +
    "json_group_array json_group_object jsonb_group_array jsonb_group_object").split(" "),
);
/** Those with long results, and those that compare each part of one value with each of another. */
const UNBOUNDED = new Set(
  [...AMPLIFYING].filter((name) => !["hex", "quote", "strftime"].includes(name)).concat(
    "json_patch jsonb_patch instr like glob trim ltrim rtrim unhex".split(" "),
  ),
);

/** Whether an expression calls a function whose work its rows do not bound. */
export function callsUnbounded(expression: string): boolean {
  return expression.toLowerCase().split(/\W+/).some((word) => UNBOUNDED.has(word));
}

/** Reads what SQLite explains of a write. */
export function readPlan({ sql, plan, program, hasActions }: Explained): WritePlan {
  const root: PlanNode = { loop: null, sum: false, isTable: false, children: [] };
  const lookups: PlanNode = { loop: null, sum: true, isTable: false, children: [] };
  const text = sql.toLowerCase();
  const seen = new Map<string, number>();
  const nodes = new Map<number, PlanNode>([[0, root]]);
  let loops = 0;
  let constantRows = 1;
  for (const { id, parent, detail } of plan) {
    const loop = loopOf(detail);
    if (loop !== null && loop.kind !== "one") loops++;
    constantRows = Math.max(constantRows, constantRowsOf(detail));
    const sum = /^(COMPOUND QUERY|MERGE|MULTI-INDEX OR)/.test(detail);
    const isTable = /^(MATERIALIZE|CO-ROUTINE)/.test(detail);
    const node: PlanNode = { loop, sum, isTable, children: [] };
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
  const called = program.flatMap((step) => functionCalled(step) ?? []);
  const isLooped = loops > 0 || constantRows > 1;
  const cascades = hasActions && program.some(({ opcode }) => opcode === "Program");
  return {
    root: isLooped ? root : null,
    isLinear: !isLooped && !cascades,
    constantRows,
    // `AggValue` is a window, whose frame may be gone through again for each row.
    unbounded: called.some((name) => UNBOUNDED.has(name)) ||
        program.some(({ opcode }) => opcode === "AggValue")
      ? "calls"
      : program.some(({ opcode }) => opcode === "VFilter")
      ? "parts"
      : "nothing",
    amplifies: called.some((name) => AMPLIFYING.has(name)),
    length: program.length,
    cascades,
  };
}

function loopOf(detail: string): Loop | null {
  if (/^SCAN .*VIRTUAL TABLE/.test(detail)) return { kind: "value", index: "", equal: 0 };
  if (detail.startsWith("SCAN CONSTANT ROW")) return null;
  const listed = constantRowsOf(detail);
  if (listed > 1) return { kind: "constant", index: "", equal: listed };
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

function constantRowsOf(detail: string): number {
  return Number(/^SCAN (\d+)(?: CONSTANT ROWS|-ROW VALUES)/.exec(detail)?.[1] ?? 1);
}

/** Where a statement runs, and how often. */
export interface WriteWork {
  readonly alias: string;
  /** The tables it opens. */
  readonly tables: Iterable<string>;
  /** With how many sets of parameters it runs. */
  readonly times: number;
  /** The most parts that a table function can take a value into, where tables have `most` rows. */
  readonly parts: (most: number) => number;
}

/**
 * How many steps the loops of `plan` take at most. Where that is more than `enough`, indexes are
 * looked at too, which costs a walk through them.
 */
export function stepsBound(
  connection: DatabaseSync,
  plan: WritePlan,
  work: WriteWork & { readonly enough: number },
): number {
  const { root, constantRows, cascades } = plan;
  const { alias, times, enough } = work;
  if (plan.isLinear) return times;
  const most = Math.max(constantRows, largestOf(connection, work));
  const actions = cascades ? most : 1;
  const parts = work.parts(most);
  const node = root ?? { loop: null, sum: false, isTable: false, children: [] };
  const scanned = ({ kind, equal }: Loop, known: number) =>
    kind === "value" ? parts : kind === "constant" ? equal : known;
  const cheaply = times * actions * new Bound(scanned, most).of(node);
  if (cheaply <= enough) return cheaply;
  const sizes = new Map<string, number>();
  const looked = (loop: Loop, known: number) => {
    if (loop.kind !== "index") return scanned(loop, known);
    const key = `${loop.index} ${loop.equal}`;
    let size = sizes.get(key);
    if (size === undefined) sizes.set(key, size = fanOut(connection, alias, loop) ?? known);
    return size;
  };
  return times * actions * new Bound(looked, most).of(node);
}

/**
 * The rows of the largest of some tables, exactly where they are more than `enough`; less than that
 * is an upper bound.
 */
export function largestOf(
  connection: DatabaseSync,
  { alias, tables, enough }: Pick<WriteWork, "alias" | "tables"> & { readonly enough: number },
): number {
  let most = 0;
  for (const table of tables) most = Math.max(most, rowsOf(connection, alias, table, enough));
  return most;
}

/** Adds up a plan, in its order: subqueries are known before they are looped over. */
class Bound {
  readonly #size: (loop: Loop, known: number) => number;
  #known: number;

  constructor(size: (loop: Loop, known: number) => number, known: number) {
    this.#size = size;
    this.#known = known;
  }

  of({ loop, sum, isTable, children }: PlanNode): number {
    const inner = children.map((child) => this.of(child));
    const own = loop === null || loop.kind === "one"
      ? 1
      : Math.max(1, this.#size(loop, this.#known));
    const steps = own *
      (sum ? inner.reduce((a, b) => a + b, 0) : inner.reduce((a, b) => a * b, 1));
    if (isTable) this.#known = Math.max(this.#known, steps);
    return steps;
  }
}

/** How many rows a table has; where its rowids span no more than `enough`, at most their span. */
function rowsOf(
  connection: DatabaseSync,
  alias: string,
  table: string,
  enough: number,
): number {
  const target = `${quoteName(alias)}.${quoteName(table)}`;
  try {
    const span = connection.prepare(
      `select max(rowid) as last, min(rowid) as first from ${target}`,
    );
    span.setReadBigInts(true);
    const { last, first } = span.get() as { last: bigint | null; first: bigint | null };
    if (last === null || first === null) return 0;
    if (last - first < BigInt(enough)) return Number(last - first) + 1;
  } catch {
    // A table without a rowid, or a name that is no table of the file, as of `json_each`.
  }
  try {
    return Number(connection.prepare(`select count(*) as count from ${target}`).get()?.count ?? 0);
  } catch {
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
