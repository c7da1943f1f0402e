/**
 * Everything between the queue and what a group made true: groups are run, again where that helps;
 * writes that this process leaves to another go there and come back; the transaction on a lent file
 * is ended before anybody hears of its commit.
 */

import type { DatabaseKey } from "@cf/protocol";
import { CfError } from "@cf/utils";
import { setImmediate } from "node:timers";
import { FileLockedError } from "../errors.ts";
import { documentKey } from "../log/record.ts";
import { RebuildNeeded } from "../recovery/rebuild-needed.ts";
import type { SourceWriter } from "../sources/source-writer.ts";
import { CommitQueue } from "./commit-queue.ts";
import type { CommitContext } from "./commit-context.ts";
import { LockWaits } from "./lock-waits.ts";
import type { Rehearsals } from "./rehearsals.ts";
import { type GroupRun, runGroup } from "./run-group.ts";
import { resolveAddress } from "./scope.ts";
import type {
  ClientSubmission,
  GroupResult,
  LongSubmission,
  Submission,
  TakenRows,
} from "./submission.ts";

/** What a loop works with. */
export interface CommitLoopContext {
  readonly commit: CommitContext;
  readonly rehearsals: Rehearsals;
  readonly sourceWriter: SourceWriter;
  /** Makes a small damaged file anew, or throws `RebuildNeeded`. */
  readonly rebuild: (key: DatabaseKey, reason: string) => void;
  /** Makes a file anew in another process; the database is held meanwhile. Does not reject. */
  readonly startRebuild: (needed: RebuildNeeded) => void;
  /** Resolves when no file is being made anew. */
  readonly rebuilt: () => Promise<void>;
  /** How long a file may be locked by another program before commits are refused for it. */
  readonly lockPatienceMs: number;
  /** Told before and after the transaction on a lent file ends and its commit is told. */
  readonly onLentWrite: (key: DatabaseKey, phase: "begins" | "ended") => void;
  /** Told of each group that has run, in order, when what it wrote can be read. */
  readonly onResult: (result: GroupResult) => void;
}

/** The commits of one space, from their arrival on. */
export class CommitLoop {
  readonly queue: CommitQueue;
  readonly #context: CommitLoopContext;
  readonly #locks: LockWaits;
  #groups = 0;
  #accepted = 0;
  #refused = 0;

  constructor(context: CommitLoopContext) {
    this.#context = context;
    this.#locks = new LockWaits(context.lockPatienceMs);
    const { folder } = context.commit.store;
    this.queue = new CommitQueue({
      schedule: folder === null ? queueMicrotask : setImmediate,
      databaseOf,
      isAlone: (submission) =>
        submission.kind === "client"
          ? submission.rehearsed !== undefined
          : submission.rows !== undefined,
      commit: (group) => this.#commit(group),
    });
  }

  /** What was committed so far. */
  get counts(): { readonly groups: number; readonly accepted: number; readonly refused: number } {
    return { groups: this.#groups, accepted: this.#accepted, refused: this.#refused };
  }

  /** Commits all that waits, also what another process works on. */
  async finish(): Promise<void> {
    const { rehearsals, sourceWriter, rebuilt } = this.#context;
    for (this.queue.drain(); this.queue.length > 0 || this.queue.isPaused; this.queue.drain()) {
      await rehearsals.settled();
      await sourceWriter.settled();
      await rebuilt();
      await this.#locks.settled();
    }
  }

  #commit(group: readonly Submission[]): void {
    const open = openOf(group);
    let run: GroupRun = { results: [], rest: [] };
    try {
      const { commit, rebuild } = this.#context;
      run = runGroup({ context: commit, rebuild }, group);
    } finally {
      if (open !== undefined) void this.#endOpen(open, run.results);
      else {
        // Backwards, since each goes in front of what waits already.
        this.queue.putBack(this.#afterLock(run));
        for (const { deferred } of run.results.toReversed()) this.queue.putBack(deferred);
        if (run.needed !== undefined) this.#context.startRebuild(run.needed);
        for (const result of run.results) this.#finish(result);
      }
    }
  }

  /** What is left of a group, to wait for a file that is locked, or to be refused for that. */
  #afterLock({ locked, rest, results }: GroupRun): readonly Submission[] {
    for (const { database } of results) {
      if (database !== undefined) this.#locks.forget(this.#fileOf(database.key));
    }
    if (locked === undefined) return rest;
    const { key } = locked;
    const text = key === undefined ? undefined : documentKey(key.id, key.scope);
    const isWaiting = this.#locks.wait(locked, () => {
      if (text === undefined) this.queue.resume();
      else this.queue.release(text);
    });
    if (isWaiting) {
      if (text === undefined) this.queue.pause();
      else this.queue.hold(text);
      return rest;
    }
    const error = new FileLockedError(locked.file, locked);
    return rest.flatMap((each) => {
      if (text !== undefined && databaseOf(each) !== text) return [each];
      if (each.kind === "system") {
        each.reject(error);
        return [];
      }
      return [{ ...each, commit: withoutStatements(each.commit), refusal: error }];
    });
  }

  #fileOf(key: DatabaseKey): string {
    return this.#context.commit.files.location(key);
  }

  /**
   * Ends the transaction that another process has open for a group. Nothing else is committed
   * meanwhile, so that frames keep the order of commits.
   */
  async #endOpen({ isLent, end }: OpenTransaction, results: readonly GroupResult[]): Promise<void> {
    const { commit, sourceWriter, rehearsals, onLentWrite } = this.#context;
    const written = results.find(({ database }) => database !== undefined)?.database;
    this.queue.pause();
    if (isLent && written !== undefined) onLentWrite(written.key, "begins");
    try {
      if (isLent) {
        const mark = written?.mark ?? null;
        const isDone = await sourceWriter.end(mark);
        if (isDone && mark !== null) commit.sources.confirm(written!.key.id, mark.seq);
      } else {
        const logged = written?.logged ?? null;
        const isDone = await (end === undefined ? rehearsals.end(logged) : end(logged));
        if (!isDone && written !== undefined) this.#bringUp(written.key);
      }
      for (const { deferred } of results) this.queue.putBack(deferred);
      for (const result of results) this.#finish(result);
    } finally {
      if (isLent && written !== undefined) onLentWrite(written.key, "ended");
      this.queue.resume();
    }
  }

  /** A file that is behind its log, since the process that was to commit it failed. */
  #bringUp(key: DatabaseKey): void {
    const { commit, startRebuild } = this.#context;
    commit.suspect(key);
    try {
      commit.recover(key);
    } catch (error) {
      // Any other problem is told to whoever uses the database next.
      if (error instanceof RebuildNeeded) startRebuild(error);
    }
  }

  #finish(result: GroupResult): void {
    this.#groups++;
    this.#accepted += result.accepted.length;
    this.#refused += result.refused.length;
    if (result.long !== undefined) void this.#leave(result.long);
    this.#context.onResult(result);
  }

  /** Has another process find out what a commit changes; its database waits, and nothing else. */
  async #leave(long: LongSubmission): Promise<void> {
    const { submission, beforeSeq } = long;
    const database = databaseOf(submission)!;
    this.queue.hold(database);
    const outcome = await this.#outcomeOf(long);
    const changed: ClientSubmission = outcome instanceof CfError
      ? { ...submission, commit: withoutStatements(submission.commit), refusal: outcome }
      : { ...submission, rehearsed: { ...outcome, beforeSeq } };
    this.queue.replace(submission, changed);
    this.queue.release(database);
  }

  async #outcomeOf({ submission, key, declaration, isMigration }: LongSubmission) {
    const { rehearsals, sourceWriter, commit } = this.#context;
    const { statements } = submission.commit.sqlite!;
    if (declaration !== null) {
      const rehearsed = await rehearsals.run({ key, declaration, statements, isMigration });
      return rehearsed instanceof CfError ? rehearsed : { ...rehearsed, isLent: false };
    }
    const begun = await sourceWriter.begin(() => commit.sources.get(key.id), statements);
    if (begun instanceof CfError) return begun;
    commit.sources.saw(key.id, begun.file);
    return { changeset: begun.changeset, schema: [], isLent: true, isOpen: true };
  }
}

/** A transaction that another process has open for a group: on a lent file, or one with its own end. */
interface OpenTransaction {
  readonly isLent: boolean;
  readonly end?: TakenRows["end"];
}

function openOf(group: readonly Submission[]): OpenTransaction | undefined {
  for (const each of group) {
    if (each.kind === "client" && each.rehearsed?.isOpen) return each.rehearsed;
    if (each.kind === "system" && each.rows !== undefined) {
      return { isLent: false, end: each.rows.end };
    }
  }
  return undefined;
}

/** What is left of a commit that is refused before it is looked at. */
export function withoutStatements(
  { local }: ClientSubmission["commit"],
): ClientSubmission["commit"] {
  return { local, reads: [], operations: [] };
}

/** The pattern database that a submission writes, as a map key. */
function databaseOf(submission: Submission): string | undefined {
  if (submission.kind !== "client" || submission.commit.sqlite === undefined) return undefined;
  return resolveAddress(submission.commit.sqlite.handle, submission.session).key;
}
