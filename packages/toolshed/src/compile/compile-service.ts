/**
 * Compiles programs in a child process, one after another, so that no source text can hold up the
 * server: a compilation beyond its deadline or memory ends the child, and the next one gets a new
 * child. Results are kept by content hash, in memory here and on disk by the compiler.
 */

import { LRUCache } from "lru-cache";
import { fileURLToPath } from "node:url";
import { createHash } from "node:crypto";
import type { CompileResult, SourceProgram } from "@cf/ts-transformers";
import { canonicalJson, type Clock } from "@cf/utils";
import { CompilerFailedError, ShuttingDownError, TooManyCompilationsError } from "../errors.ts";
import { traced } from "../observe/trace.ts";
import { Child, type ChildExit } from "../process/child.ts";

/** Settings of compiling. */
export interface CompileOptions {
  /** The folder where compiled programs are kept, asked for when a child starts. */
  readonly cacheFolder: () => string;
  readonly clock: Clock;
  /** Default 30 s. */
  readonly deadlineMs?: number;
  /** Default 1024. */
  readonly memoryMb?: number;
  /** Default 5 min. */
  readonly idleMs?: number;
}

interface Job {
  readonly source: SourceProgram;
  readonly resolve: (result: CompileResult) => void;
  readonly reject: (error: Error) => void;
}

const RESULTS_MAX = 200;
const WAITING_MAX = 64;
const LINE_BYTES_MAX = 64 * 1024 * 1024;

/** The compiler of one server. */
export class CompileService {
  readonly #options: CompileOptions;
  readonly #results = new LRUCache<string, CompileResult>({ max: RESULTS_MAX });
  /** Compilations that are under way, by hash: the same source is compiled once. */
  readonly #pending = new Map<string, Promise<CompileResult>>();
  #waiting: Job[] = [];
  #running: { readonly job: Job; readonly id: number } | undefined;
  #child: Child | undefined;
  #lastId = 0;
  #cancelTimer: () => void = () => {};
  #isClosed = false;

  constructor(options: CompileOptions) {
    this.#options = options;
  }

  /** Compiles `source`, or finds what it compiled to. Throws `compiler-failed`. */
  compile(source: SourceProgram): Promise<CompileResult> {
    if (this.#isClosed) return Promise.reject(new ShuttingDownError());
    const hash = hashOf(source);
    const known = this.#results.get(hash);
    if (known !== undefined) return Promise.resolve(known);
    const pending = this.#pending.get(hash);
    if (pending !== undefined) return pending;
    if (this.#waiting.length >= WAITING_MAX) {
      return Promise.reject(new TooManyCompilationsError(WAITING_MAX));
    }
    const { promise: answer, resolve, reject } = Promise.withResolvers<CompileResult>();
    const promise = traced("compile", { "cf.program": hash }, () => answer);
    this.#pending.set(hash, promise);
    promise.then((result) => this.#results.set(hash, result), () => {})
      .finally(() => this.#pending.delete(hash));
    this.#waiting.push({ source, resolve, reject });
    this.#next();
    return promise;
  }

  /**
   * Takes over what the host itself compiled `source` to, so that pages need not wait for the child
   * to do it again. What clients send is never given here: it would run as the code of `source`.
   */
  remember(source: SourceProgram, result: CompileResult): void {
    this.#results.set(hashOf(source), result);
  }

  /** Ends the child; what waits is refused. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelTimer();
    for (const { reject } of this.#waiting.splice(0)) reject(new ShuttingDownError());
    const child = this.#child;
    child?.kill();
    await child?.ended;
  }

  #next(): void {
    if (this.#running !== undefined || this.#isClosed) return;
    this.#cancelTimer();
    const { clock, deadlineMs = 30_000, idleMs = 300_000 } = this.#options;
    const job = this.#waiting.shift();
    if (job === undefined) {
      this.#cancelTimer = clock.after(idleMs, () => this.#drop());
      return;
    }
    this.#child ??= this.#start();
    const id = ++this.#lastId;
    this.#running = { job, id };
    this.#child.send({ id, source: job.source });
    this.#cancelTimer = clock.after(deadlineMs, () => {
      this.#drop();
      this.#finish((running) => {
        running.reject(new CompilerFailedError(`it took longer than ${deadlineMs} ms`));
      });
    });
  }

  #drop(): void {
    const child = this.#child;
    this.#child = undefined;
    child?.kill();
  }

  #start(): Child {
    const { memoryMb = 1024 } = this.#options;
    const cacheFolder = this.#options.cacheFolder();
    const child: Child = new Child({
      script: fileURLToPath(new URL("./compile-child.ts", import.meta.url)),
      args: [cacheFolder],
      // The compiler reads its type libraries; only the cache is written.
      permissions: [
        "--allow-read",
        "--allow-env",
        "--allow-sys",
        `--allow-write=${cacheFolder}`,
      ],
      memoryMb,
      lineBytesMax: LINE_BYTES_MAX,
      onMessage: (message) => this.#onMessage(message as CompileAnswer),
      onExit: (exit) => this.#onExit(child, exit),
    });
    return child;
  }

  #onMessage(message: CompileAnswer): void {
    if (message.id !== this.#running?.id) return;
    this.#finish((job) => {
      if (message.result !== undefined) job.resolve(message.result);
      else job.reject(new CompilerFailedError(message.error ?? "it gave no result"));
    });
  }

  #onExit(child: Child, exit: ChildExit): void {
    if (child !== this.#child) return;
    this.#child = undefined;
    const problem = exit.isOutOfMemory
      ? `it used more than ${this.#options.memoryMb ?? 1024} MB`
      : `its process ended: ${exit.stderr.trim().split("\n").at(-1) ?? exit.code}`;
    this.#finish((job) => job.reject(new CompilerFailedError(problem)));
  }

  #finish(settle: (job: Job) => void): void {
    const running = this.#running;
    this.#running = undefined;
    if (running !== undefined) settle(running.job);
    this.#next();
  }
}

function hashOf({ main, files }: SourceProgram): string {
  return createHash("sha256").update(canonicalJson({ main, files })).digest("hex");
}

interface CompileAnswer {
  readonly id: number;
  readonly result?: CompileResult;
  readonly error?: string;
}
