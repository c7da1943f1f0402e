/**
 * Writes that the committing thread does not run, because nothing could interrupt them there: they
 * are rehearsed in a child process on the pattern's file, or on a copy of a database in memory. A small
 * change is taken back there and applied here; a large one is committed there, once it is in the log.
 * Nobody else writes to that database meanwhile; everything else goes on. A rehearsal over its deadline
 * is killed, and the commit refused.
 *
 * The child starts with the first of them and ends when it was idle for a while.
 */

import type { DatabaseKey, SqlStatement } from "@cf/protocol";
import { CfError } from "@cf/utils";
import { ChildProcess } from "../child/child-process.ts";
import type { LoggedCommit } from "../child/open-transaction.ts";
import type { Rehearsed } from "../child/rehearse.ts";
import type { Declaration } from "../database/declaration.ts";
import { WriterMissingError, WriteTimeoutError, WriteTooLargeError } from "../database/errors.ts";
import { StoreFailedError } from "../errors.ts";
import type { PatternFiles } from "./pattern-files.ts";

/** Bounds on one write that is rehearsed. */
export interface WriteLimits {
  /** How long its statements may take, in milliseconds. */
  readonly writeDeadlineMs: number;
  /** The same where the declaration changed: steps of a migration walk through whole tables. */
  readonly migrationDeadlineMs: number;
  /** By how much it may make the file grow. */
  readonly growthBytesMax: number;
  /** The size of the rows that it changes, before and after. */
  readonly changesetBytesMax: number;
  /** How long taking in the rows of a file may take, in milliseconds. */
  readonly importDeadlineMs: number;
  /** How long commits wait for a file that another program has locked, in milliseconds. */
  readonly lockPatienceMs: number;
}

/** What {@linkcode WriteLimits} are unless set. */
export const WRITE_LIMITS: WriteLimits = {
  writeDeadlineMs: 5_000,
  migrationDeadlineMs: 60_000,
  growthBytesMax: 128 << 20,
  changesetBytesMax: 64 << 20,
  importDeadlineMs: 30 * 60_000,
  lockPatienceMs: 5_000,
};

/** A write to rehearse. */
export interface LongWrite {
  readonly key: DatabaseKey;
  readonly declaration: Declaration;
  readonly statements: readonly SqlStatement[];
  /** Whether the declaration changed. */
  readonly isMigration: boolean;
}

const IDLE_MS = 30_000;
/** A changeset of more bytes is not applied on the committing thread: some ten milliseconds' worth. */
const KEPT_OPEN_BYTES = 256 << 10;
/** How large a database in memory may be whose content is sent to another process. */
const IMAGE_BYTES_MAX = 256 << 20;

/** Whether this process may start others. */
export function canSpawn(): boolean {
  try {
    const command = Deno.execPath();
    return Deno.permissions.querySync({ name: "run", command }).state === "granted";
  } catch {
    return false;
  }
}

/** The rehearsals of one space. */
export class Rehearsals {
  readonly #files: PatternFiles;
  readonly #folder: string | null;
  readonly #limits: WriteLimits;
  /** The last of those that wait or run; they go one after another. */
  #last: Promise<unknown> = Promise.resolve();
  #open: { readonly key: DatabaseKey; readonly ended: PromiseWithResolvers<void> } | undefined;
  #child: ChildProcess | undefined;
  #idle: ReturnType<typeof setTimeout> | undefined;

  constructor(files: PatternFiles, folder: string | null, limits: WriteLimits) {
    this.#files = files;
    this.#folder = folder;
    this.#limits = limits;
  }

  /** Resolves to what the write changes, or to why it is refused. */
  run(write: LongWrite): Promise<Rehearsed | CfError> {
    const running = this.#last.then(() => this.#run(write));
    // The next one waits until a transaction that was left open is over.
    this.#last = running.then(() => this.#open?.ended.promise);
    return running;
  }

  /**
   * Ends the transaction that was left open: with the commit in the log, or without one. Resolves to
   * whether that was done; if not, the file is behind the log.
   */
  async end(logged: LoggedCommit | null): Promise<boolean> {
    const open = this.#open!;
    try {
      const child = this.#child!;
      const isDone = await child.ask("endRehearsal", { logged }) !== undefined;
      this.#files.checkpointElsewhere(open.key, (path) => child.ask("checkpoint", { path }));
      return isDone;
    } catch {
      return false;
    } finally {
      this.#open = undefined;
      this.#files.giveBack(open.key);
      this.#rest();
      open.ended.resolve();
    }
  }

  /** Whether a transaction waits for its commit. */
  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  /** Resolves when those that were asked for are done. */
  async settled(): Promise<void> {
    await this.#last;
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle);
    await this.#child?.kill();
  }

  /** The process that runs statements. Throws what the system says where it gives none. */
  #started(): ChildProcess {
    if (this.#child === undefined || this.#child.isGone) {
      this.#child = new ChildProcess({
        folder: this.#folder,
        read: [],
        write: this.#folder === null ? [] : [this.#folder],
      });
    }
    return this.#child;
  }

  async #run(
    { key, declaration, statements, isMigration }: LongWrite,
  ): Promise<Rehearsed | CfError> {
    const { writeDeadlineMs, migrationDeadlineMs, growthBytesMax, changesetBytesMax } =
      this.#limits;
    const deadlineMs = isMigration ? migrationDeadlineMs : writeDeadlineMs;
    clearTimeout(this.#idle);
    const { sql } = statements[0] ?? { sql: "" };
    let child: ChildProcess;
    try {
      child = this.#started();
    } catch (error) {
      return new WriterMissingError(sql, error);
    }
    // The deadline is for the statements, and not for a busy machine to start a process.
    await child.ask("start", {});
    const database = this.#files.image(key, IMAGE_BYTES_MAX);
    if (database === undefined) {
      return new WriteTooLargeError({ limit: "imageBytesMax", max: IMAGE_BYTES_MAX }, sql);
    }
    this.#files.reserve(key);
    let isLate = false;
    const deadline = setTimeout(() => {
      isLate = true;
      void child.kill();
    }, deadlineMs);
    try {
      const rehearsed = await child.ask("rehearse", {
        database,
        declaration: declaration.source,
        statements,
        growthBytesMax,
        changesetBytesMax,
        keptOpenBytes: KEPT_OPEN_BYTES,
      });
      if (rehearsed?.isOpen) this.#open = { key, ended: Promise.withResolvers() };
      if (rehearsed !== undefined) return rehearsed;
      return isLate
        ? new WriteTimeoutError(sql, deadlineMs)
        : new StoreFailedError("run statement", "its process ended; it may need too much memory");
    } catch (error) {
      if (error instanceof CfError) return error;
      return new StoreFailedError("run statement", (error as Error).message, error);
    } finally {
      clearTimeout(deadline);
      if (this.#open === undefined) {
        this.#files.giveBack(key);
        this.#rest();
      }
    }
  }

  /** Ends the child when it has nothing to do for a while. */
  #rest(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => void this.#child?.kill(), IDLE_MS);
    Deno.unrefTimer(this.#idle);
  }
}
