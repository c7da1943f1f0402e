/**
 * One query that somebody watches, shared by all who watch the same.
 *
 * It is in one of these states:
 *
 * ```text
 *   started ──rows──▶ current ──changes──▶ current      maintained: in the commit's own turn
 *      ▲                 │
 *      │              changes that need a run
 *      │                 ▼
 *      └──changed─── running (the last result stays, pending)
 * ```
 *
 * Row changes that arrive while a run is under way are remembered: a run answers as of the file's
 * watermark, and those after it are applied to its rows, or make it run again. In the second case its
 * rows are shown all the same, followed by `pending`, so that a query that is slower than the gap
 * between commits keeps up with them at its own pace.
 */

import type { QueryRows, QueryUpdate, RowChange, RowSplice } from "@cf/protocol";
import { CfError } from "@cf/utils";
import type { QueryReader, ReadRequest } from "../pool/reader.ts";
import type { Maintained } from "./maintained.ts";
import type { Plan } from "./plan.ts";
import { diffRows, type Row } from "./row-diff.ts";
import type { TableReads } from "./route-index.ts";
import { rowKey } from "./values.ts";

/** Rows that one commit changed in what a run reads; `null`: anything may have changed. */
interface Pending {
  readonly seq: number;
  readonly changes: readonly RowChange[] | null;
}

/** What a run is made of. */
export interface LiveRunOptions {
  readonly request: ReadRequest;
  readonly reader: QueryReader & { querySync?(request: ReadRequest): QueryRows };
  readonly plan: Plan;
  readonly reads: readonly TableReads[];
  /** As the analysis found them; those of a foreign file come with its rows. */
  readonly columns?: QueryRows["columns"];
  readonly key?: QueryRows["key"];
  /** Called with updates, in order, that did not fit into a commit's own turn. */
  readonly onUpdate: (run: LiveRun, updates: readonly QueryUpdate[]) => void;
}

/** A shared live query. */
export class LiveRun {
  readonly plan: Plan;
  readonly reads: readonly TableReads[];
  readonly #options: LiveRunOptions;
  #maintained: Maintained | null;
  #shape: Pick<QueryRows, "columns" | "key">;
  #result: QueryRows | undefined;
  #failure: QueryUpdate | undefined;
  #running = false;
  #closed = false;
  /** Changes that arrived since the run under way started. */
  #waiting: Pending[] = [];
  #pendingTold = false;
  /** Whether the run under way fills a window ahead of need, which is still right meanwhile. */
  #keeping = false;
  /** The newest commit that watchers have heard of here; a result that is up to date is as of it. */
  #toldSeq = 0;
  /** Counts runs, for tests and statistics. */
  runs = 0;

  constructor(options: LiveRunOptions) {
    this.#options = options;
    this.plan = options.plan;
    this.reads = options.reads;
    this.#maintained = options.plan.maintain?.() ?? null;
    this.#shape = { columns: options.columns ?? [], key: options.key ?? null };
  }

  /** What a new watcher is told at once; nothing before the first result. */
  get current(): readonly QueryUpdate[] {
    const state = this.#failure ??
      (this.#result === undefined ? undefined : { kind: "rows", result: this.#result } as const);
    if (state === undefined || !this.#pendingTold) return listOf(state);
    return [state, { kind: "pending", seq: this.#toldSeq }];
  }

  /** Whether a run is under way, so that the result is older than the file. */
  get running(): boolean {
    return this.#running;
  }

  /** As of which commit the current result is. */
  get seq(): number {
    return this.#result?.seq ?? 0;
  }

  /** Starts the first run; returns its outcome when the reader answers synchronously. */
  start(): readonly QueryUpdate[] {
    return this.#run();
  }

  close(): void {
    this.#closed = true;
  }

  /**
   * Takes the changes of a commit in; `null` means that anything may have changed. Returns what
   * the watchers are told in the commit's frame, or `undefined` when nothing changed for them.
   */
  changed(seq: number, changes: readonly RowChange[] | null): QueryUpdate | undefined {
    const maintained = this.#maintained;
    if (this.#running) {
      // Without anything to maintain, one more run is due, however many commits came.
      if (maintained === null) this.#waiting.length = 0;
      this.#waiting.push({ seq, changes });
      const kept = this.#keeping && changes !== null && maintained?.apply(changes);
      this.#keeping = kept === "exact" || kept === "refill";
      return this.#keeping ? this.#show(seq, maintained!.rows(), byIdentity) : this.#pending(seq);
    }
    if (maintained === null || changes === null || this.#failure !== undefined) {
      return this.#rerun(seq);
    }
    const outcome = maintained.apply(changes);
    if (outcome === "stale") return this.#rerun(seq);
    const update = this.#show(seq, maintained.rows(), byIdentity);
    if (outcome === "refill") {
      this.#run();
      this.#keeping = this.#running;
    }
    return update;
  }

  /** Runs again; what a synchronous reader answers travels in the commit's own frame. */
  #rerun(seq: number): QueryUpdate | undefined {
    const update = this.#run().at(-1);
    return this.#running ? this.#pending(seq) : update;
  }

  /** Tells watchers, once, that what they have, if anything, is being renewed. */
  #pending(seq: number): QueryUpdate | undefined {
    if (this.#pendingTold) return undefined;
    this.#pendingTold = true;
    this.#toldSeq = Math.max(this.#toldSeq, seq);
    return { kind: "pending", seq: this.#toldSeq };
  }

  /** Starts a run, and returns what a reader that answers synchronously makes of it. */
  #run(): readonly QueryUpdate[] {
    this.runs++;
    this.#running = true;
    this.#keeping = false;
    const { reader } = this.#options;
    const request = this.#request();
    if (reader.querySync !== undefined) {
      try {
        return this.#arrived(reader.querySync(request));
      } catch (error) {
        return this.#failed(error);
      }
    }
    reader.query(request).then(
      (rows) => this.#tell(this.#arrived(rows)),
      (error) => this.#tell(this.#failed(error)),
    );
    return [];
  }

  #tell(updates: readonly QueryUpdate[]): void {
    if (updates.length > 0 && !this.#closed) this.#options.onUpdate(this, updates);
  }

  #request(): ReadRequest {
    const { request } = this.#options;
    const maintained = this.#maintained;
    return maintained === null
      ? request
      : { ...request, sql: maintained.sql, params: maintained.params };
  }

  #arrived(result: QueryRows): readonly QueryUpdate[] {
    this.#running = false;
    if (this.#closed) return [];
    // What was committed before the run started is in its result.
    const later = this.#waiting.filter(({ seq, changes }) => changes === null || seq > result.seq);
    this.#waiting = [];
    const maintained = this.#maintained;
    const { columns = result.columns, key = result.key } = this.#options;
    if (maintained === null) {
      this.#shape = { columns, key };
      if (later.length > 0) return this.#showMeanwhile(result, later.at(-1)!.seq);
      return listOf(this.#show(Math.max(this.#toldSeq, result.seq), result.rows, rowKey));
    }
    if (!maintained.fill(result.rows)) {
      this.#maintained = null;
      return this.#run();
    }
    const rows = maintained.rows();
    for (const { changes } of later) {
      if (changes !== null && maintained.apply(changes) !== "stale") continue;
      return this.#showMeanwhile({ seq: result.seq, rows }, later.at(-1)!.seq);
    }
    const seq = Math.max(this.#toldSeq, later.at(-1)?.seq ?? result.seq);
    return listOf(this.#show(seq, maintained.rows(), rowKey));
  }

  /**
   * Shows rows that are right as of their `seq`, older than what watchers have heard of, and runs
   * again for what was committed since.
   */
  #showMeanwhile(
    { seq, rows }: Pick<QueryRows, "seq" | "rows">,
    newestSeq: number,
  ): readonly QueryUpdate[] {
    const told = this.#pendingTold;
    const update = this.#show(seq, rows, rowKey);
    const answers = this.#run();
    if (!this.#running) return answers;
    if (told && update?.kind === "diff" && update.splices.length === 0) {
      this.#pendingTold = true;
      return [];
    }
    return [...listOf(update), ...listOf(this.#pending(newestSeq))];
  }

  #failed(error: unknown): readonly QueryUpdate[] {
    this.#running = false;
    if (this.#closed) return [];
    if (this.#maintained !== null && ONLY_KEPT.has((error as { code?: string }).code ?? "")) {
      // What fills it asks for more than the query itself, which may well succeed.
      this.#maintained = null;
      return this.#run();
    }
    const seq = Math.max(this.#toldSeq, this.#waiting.at(-1)?.seq ?? 0);
    this.#toldSeq = seq;
    const overtaken = this.#waiting.length > 0;
    this.#waiting = [];
    this.#result = undefined;
    this.#pendingTold = false;
    const failure: QueryUpdate = { kind: "error", seq, error: wireError(error) };
    this.#failure = failure;
    if (!overtaken) return [failure];
    // What was committed since the run started may have cured it, and nothing else would tell.
    const answers = this.#run();
    return this.#running ? [failure, ...listOf(this.#pending(seq))] : answers;
  }

  /** Makes `rows` the result and returns the difference; nothing if watchers need to know nothing. */
  #show(
    seq: number,
    rows: readonly Row[],
    identity: (row: Row) => unknown,
  ): QueryUpdate | undefined {
    const before = this.#result;
    const { columns, key } = this.#shape;
    const told = this.#pendingTold;
    this.#pendingTold = false;
    this.#result = { seq: Math.max(before?.seq ?? 0, seq), columns, key, rows };
    this.#toldSeq = Math.max(this.#toldSeq, this.#result.seq);
    const same = before !== undefined && (before.columns === columns ||
      JSON.stringify(before.columns) === JSON.stringify(columns));
    if (!same) {
      this.#failure = undefined;
      return { kind: "rows", result: this.#result };
    }
    const splices: RowSplice[] = diffRows(before.rows, rows, identity);
    if (splices.length === 0 && !told) return undefined;
    return { kind: "diff", seq: this.#result.seq, splices };
  }
}

/** Failures that may be those of a maintained form alone. */
const ONLY_KEPT = new Set(["limit-exceeded", "sql-error", "guard-violation"]);

const byIdentity = (row: Row) => row;

function listOf<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value];
}

function wireError(error: unknown): Extract<QueryUpdate, { kind: "error" }>["error"] {
  const known = error instanceof CfError
    ? error
    : new CfError("query-failed", `Cannot run query: ${(error as Error).message}`);
  return { code: known.code, message: known.message, data: known.data as never };
}
