/** The rows of one query as they stand, shared by everything in the runtime that asks the same. */

import { type QueryRows, type QuerySpec, type QueryUpdate, RemoteError } from "@cf/protocol";
import { type CfError, tellFrom } from "@cf/utils";
import type { Transaction } from "../document/transaction.ts";
import { NotReady } from "../errors.ts";
import { Signal, Source, track } from "../reactive/mod.ts";
import type { Runtime } from "../runtime.ts";
import { makeRow, type Row, sameRow, source, splice } from "./row.ts";

/** Who asked: what the author calls the query, and the stack of where it stands. */
export interface AskedBy {
  readonly name: string;
  readonly place: Error;
}

/** What an observer of a query's rows depends on. */
export class RowsSource extends Source {
  constructor(readonly result: QueryResult) {
    super();
  }
}

/**
 * The rows of one query as they stand, shared by everything in the runtime that asks the same.
 * Rows of a query that follows the database go when nobody observes it; one that runs once keeps
 * its rows for whoever holds on to it.
 */
export class QueryResult {
  readonly #presence = new RowsSource(this);
  readonly #state: Signal<ResultState> = new Signal<ResultState>({
    pending: true,
    rows: undefined,
    error: undefined,
  });
  #stop: (() => void) | undefined;
  #arrived = unobservedResolvers();
  #table: QueryRows | undefined;
  #objects = new Map<string, object>();
  /** Updates that came so far. */
  #answers = 0;

  readonly space: string;
  readonly spec: QuerySpec;
  readonly #by: AskedBy;

  constructor(
    readonly runtime: Runtime,
    asked: { readonly space: string; readonly spec: QuerySpec; readonly by: AskedBy },
    readonly life: { begins(): void; ends(): void },
  ) {
    this.space = asked.space;
    this.spec = asked.spec;
    this.#by = asked.by;
    this.#presence.onLive = (live) => this.#setLive(live);
  }

  /** The present state; watches the query while an effect depends on it. */
  get(): ResultState {
    track(this.#presence);
    return this.#state.get();
  }

  /** Why the query has no rows, under the name of who asked first; nobody starts to depend on it. */
  get failure(): string | undefined {
    const { error } = this.#state.peek();
    return error === undefined ? undefined : `${this.#by.name}: ${error.message}`;
  }

  /**
   * For handlers: the rows, or {@linkcode NotReady} until they are here. They stay until the
   * handler is through, which may have to wait for other queries before it runs again. A
   * computation that the handler reads runs again when the rows are there.
   */
  require(): ResultState {
    this.#start();
    const state = this.get();
    if (!state.pending) return state;
    const ready = this.#arrived.promise;
    this.#waiters++;
    const release = () => {
      this.#waiters--;
      this.#endUnused();
    };
    if (!this.runtime.queue.holdForEvent(release)) void ready.then(release, release);
    throw new NotReady(`query ${this.spec.sql}`, ready);
  }

  /** The same for a handler's transaction: its commit depends on the rows. */
  readBy(transaction: Transaction): ResultState {
    const state = this.require();
    transaction.recordRows(this.space, this.spec.handle, this.seq);
    return state;
  }

  /**
   * As of which commit the rows are right, while the query is not pending. Of commits that change
   * nothing in them, one that follows the database is not told by itself.
   */
  get seq(): number {
    const seq = this.#table?.seq ?? 0;
    if (!this.spec.live) return seq;
    return Math.max(seq, this.runtime.replica(this.space).queriesSeq);
  }

  /** Whether rows are still on their way to somebody who watches. */
  get waiting(): Promise<void> | undefined {
    return this.#stop !== undefined && this.#state.peek().pending
      ? this.#arrived.promise
      : undefined;
  }

  /** Handlers that wait for the rows or work with them. */
  #waiters = 0;
  #live = false;

  #setLive(live: boolean): void {
    this.#live = live;
    if (live) this.#start();
    else this.#endUnused();
  }

  #endUnused(): void {
    this.runtime.afterTurn(() => {
      if (!this.#live && this.#waiters === 0) this.#end();
    });
  }

  #start(): void {
    if (this.#stop !== undefined || this.#hasRun) return;
    this.#stop = this.#watch();
    this.life.begins();
    this.runtime.openQueries.add(this);
    this.runtime.databases.upgrades.begin(this.#asUpgrade());
  }

  #watch(): () => void {
    const replica = this.runtime.replica(this.space);
    return replica.watchQuery(this.spec, (update) => this.#take(update));
  }

  /** A query that runs once has its rows; one that failed runs again for the next observer. */
  get #hasRun(): boolean {
    return !this.spec.live && this.#table !== undefined && this.#state.peek().error === undefined;
  }

  #end(): void {
    if (this.#stop === undefined) return;
    this.#stop();
    this.#stop = undefined;
    this.runtime.openQueries.delete(this);
    if (this.#hasRun) return this.life.ends();
    this.#table = undefined;
    this.#objects.clear();
    this.#arrived = unobservedResolvers();
    this.#state.set({ pending: true, rows: undefined, error: undefined });
    this.life.ends();
  }

  #take(update: QueryUpdate): void {
    this.#answers++;
    switch (update.kind) {
      case "rows":
        this.#table = update.result;
        return this.#publish();
      case "diff":
        if (this.#table === undefined) return;
        this.#table = {
          ...this.#table,
          seq: update.seq,
          rows: update.splices.reduce(splice, this.#table.rows),
        };
        return this.#publish();
      case "pending":
        if (this.#state.peek().pending) return;
        // Who waits from now on waits for the next result, not for the one that is here.
        this.#arrived = unobservedResolvers();
        this.#state.set({ ...this.#state.peek(), pending: true });
        return;
      case "error":
        return void this.#fail(new RemoteError(update.error));
    }
  }

  /** An error that the database's upgrade may mend is told only when that is decided. */
  async #fail(error: RemoteError): Promise<void> {
    const upgrade = this.runtime.databases.upgrades.after(this.#asUpgrade(), error.message);
    if (upgrade === undefined) return this.#tell(error);
    if (!this.#state.peek().pending) this.#take({ kind: "pending", seq: 0 });
    const answer = this.#answers;
    const upgraded = await upgrade;
    // Another answer may have come meanwhile, by the new declaration.
    if (this.#stop === undefined || answer !== this.#answers) return;
    if (!upgraded?.isDone) return this.#tell(upgraded?.refusal ?? error);
    this.#stop();
    this.#stop = this.#watch();
  }

  #asUpgrade() {
    return { space: this.space, spec: this.spec, name: this.#by.name };
  }

  #tell(error: CfError): void {
    tellFrom(error, this.#by.place);
    this.#state.set({ pending: false, rows: undefined, error });
    this.#arrived.resolve();
    this.runtime.queryAnswered();
    this.runtime.reportError(error, this.#by.name);
  }

  #publish(): void {
    const { columns, key, rows } = this.#table!;
    const names = columns.map(({ name }) => name);
    const next = new Map<string, object>();
    const objects = rows.map((row, index) => {
      const identity = key === null ? undefined : JSON.stringify(key.map((at) => String(row[at])));
      const text = identity ?? `at:${index}`;
      const known = this.#objects.get(text) as Row | undefined;
      const object = known !== undefined && sameRow(known[source]!, row)
        ? known
        : makeRow(names, row, identity);
      next.set(text, object);
      return object;
    });
    this.#objects = next;
    this.#state.set({ pending: false, rows: Object.freeze(objects), error: undefined });
    this.#arrived.resolve();
    this.runtime.queryAnswered();
  }
}

/** A promise whose rejection is nobody's failure. */
function unobservedResolvers(): PromiseWithResolvers<void> {
  const resolvers = Promise.withResolvers<void>();
  resolvers.promise.catch(() => {});
  return resolvers;
}

/** What a query node shows. */
export interface ResultState {
  readonly pending: boolean;
  readonly rows: readonly object[] | undefined;
  readonly error: CfError | undefined;
}
