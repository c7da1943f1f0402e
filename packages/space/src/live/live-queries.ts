/**
 * All live queries of a space.
 *
 * Equal queries (database, SQL, parameters, rights) share one run. A commit's row changes are
 * looked up in an index by table, value and column; only runs that a change can concern hear of it.
 * What can be kept incrementally is answered in the same turn, so that it travels in the commit's
 * own frame; the rest is run again, and says `pending` until it is there.
 */

import type {
  DatabaseKey,
  QueryChange,
  QueryLimits,
  QueryUpdate,
  RowChange,
  SqlParams,
  SqlValue,
} from "@cf/protocol";
import { canonicalJson, CfError } from "@cf/utils";
import type { Declaration } from "../database/declaration.ts";
import { fromDriver, parameterSlots, slotValues } from "../database/parameters.ts";
import { FileReader, type QueryAnalysis } from "../pool/file-reader.ts";
import type { QueryReader, ReadRequest } from "../pool/reader.ts";
import { LiveRun } from "./live-run.ts";
import { planQuery } from "./plan.ts";
import { RouteIndex, type TableReads } from "./route-index.ts";
import { positionOf, shapeOf } from "./table-shape.ts";
import { rowKey } from "./values.ts";

/** What is watched. */
export interface WatchSpec {
  readonly file: string;
  readonly databaseKey: DatabaseKey;
  /** `null` for a foreign file: nothing is known of its tables here, so any change runs it again. */
  readonly declaration: Declaration | null;
  readonly sql: string;
  readonly params?: SqlParams;
  /** What the reader may see, as text; only equal rights share a result. */
  readonly rights: string;
  /** Whether commits that can change the result update it; else it runs once. */
  readonly live: boolean;
  readonly limits?: QueryLimits;
  readonly space?: string;
  readonly mustExist?: boolean;
  /** Who reads it, if not the reader of all others. */
  readonly reader?: QueryReader;
}

/** How live queries reach files and watchers. `Subscriber` is compared by identity. */
export interface LiveQueriesOptions<Subscriber> {
  readonly reader: QueryReader;
  /**
   * Called with what does not travel in a commit's frame: first results and later runs. The changes
   * are of one query, and become visible together.
   */
  readonly deliver: (subscriber: Subscriber, changes: readonly QueryChange[]) => void;
}

interface Shared<Subscriber> {
  readonly key: string;
  readonly database: string;
  readonly run: LiveRun;
  readonly live: boolean;
  /** The numbers that each subscriber watches it under. */
  readonly watchers: Map<Subscriber, Set<number>>;
}

/** Live queries and who watches them. */
export class LiveQueries<Subscriber> {
  readonly #options: LiveQueriesOptions<Subscriber>;
  readonly #shared = new Map<string, Shared<Subscriber>>();
  readonly #byRun = new Map<LiveRun, Shared<Subscriber>>();
  readonly #bySubscriber = new Map<Subscriber, Map<number, Shared<Subscriber>>>();
  readonly #indexes = new Map<string, RouteIndex<Shared<Subscriber>>>();
  #once = 0;
  readonly #analyzers = new WeakMap<Declaration, FileReader>();

  constructor(options: LiveQueriesOptions<Subscriber>) {
    this.#options = options;
  }

  /** Distinct queries that are watched. */
  get size(): number {
    return this.#shared.size;
  }

  /** Runs of readers so far, for the queries that are watched now. */
  get runs(): number {
    return [...this.#shared.values()].reduce((sum, { run }) => sum + run.runs, 0);
  }

  /**
   * Watches a query under a number of the subscriber's choosing, replacing what it watched under
   * that number. Results and errors go to `deliver`, never synchronously before this returns
   * unless the reader is synchronous.
   */
  watch(subscriber: Subscriber, number: number, spec: WatchSpec): void {
    this.unwatch(subscriber, number);
    try {
      const { shared, updates } = this.#join(spec);
      const numbers = shared.watchers.get(subscriber);
      if (numbers === undefined) shared.watchers.set(subscriber, new Set([number]));
      else numbers.add(number);
      let own = this.#bySubscriber.get(subscriber);
      if (own === undefined) this.#bySubscriber.set(subscriber, own = new Map());
      own.set(number, shared);
      if (updates.length > 0) {
        this.#options.deliver(subscriber, updates.map((update) => ({ query: number, update })));
      }
    } catch (error) {
      if (!(error instanceof CfError)) throw error;
      const { code, message, data } = error;
      const update = {
        kind: "error",
        seq: 0,
        error: { code, message, data: data as never },
      } as const;
      this.#options.deliver(subscriber, [{ query: number, update }]);
    }
  }

  /** Stops one watched query. */
  unwatch(subscriber: Subscriber, number: number): void {
    const own = this.#bySubscriber.get(subscriber);
    const shared = own?.get(number);
    if (own === undefined || shared === undefined) return;
    own.delete(number);
    if (own.size === 0) this.#bySubscriber.delete(subscriber);
    const numbers = shared.watchers.get(subscriber)!;
    numbers.delete(number);
    if (numbers.size > 0) return;
    shared.watchers.delete(subscriber);
    if (shared.watchers.size === 0) this.#drop(shared);
  }

  /** Stops everything that `subscriber` watches. */
  close(subscriber: Subscriber): void {
    for (const number of [...this.#bySubscriber.get(subscriber)?.keys() ?? []]) {
      this.unwatch(subscriber, number);
    }
  }

  /** Which tables of a database anybody reads: for the write path, as `rowsFor`. */
  watchedTables(databaseKey: DatabaseKey): (table: string) => boolean {
    const index = this.#indexes.get(databaseText(databaseKey));
    return (table) => index?.hasTable(table) ?? false;
  }

  /**
   * Takes in what a commit (or a group, up to `seq`) changed, and returns what its frame carries.
   * Computed synchronously.
   */
  afterCommit(
    seq: number,
    databaseKey: DatabaseKey,
    rows: readonly RowChange[],
  ): Map<Subscriber, QueryChange[]> {
    const outcome = new Map<Subscriber, QueryChange[]>();
    const index = this.#indexes.get(databaseText(databaseKey));
    if (index === undefined || rows.length === 0) return outcome;
    for (const [shared, changes] of index.find(rows)) {
      this.#collect(outcome, shared, shared.run.changed(seq, changes));
    }
    return outcome;
  }

  /** Everything in a database may be different: its schema changed, or it was repaired. */
  databaseChanged(seq: number, databaseKey: DatabaseKey): Map<Subscriber, QueryChange[]> {
    const outcome = new Map<Subscriber, QueryChange[]>();
    const database = databaseText(databaseKey);
    for (const shared of this.#shared.values()) {
      if (shared.database !== database || !shared.live) continue;
      this.#collect(outcome, shared, shared.run.changed(seq, null));
    }
    return outcome;
  }

  #collect(
    outcome: Map<Subscriber, QueryChange[]>,
    shared: Shared<Subscriber>,
    update: QueryUpdate | undefined,
  ): void {
    if (update === undefined) return;
    for (const [subscriber, numbers] of shared.watchers) {
      for (const query of numbers) {
        const list = outcome.get(subscriber);
        if (list === undefined) outcome.set(subscriber, [{ query, update }]);
        else list.push({ query, update });
      }
    }
  }

  /** The shared run for `spec`, started if it is new, and what its watcher is told at once. */
  #join(spec: WatchSpec): { shared: Shared<Subscriber>; updates: readonly QueryUpdate[] } {
    const analysis = spec.declaration === null ? null : this.#analyze(spec.declaration, spec.sql);
    const slots = slotValues(analysis?.slots ?? parameterSlots(spec.sql), spec.params, spec.sql)
      .map((value) => fromDriver(value));
    const database = databaseText(spec.databaseKey);
    const key = canonicalJson([
      database,
      spec.declaration?.fingerprint ?? "foreign",
      spec.sql,
      rowKey(slots),
      spec.rights,
      spec.limits ?? {},
      // A query that runs once is its own: a later one must see later rows.
      spec.live ? 0 : ++this.#once,
    ]);
    const known = this.#shared.get(key);
    if (known !== undefined) return { shared: known, updates: known.run.current };
    const reads = analysis === null ? [] : tableReads(spec.declaration!, analysis);
    const run = this.#makeRun(spec, { analysis, reads, slots });
    const shared = { key, database, run, live: spec.live, watchers: new Map() };
    this.#shared.set(key, shared);
    this.#byRun.set(run, shared);
    if (spec.live && analysis !== null) {
      let index = this.#indexes.get(database);
      if (index === undefined) this.#indexes.set(database, index = new RouteIndex());
      index.add(shared, reads, run.plan.routes);
    }
    return { shared, updates: run.start() };
  }

  #makeRun(
    spec: WatchSpec,
    { analysis, reads, slots }: {
      readonly analysis: QueryAnalysis | null;
      readonly reads: readonly TableReads[];
      readonly slots: readonly SqlValue[];
    },
  ): LiveRun {
    const { file, declaration, sql, params, limits, space, mustExist } = spec;
    const request: ReadRequest = {
      file,
      declaration,
      sql,
      ...(params === undefined ? {} : { params }),
      ...(limits === undefined ? {} : { limits }),
      ...(space === undefined ? {} : { space }),
      ...(mustExist === undefined ? {} : { mustExist }),
    };
    const plan = spec.live && declaration !== null
      ? planQuery(declaration, sql, slots)
      : { routes: [], maintain: null };
    return new LiveRun({
      request,
      reader: spec.reader ?? this.#options.reader,
      plan,
      reads,
      ...(analysis === null ? {} : { columns: analysis.columns, key: analysis.key }),
      onUpdate: (run, updates) => this.#deliver(run, updates),
    });
  }

  #deliver(run: LiveRun, updates: readonly QueryUpdate[]): void {
    const shared = this.#byRun.get(run);
    if (shared === undefined) return;
    for (const [subscriber, numbers] of [...shared.watchers]) {
      for (const query of [...numbers]) {
        this.#options.deliver(subscriber, updates.map((update) => ({ query, update })));
      }
    }
  }

  #drop(shared: Shared<Subscriber>): void {
    shared.run.close();
    this.#shared.delete(shared.key);
    this.#byRun.delete(shared.run);
    const index = this.#indexes.get(shared.database);
    index?.remove(shared, shared.run.reads, shared.run.plan.routes);
    if (index?.isEmpty) this.#indexes.delete(shared.database);
  }

  /** Guard verdict, read set and columns, from a scratch database with the declared schema. */
  #analyze(declaration: Declaration, sql: string): QueryAnalysis {
    let analyzer = this.#analyzers.get(declaration);
    if (analyzer === undefined) {
      analyzer = new FileReader({ open: null, declaration });
      this.#analyzers.set(declaration, analyzer);
    }
    return analyzer.analyze(sql);
  }
}

/** The read set by stored position. A full-text index stands for its table's indexed columns. */
function tableReads(declaration: Declaration, { reads }: QueryAnalysis): TableReads[] {
  const found = new Map<
    string,
    { shape: TableReads["shape"]; columns: Set<number>; all: boolean }
  >();
  for (const [name, columns] of reads) {
    const lower = name.toLowerCase();
    const direct = declaration.tables.get(lower);
    const table = direct ?? declaration.tables.get(lower.slice(0, -"_fts".length));
    if (table === undefined) continue;
    const shape = shapeOf(table);
    let entry = found.get(shape.name);
    if (entry === undefined) {
      found.set(shape.name, entry = { shape, columns: new Set(), all: false });
    }
    const read = direct === undefined ? table.fts : columns;
    // Inserted and deleted rows concern every query of the table, whatever columns it reads.
    for (const position of shape.key) entry.columns.add(position);
    for (const column of read) {
      const position = positionOf(shape.columns, column);
      if (position >= 0) entry.columns.add(position);
      else if (column !== "" && column.toLowerCase() !== "rowid") entry.all = true;
    }
  }
  return [...found.values()];
}

function databaseText({ id, scope }: DatabaseKey): string {
  return `${scope} ${id}`;
}
