/**
 * Writes to lent files, in a child process that can be killed: one commit at a time, from its
 * statements to the end of its transaction. The same process looks at files before they are lent.
 */

import type { SqlStatement } from "@cf/protocol";
import { CfError } from "@cf/utils";
import { ChildProcess } from "../child/child-process.ts";
import type { WriteLimits } from "../commit/rehearsals.ts";
import { WriteTimeoutError } from "../database/errors.ts";
import { SourceError } from "../errors.ts";
import type { SourceMark } from "./source-mark.ts";
import type { Source } from "./source-registry.ts";

/** Where the files are that may be lent, and the space that writes to them. */
export interface SourceWriterOptions {
  readonly space: string;
  /** The space's folder; `null` in memory. */
  readonly folder: string | null;
  readonly sourceFolders: readonly string[];
  readonly limits: WriteLimits;
}

const IDLE_MS = 30_000;

/** The writer of one space. */
export class SourceWriter {
  readonly #options: SourceWriterOptions;
  #last: Promise<unknown> = Promise.resolve();
  #child: ChildProcess | undefined;
  #idle: ReturnType<typeof setTimeout> | undefined;
  #ended: PromiseWithResolvers<void> | undefined;

  constructor(options: SourceWriterOptions) {
    this.#options = options;
  }

  /**
   * Runs statements on a file and leaves their transaction open, until {@linkcode end}, which must
   * follow. Resolves to what they change, or to why they are refused; then nothing is open.
   */
  begin(
    source: () => Source | undefined,
    statements: readonly SqlStatement[],
  ): Promise<{ readonly changeset: Uint8Array } | CfError> {
    const begun = this.#last.then(() => this.#begin(source(), statements));
    // The next one waits until this transaction is over.
    this.#last = begun.then(() => this.#ended?.promise);
    return begun;
  }

  /**
   * Commits the open transaction with a mark, or rolls it back. A commit that fails leaves the file
   * behind the log, which the next {@linkcode begin} makes good.
   */
  async end(mark: SourceMark | null): Promise<void> {
    const keepsMark = this.#options.folder !== null;
    try {
      await this.#ask((child) => child.ask("endSourceWrite", { mark, keepsMark }));
    } catch (error) {
      if (!(error instanceof CfError)) throw error;
    } finally {
      this.#ended?.resolve();
      this.#ended = undefined;
      this.#rest();
    }
  }

  /** Looks at a file's content before it is lent. Rejects with `SourceError`. */
  async check(path: string, writable: boolean): Promise<void> {
    const checked = this.#last.then(() =>
      this.#ask((child) => child.ask("checkSource", { path, writable }))
    );
    this.#last = checked.catch(() => {}).finally(() => this.#rest());
    if (await checked !== undefined) return;
    throw new SourceError(path, "looking at its schema took too long, or too much memory");
  }

  /** Resolves when no transaction is open. */
  async settled(): Promise<void> {
    await this.#last;
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle);
    await this.#child?.kill();
  }

  async #begin(
    source: Source | undefined,
    statements: readonly SqlStatement[],
  ): Promise<{ readonly changeset: Uint8Array } | CfError> {
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
      this.#ended = Promise.withResolvers();
      return begun;
    } catch (error) {
      if (error instanceof CfError) return error;
      return new SourceError(source.path, (error as Error).message, error);
    }
  }

  /** `undefined` when the child was killed at the deadline, or died. */
  async #ask<T>(task: (child: ChildProcess) => Promise<T>): Promise<T> {
    clearTimeout(this.#idle);
    if (this.#child === undefined || this.#child.isGone) {
      const { folder, sourceFolders } = this.#options;
      this.#child = new ChildProcess({
        read: [],
        write: folder === null ? sourceFolders : [folder, ...sourceFolders],
      });
    }
    const child = this.#child;
    // The deadline is for the task, and not for a busy machine to start a process.
    await child.ask("start", {});
    const deadline = setTimeout(() => void child.kill(), this.#options.limits.writeDeadlineMs);
    try {
      return await task(child);
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
