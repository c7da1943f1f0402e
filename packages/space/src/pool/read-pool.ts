/**
 * The pool of reader processes.
 *
 * A reader works on one query at a time and has at most one more waiting in its pipe; the others
 * wait here, in order. The deadline of a query counts from when its reader starts on it, which is
 * not before the reader itself has started, however long that takes on a busy machine. A query
 * that is over it kills its reader, which is replaced at once; the one that waited behind it is
 * innocent and goes back to the front of the queue. A reader that dies by itself is replaced too:
 * the query it was working on is tried once more, then it fails.
 */

import type { CfError } from "@cf/utils";
import { BadMessageError, type QueryRows } from "@cf/protocol";
import { RemoteError } from "@cf/protocol";
import { LimitError, PoolClosedError, QueryTimeoutError, ReaderMissingError } from "./errors.ts";
import { openFilesBudget } from "./descriptors.ts";
import {
  DEFAULT_LIMITS,
  effectiveLimits,
  type PoolStatistics,
  type QueryReader,
  type ReadLimits,
  type ReadRequest,
} from "./reader.ts";
import { residentMiB } from "./resident.ts";
import { ReaderProcess } from "./reader-process.ts";
import type { WireAnswer, WireRequest } from "./wire.ts";

/** How a pool is made. */
export interface ReadPoolOptions {
  /** The folders whose files it may read. */
  readonly folders: readonly string[];
  /** Processes. Default 2. */
  readonly readers?: number;
  readonly limits?: Partial<ReadLimits>;
  /** Queries of one space that may wait. Default 1000. */
  readonly queuedQueriesMax?: number;
  /** Open files over all readers; never more than the process limit allows. */
  readonly openFilesMax?: number;
  /** Heap of one reader. Default 256. */
  readonly memoryMiB?: number;
  /** All memory of one reader, that of SQLite and of blobs too. Default 1024. */
  readonly residentMiB?: number;
}

interface Job {
  readonly request: ReadRequest;
  readonly limits: ReadLimits;
  readonly resolve: (rows: QueryRows) => void;
  readonly reject: (error: unknown) => void;
  crashes: number;
  /** When its reader must have answered; from the moment it starts on it. */
  dueAtMs: number;
}

interface Slot {
  process: ReaderProcess;
  /** In the order sent; the first is being worked on. */
  jobs: Job[];
  /** Outlives short queries: to set one for each would cost as much as a small query. */
  timer: ReturnType<typeof setTimeout> | undefined;
  /** When the timer comes. */
  looksAtMs: number;
}

const PIPELINED = 2;
/** How often a query that takes long is looked at. */
const LOOK_MS = 50;

/** Reads on child processes. */
export class ReadPool implements QueryReader {
  readonly #options: ReadPoolOptions;
  readonly #limits: ReadLimits;
  readonly #slots: Slot[] = [];
  readonly #queue: Job[] = [];
  readonly #queuedBySpace = new Map<string, number>();
  readonly #readersMax: number;
  readonly #openFilesMax: number;
  #closed = false;
  #counts = {
    queries: 0,
    failures: 0,
    hits: 0,
    misses: 0,
    evictions: 0,
    waits: 0,
    kills: 0,
    crashes: 0,
    retries: 0,
  };

  constructor(options: ReadPoolOptions) {
    this.#options = options;
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#readersMax = options.readers ?? 2;
    this.#openFilesMax = openFilesBudget(options.openFilesMax, this.#readersMax);
  }

  /**
   * Runs one read. Rejects with the SQL's own error, `QueryTimeoutError` (`query-timeout`),
   * `LimitError` (`limit-exceeded`) or `DatabaseMissingError` (`database-missing`).
   */
  query(request: ReadRequest): Promise<QueryRows> {
    if (this.#closed) return Promise.reject(new PoolClosedError());
    const space = request.space ?? "";
    const queuedMax = this.#options.queuedQueriesMax ?? 1000;
    const queued = this.#queuedBySpace.get(space) ?? 0;
    if (queued >= queuedMax) {
      return Promise.reject(new LimitError("queuedQueriesMax", queuedMax, request.sql));
    }
    this.#queuedBySpace.set(space, queued + 1);
    this.#counts.queries++;
    const { promise, resolve, reject } = Promise.withResolvers<QueryRows>();
    const limits = effectiveLimits(request.limits, this.#limits);
    this.#queue.push({ request, limits, resolve, reject, crashes: 0, dueAtMs: Infinity });
    this.#dispatch();
    return promise;
  }

  /** Starts a reader, if there is none, before the first query wants it. */
  prepare(): void {
    if (!this.#closed && this.#slots.length === 0) this.#addSlot();
  }

  statistics(): PoolStatistics {
    return {
      ...this.#counts,
      readers: this.#slots.length,
      busyReaders: this.#slots.filter((slot) => slot.jobs.length > 0).length,
      queued: this.#queue.length,
      openFiles: this.#slots.reduce((sum, slot) => sum + slot.process.openFiles, 0),
      openFilesMax: this.#openFilesMax * this.#readersMax,
    };
  }

  /** Process ids of the readers, for tests and for `top`. */
  pids(): readonly number[] {
    return this.#slots.map((slot) => slot.process.pid);
  }

  /** Ends all readers; waiting queries are rejected. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const job of this.#queue.splice(0)) this.#fail(job, new PoolClosedError());
    await Promise.all(this.#slots.map((slot) => {
      clearTimeout(slot.timer);
      slot.process.kill();
      return slot.process.ended;
    }));
  }

  #dispatch(): void {
    while (this.#queue.length > 0) {
      const slot = this.#freeSlot();
      if (slot !== undefined) this.#send(slot, this.#queue.shift()!);
      else if (this.#slots.length > 0) return;
      else {
        const job = this.#queue.shift()!;
        this.#fail(job, new ReaderMissingError(job.request.sql, this.#missing));
      }
    }
  }

  #freeSlot(): Slot | undefined {
    let best: Slot | undefined;
    for (const slot of this.#slots) {
      if (slot.process.gone) continue;
      if (slot.jobs.length === 0) return slot;
      if (
        slot.jobs.length < PIPELINED && (best === undefined || slot.jobs.length < best.jobs.length)
      ) {
        best = slot;
      }
    }
    const added = this.#slots.length < this.#readersMax ? this.#addSlot() : undefined;
    if (added !== undefined) return added;
    if (best !== undefined) this.#counts.waits++;
    return best;
  }

  #addSlot(): Slot | undefined {
    const process = this.#start();
    if (process === undefined) return undefined;
    const slot: Slot = { process, jobs: [], timer: undefined, looksAtMs: Infinity };
    this.#slots.push(slot);
    this.#armOnceReady(slot);
    return slot;
  }

  /** Why the last reader could not be started. */
  #missing: unknown;

  /** A reader; `undefined` where the system gives none, for which there is room again later. */
  #start(): ReaderProcess | undefined {
    try {
      return new ReaderProcess({
        folders: this.#options.folders,
        openFilesMax: this.#openFilesMax,
        memoryMiB: this.#options.memoryMiB ?? 256,
      });
    } catch (error) {
      this.#missing = error;
      return undefined;
    }
  }

  #armOnceReady(slot: Slot): void {
    const { process } = slot;
    process.ready.then(() => {
      if (slot.process === process && !this.#closed) this.#arm(slot);
    });
  }

  #send(slot: Slot, job: Job): void {
    slot.jobs.push(job);
    if (slot.jobs.length === 1) this.#arm(slot);
    const { process } = slot;
    const { request, limits } = job;
    const wire: WireRequest = {
      file: request.file,
      fingerprint: request.declaration?.fingerprint ?? null,
      sql: request.sql,
      params: request.params ?? [],
      rowsMax: limits.rowsMax,
      sizeBytesMax: limits.sizeBytesMax,
      mustExist: request.mustExist ?? false,
    };
    process.send(wire, request.declaration?.source).then((answer) => {
      if (answer !== undefined) this.#answered(slot, job, answer);
      else if (slot.process === process) this.#lost(slot);
    });
  }

  /** The first of a slot's jobs, if there is one, is worked on from now on. */
  #arm(slot: Slot): void {
    const [job] = slot.jobs;
    if (job === undefined || !slot.process.isReady) return;
    const now = performance.now();
    job.dueAtMs = now + job.limits.deadlineMs;
    this.#lookBy(slot, Math.min(now + LOOK_MS, job.dueAtMs));
  }

  /** Has the slot looked at by `time` at the latest. */
  #lookBy(slot: Slot, time: number): void {
    if (slot.timer !== undefined && slot.looksAtMs <= time) return;
    clearTimeout(slot.timer);
    slot.looksAtMs = time;
    slot.timer = setTimeout(() => this.#look(slot), Math.max(0, time - performance.now()));
  }

  /**
   * Looks from time to time at the query that a reader works on: at its deadline, and for the memory
   * of the reader, which nothing else bounds: sorting, blobs and long rows are not in its heap.
   */
  #look(slot: Slot): void {
    slot.timer = undefined;
    const [job] = slot.jobs;
    if (job === undefined) return;
    const now = performance.now();
    if (now >= job.dueAtMs) return this.#timedOut(slot, job);
    const residentMax = this.#options.residentMiB ?? 1024;
    if ((residentMiB(slot.process.pid) ?? 0) > residentMax) {
      return this.#kill(slot, job, new LimitError("residentMiB", residentMax, job.request.sql));
    }
    this.#lookBy(slot, Math.min(now + LOOK_MS, job.dueAtMs));
  }

  #answered(slot: Slot, job: Job, answer: WireAnswer): void {
    slot.jobs.splice(slot.jobs.indexOf(job), 1);
    this.#arm(slot);
    if (answer.hit) this.#counts.hits++;
    else this.#counts.misses++;
    this.#counts.evictions += answer.evictions;
    const { rows } = answer;
    if (rows !== undefined) this.#finish(job, () => job.resolve(rows));
    else this.#fail(job, new RemoteError(answer.error ?? new BadMessageError("an empty answer")));
    this.#dispatch();
  }

  #timedOut(slot: Slot, job: Job): void {
    this.#kill(slot, job, new QueryTimeoutError(job.request.sql, job.limits.deadlineMs));
  }

  /** Ends the query that a reader is working on, and the reader with it. */
  #kill(slot: Slot, job: Job, reason: CfError): void {
    if (slot.jobs[0] !== job) return;
    this.#counts.kills++;
    slot.jobs.shift();
    this.#fail(job, reason);
    this.#replace(slot);
  }

  /** The process ended without being asked to. */
  #lost(slot: Slot): void {
    if (this.#closed) {
      for (const job of slot.jobs.splice(0)) this.#fail(job, new PoolClosedError());
      return;
    }
    this.#counts.crashes++;
    const [job] = slot.jobs;
    if (job !== undefined && ++job.crashes > 1) {
      slot.jobs.shift();
      this.#fail(job, new LimitError("memory", this.#options.memoryMiB ?? 256, job.request.sql));
    }
    this.#replace(slot);
  }

  #replace(slot: Slot): void {
    clearTimeout(slot.timer);
    slot.timer = undefined;
    const innocent = slot.jobs.splice(0);
    this.#counts.retries += innocent.length;
    this.#queue.unshift(...innocent);
    const { process } = slot;
    process.kill();
    const fresh = this.#start();
    if (fresh === undefined) this.#slots.splice(this.#slots.indexOf(slot), 1);
    else {
      slot.process = fresh;
      this.#armOnceReady(slot);
    }
    this.#dispatch();
  }

  #finish(job: Job, done: () => void): void {
    const space = job.request.space ?? "";
    const queued = this.#queuedBySpace.get(space)! - 1;
    if (queued === 0) this.#queuedBySpace.delete(space);
    else this.#queuedBySpace.set(space, queued);
    done();
  }

  #fail(job: Job, error: unknown): void {
    this.#counts.failures++;
    this.#finish(job, () => job.reject(error));
  }
}
