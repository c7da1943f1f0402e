/**
 * Writes to lent files, in a child process that can be killed: one commit at a time, from its
 * statements to the end of its transaction. The same process looks at files before they are lent.
 *
 * A file whose transaction could not be committed after all, its disk being full, is behind the log. It
 * is brought up as soon as that is possible, which is tried again and again, less and less often. Why it
 * is behind is kept, for the operator to see.
 */

import type { SqlStatement } from "@cf/protocol";
import { CfError } from "@cf/utils";
import { ChildProcess } from "../child/child-process.ts";
import type { BegunWrite } from "../child/source-write.ts";
import type { BroughtUp } from "../child/source-bring-up.ts";
import type { WriteLimits } from "../commit/rehearsals.ts";
import { WriteTimeoutError } from "../database/errors.ts";
import { SourceError, StoreFailedError } from "../errors.ts";
import type { SourceMark } from "./source-mark.ts";
import type { Source } from "./source-registry.ts";

/** Where the files are that may be lent, and the space that writes to them. */
export interface SourceWriterOptions {
  readonly space: string;
  /** The space's folder; `null` in memory. */
  readonly folder: string | null;
  readonly sourceFolders: readonly string[];
  readonly limits: WriteLimits;
  readonly now: () => number;
}

const IDLE_MS = 30_000;
/** When bringing a file up is tried again: after this, then after twice as long, up to the other. */
const RETRY_MIN_MS = 100;
const RETRY_MAX_MS = 60_000;

/** Why a lent file lacks commits that the log has. */
export interface Behind {
  readonly problem: string;
  /** When that was first found, milliseconds since 1970. */
  readonly since: number;
}

/** What is known of a file now; `undefined` when it is lent no more. */
type KnownSource = () => Source | undefined;

/** The writer of one space. */
export class SourceWriter {
  readonly #options: SourceWriterOptions;
  #last: Promise<unknown> = Promise.resolve();
  #child: ChildProcess | undefined;
  #idle: ReturnType<typeof setTimeout> | undefined;
  /** The file whose transaction is open. */
  #open: { readonly source: KnownSource; readonly ended: PromiseWithResolvers<void> } | undefined;
  readonly #retries = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #behind = new Map<string, Behind>();
  #isClosed = false;

  constructor(options: SourceWriterOptions) {
    this.#options = options;
  }

  /** Why a file is behind the log; `undefined` where it is not, as far as is known. */
  behind(id: string): Behind | undefined {
    return this.#behind.get(id);
  }

  /**
   * Runs statements on a file and leaves their transaction open, until {@linkcode end}, which must
   * follow. Resolves to what they change, or to why they are refused; then nothing is open.
   */
  begin(
    source: KnownSource,
    statements: readonly SqlStatement[],
  ): Promise<BegunWrite | CfError> {
    const begun = this.#last.then(() => this.#begin(source, statements));
    // The next one waits until this transaction is over.
    this.#last = begun.then(() => this.#open?.ended.promise);
    return begun;
  }

  /**
   * Commits the open transaction with a mark, or rolls it back, and resolves to whether it did. A
   * commit that fails leaves the file behind the log.
   */
  async end(mark: SourceMark | null): Promise<boolean> {
    const keepsMark = this.#options.folder !== null;
    const { source, ended } = this.#open!;
    let problem: string | undefined = "the process that was to commit it ended";
    try {
      const done = await this.#ask((child) => child.ask("endSourceWrite", { mark, keepsMark }));
      if (done !== undefined) problem = undefined;
    } catch (error) {
      if (!(error instanceof CfError)) throw error;
      problem = error.message;
    } finally {
      if (mark !== null && problem !== undefined) {
        this.#note(source(), problem);
        this.#bringUpLater(source, RETRY_MIN_MS);
      }
      this.#open = undefined;
      ended.resolve();
      this.#rest();
    }
    return problem === undefined;
  }

  /** Brings a file up to the log, now or when that is possible. */
  async bringUp(source: KnownSource, retryMs = RETRY_MIN_MS): Promise<void> {
    const done = this.#last.then(() => this.#bringUp(source()));
    this.#last = done.catch(() => {}).finally(() => this.#rest());
    try {
      const ended = await done;
      if (ended !== undefined) this.#note(source(), ended.problem);
    } catch (error) {
      this.#note(source(), (error as Error).message);
      this.#bringUpLater(source, retryMs);
    }
  }

  /** Keeps why a file is behind, or that it is not. */
  #note(source: Source | undefined, problem: string | undefined): void {
    if (source === undefined || this.#isClosed) return;
    const since = this.#behind.get(source.id)?.since ?? this.#options.now();
    if (problem === undefined) this.#behind.delete(source.id);
    else this.#behind.set(source.id, { problem, since });
  }

  /** Looks at a file's content before it is lent. Rejects with `SourceError`. */
  async check(path: string, writable: boolean): Promise<void> {
    const checked = this.#last.then(() =>
      this.#ask((child) => child.ask("checkSource", { path, writable }))
    );
    this.#last = checked.catch(() => {}).finally(() => this.#rest());
    if (await checked !== undefined) return;
    throw new SourceError(path, "looking at its schema took too long");
  }

  /** Resolves when no transaction is open. */
  async settled(): Promise<void> {
    await this.#last;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#idle);
    for (const timer of this.#retries.values()) clearTimeout(timer);
    await this.#child?.kill();
  }

  async #begin(
    known: KnownSource,
    statements: readonly SqlStatement[],
  ): Promise<BegunWrite | CfError> {
    const source = known();
    if (source === undefined) return new SourceError("this file", "it is lent no more");
    const { space, folder, limits: { growthBytesMax, changesetBytesMax } } = this.#options;
    const bounds = { growthBytesMax, changesetBytesMax };
    try {
      const begun = await this.#ask((child) =>
        child.ask("beginSourceWrite", { source, space, folder, statements, ...bounds })
      );
      if (begun === undefined) {
        return new WriteTimeoutError(
          statements[0]?.sql ?? "",
          this.#options.limits.writeDeadlineMs,
        );
      }
      this.#note(source, undefined);
      this.#open = { source: known, ended: Promise.withResolvers() };
      return begun;
    } catch (error) {
      if (error instanceof CfError) return error;
      return new SourceError(source.path, (error as Error).message, error);
    }
  }

  async #bringUp(source: Source | undefined): Promise<BroughtUp | undefined> {
    const { space, folder } = this.#options;
    if (source === undefined || folder === null || this.#isClosed) return undefined;
    return await this.#ask((child) => child.ask("bringUpSource", { source, space, folder })) ??
      { problem: "bringing it up took too long" };
  }

  #bringUpLater(source: KnownSource, afterMs: number): void {
    const id = source()?.id;
    if (id === undefined || this.#isClosed) return;
    clearTimeout(this.#retries.get(id));
    const next = Math.min(afterMs * 2, RETRY_MAX_MS);
    const timer = setTimeout(() => void this.bringUp(source, next), afterMs);
    Deno.unrefTimer(timer);
    this.#retries.set(id, timer);
  }

  /** `undefined` when the child was killed at the deadline. Rejects when it ended by itself. */
  async #ask<T>(task: (child: ChildProcess) => Promise<T>): Promise<T> {
    clearTimeout(this.#idle);
    if (this.#child === undefined || this.#child.isGone) {
      const { folder, sourceFolders } = this.#options;
      this.#child = new ChildProcess({
        folder,
        read: [],
        write: folder === null ? sourceFolders : [folder, ...sourceFolders],
      });
    }
    const child = this.#child;
    // The deadline is for the task, and not for a busy machine to start a process.
    await child.ask("start", {});
    let isLate = false;
    const deadline = setTimeout(() => {
      isLate = true;
      void child.kill();
    }, this.#options.limits.writeDeadlineMs);
    try {
      const result = await task(child);
      if (result !== undefined || isLate || this.#isClosed) return result;
      throw new StoreFailedError(
        "use the lent file",
        "its process ended; it may need too much memory",
      );
    } finally {
      clearTimeout(deadline);
    }
  }

  /** Ends the child when it has nothing to do for a while. */
  #rest(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => void this.#child?.kill(), IDLE_MS);
    Deno.unrefTimer(this.#idle);
  }
}
