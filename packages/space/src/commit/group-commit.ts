/**
 * The group commit: many commits, one transaction, one sync.
 *
 * ```
 * for each commit: known already? → validate reads → draft its operations → run its statements in a
 *                  savepoint → append its record
 * COMMIT → drafts become the newest state → publish
 * ```
 *
 * Documents are changed in drafts, which cost nothing to drop, so only a commit that writes rows
 * needs a savepoint. A refused commit leaves no trace and takes none of the others with it. If the
 * disk refuses the transaction, memory is as before, and `run-group.ts` tries each commit alone.
 */

import { CfError, type Json } from "@cf/utils";
import { BadMessageError, OutOfTurnError } from "@cf/protocol";
import { LongWriteError } from "../database/errors.ts";
import { CommitTooOldError, StoreFailedError } from "../errors.ts";
import { type CommitDrafts, DraftSet } from "../documents/draft-set.ts";
import { sameBytes } from "../log/commit-log.ts";
import type { LogRecord, ResolvedOperation } from "../log/record.ts";
import { SourceGroup } from "../sources/source-group.ts";
import { RebuildNeeded } from "../recovery/rebuild-needed.ts";
import { isDamage, isLocked, isReadOnly } from "../store/sqlite-error.ts";
import { DamagedDatabase } from "./damaged-database.ts";
import { declarationOf } from "./declaration-of.ts";
import type { CommitContext } from "./commit-context.ts";
import { clientRecord, systemRecord } from "./commit-record.ts";
import { type DatabaseDraft, DatabaseGroup } from "./database-group.ts";
import { RemoteGroup } from "./remote-group.ts";
import { revisionBump, writesRevision } from "./revision.ts";
import { resolveAddress, resolveOperation } from "./scope.ts";
import type { SessionRecord } from "./session-table.ts";
import type {
  AcceptedCommit,
  ClientSubmission,
  GroupResult,
  LongSubmission,
  Submission,
  SystemSubmission,
  TakenRows,
} from "./submission.ts";
import { Tombstones } from "./tombstones.ts";
import { FileLocked } from "./file-locked.ts";
import {
  deletesNewDatabase,
  type GroupDatabase,
  lockedFile,
  openGroupDatabase,
  removeEmptyFile,
} from "./group-database.ts";
import { GroupFailedError } from "./group-failed.ts";
import { validateReads } from "./validate.ts";

/** Commits one group. Call {@linkcode GroupCommit.run} once. */
export class GroupCommit {
  readonly #context: CommitContext;
  readonly #drafts: DraftSet;
  readonly #accepted: AcceptedCommit[] = [];
  readonly #repeated: GroupResult["repeated"][number][] = [];
  readonly #refused: GroupResult["refused"][number][] = [];
  readonly #systems: {
    readonly submission: SystemSubmission;
    readonly seq: number;
    readonly operations: readonly ResolvedOperation[];
  }[] = [];
  /** Commits accepted in this group: session → local → seq. */
  readonly #fresh = new Map<SessionRecord, Map<number, number>>();
  readonly #tombstones: Tombstones;
  readonly #mayFlush: boolean;
  #deferred: readonly Submission[] = [];
  #long: LongSubmission | undefined;
  #database: GroupDatabase | undefined;
  #databaseError: CfError | undefined;

  /** Without `flush` the checkpoint of the documents waits, which a full disk may have no room for. */
  constructor(context: CommitContext, { flush = true }: { readonly flush?: boolean } = {}) {
    this.#context = context;
    this.#mayFlush = flush;
    this.#drafts = new DraftSet(context.documents);
    this.#tombstones = new Tombstones(context.databases);
  }

  /**
   * Commits what can be committed of `group`. Throws {@linkcode DamagedDatabase} when its pattern
   * database turned out to be damaged, and {@linkcode GroupFailedError} when the disk refused several
   * commits together, `RebuildNeeded` when the database has to be made anew first, and
   * {@linkcode FileLocked} when another program is in the way; then nothing happened, and the group
   * may be run again.
   */
  run(group: readonly Submission[]): GroupResult {
    const { store, files } = this.#context;
    files.detachReserved();
    // What was rehearsed is applied row by row, cascades included; the pragma counts outside of
    // transactions only.
    const isRehearsed = group.some((each) => each.kind === "client" && each.rehearsed);
    if (isRehearsed) store.database.exec("PRAGMA foreign_keys = OFF");
    try {
      return this.#run(group);
    } finally {
      if (isRehearsed) store.database.exec("PRAGMA foreign_keys = ON");
    }
  }

  #run(group: readonly Submission[]): GroupResult {
    const { store, log, documents } = this.#context;
    let flushed: (() => void) | undefined;
    try {
      this.#database = openGroupDatabase(this.#context, group);
    } catch (cause) {
      if (cause instanceof RebuildNeeded || cause instanceof FileLocked) throw cause;
      this.#databaseError = cause instanceof CfError
        ? cause
        : new StoreFailedError("open the pattern's database", messageOf(cause), cause);
    }
    try {
      if (this.#mayFlush && documents.flushIsDue) {
        if (!store.database.isTransaction) store.begin();
        flushed = documents.flush(log.head.seq);
      }
      for (const [i, submission] of group.entries()) {
        if (i > 0 && deletesNewDatabase(this.#context, this.#database, submission)) {
          this.#deferred = group.slice(i);
          break;
        }
        this.#process(submission);
        if (this.#long !== undefined) {
          this.#deferred = group.slice(i);
          break;
        }
        // A database that was deleted is closed before anything writes to one of that name again.
        if (this.#tombstones.deleted.length > 0) {
          this.#deferred = group.slice(i + 1);
          break;
        }
      }
      this.#database?.finish();
      if (store.database.isTransaction) store.commit();
    } catch (cause) {
      if (!this.#isInLog()) return this.#fail(group, cause);
    }
    flushed?.();
    const change = this.#database?.confirm();
    if (this.#long === undefined) removeEmptyFile(this.#context, this.#database);
    this.#tombstones.remember();
    documents.publish(this.#drafts.all.values());
    const { sessions } = this.#context;
    for (const { submission, seq } of this.#accepted) {
      sessions.accept(submission.session, submission.commit.local, seq);
    }
    for (const { submission, seq } of this.#systems) submission.resolve(seq);
    return change === undefined ? this.#result() : { ...this.#result(), database: change };
  }

  #process(submission: Submission): void {
    if (submission.kind === "system") return this.#processSystem(submission);
    const repeated = this.#acceptedSeq(submission.session, submission.commit.local);
    if (repeated !== undefined) {
      this.#repeated.push({ submission, seq: repeated });
      return;
    }
    let candidate: Candidate;
    try {
      if (submission.refusal !== undefined) throw submission.refusal;
      candidate = this.#prepare(submission);
    } catch (cause) {
      this.#refuse(submission, cause);
      return;
    }
    if (submission.commit.sqlite === undefined) {
      this.#append(submission, candidate);
      return;
    }
    try {
      candidate = this.#runStatements(submission, candidate);
    } catch (cause) {
      if (cause instanceof LongWriteError) {
        this.#long = this.#longSubmission(submission, candidate, cause);
        return;
      }
      if (!(cause instanceof CfError) || concernsFile(cause)) throw cause;
      if (!this.#context.store.database.isTransaction) throw cause;
      this.#refuse(submission, cause);
      return;
    }
    this.#append(submission, candidate);
  }

  /** Validates and drafts, without touching the store's transaction. */
  #prepare(submission: ClientSubmission): Candidate {
    const { session, commit } = submission;
    const { rights, documents, history } = this.#context;
    rights.requireWrite(session.principal);
    if (commit.local <= session.prunedLocal) {
      throw new CommitTooOldError(session.name, commit.local);
    }
    const { after } = commit;
    const isInTurn = after === undefined || after <= session.prunedLocal ||
      this.#acceptedSeq(session, after) !== undefined;
    if (!isInTurn) throw new OutOfTurnError(after);
    validateReads(commit.reads, session, {
      documents,
      history,
      drafts: this.#drafts.all,
      acceptedSeq: (owner, local) => this.#acceptedSeq(owner, local),
    });
    if (commit.sqlite !== undefined && this.#database === undefined) throw this.#databaseError;
    const operations = commit.operations.map((operation) => resolveOperation(operation, session));
    const seq = this.#context.log.head.seq + 1;
    const drafts: CommitDrafts = new Map();
    this.#drafts.apply(operations, drafts, { seq, session: session.number });
    return { seq, operations, added: [], drafts };
  }

  /** Runs the statements of a commit and bumps the revision of its handle. */
  #runStatements(submission: ClientSubmission, candidate: Candidate): Candidate {
    const { session, commit } = submission;
    const { store } = this.#context;
    const { seq, operations, drafts } = candidate;
    if (!store.database.isTransaction) store.begin();
    const handle = resolveAddress(commit.sqlite!.handle, session);
    const value = this.#handleValue(submission, candidate);
    const database = this.#database!.run(submission, value);
    if (database.schema.length === 0 && database.changeset.length === 0) return candidate;
    if (operations.some((operation) => writesRevision(operation, handle.key))) {
      return { ...candidate, database };
    }
    const added = [{ ...handle, operation: revisionBump(commit.sqlite!.handle) }];
    this.#drafts.apply(added, drafts, { seq, session: session.number });
    return { ...candidate, added, database };
  }

  /** The handle of the commit's database, as of the commit. */
  #handleValue({ session, commit }: ClientSubmission, { drafts }: Candidate): Json | undefined {
    const { key, id, scope } = resolveAddress(commit.sqlite!.handle, session);
    return (drafts.get(key) ?? this.#drafts.all.get(key) ??
      this.#context.documents.get(key, id, scope)).value;
  }

  #longSubmission(
    submission: ClientSubmission,
    candidate: Candidate,
    { isMigration }: LongWriteError,
  ): LongSubmission {
    const database = this.#database!;
    const common = { submission, key: database.key, isMigration };
    if (database instanceof SourceGroup) return { ...common, declaration: null, beforeSeq: 0 };
    const declaration = declarationOf(this.#handleValue(submission, candidate));
    return { ...common, declaration, beforeSeq: database.seq };
  }

  #append(submission: ClientSubmission, candidate: Candidate): void {
    const { store, log, sessions } = this.#context;
    const { session, commit } = submission;
    if (!store.database.isTransaction) store.begin();
    if (!session.stored && !this.#fresh.has(session)) sessions.store(session);
    const { seq, operations, added, database } = candidate;
    const time = this.#time();
    const event = this.#tombstones.mark(operations, time);
    const draft = database;
    const hash = log.append(
      clientRecord(submission, { seq, time, operations: [...operations, ...added] }, {
        database: draft === undefined ? undefined : { key: this.#database!.key, draft },
        event,
      }),
      {
        session: session.number,
        database: database === undefined ? null : this.#database!.number,
        changeset: database?.changeset ?? null,
      },
    );
    if (database !== undefined) this.#database!.accept(database, { seq, hash });
    this.#drafts.accept(candidate.drafts);
    const fresh = this.#fresh.get(session) ?? new Map<number, number>();
    this.#fresh.set(session, fresh.set(commit.local, seq));
    this.#accepted.push({ submission, seq, operations, added });
  }

  #processSystem(submission: SystemSubmission): void {
    const { store, log } = this.#context;
    if (!store.database.isTransaction) store.begin();
    const seq = log.head.seq + 1;
    const drafts: CommitDrafts = new Map();
    let operations: readonly ResolvedOperation[] = [];
    try {
      submission.apply(seq);
      this.#requireUnwritten(submission.rows);
      operations = submission.operations?.() ?? [];
      this.#drafts.apply(operations, drafts, { seq, session: 0 });
    } catch (error) {
      if (!(error instanceof CfError)) throw error;
      submission.reject(error);
      return;
    }
    const record = systemRecord(submission, { seq, time: this.#time(), operations });
    this.#appendSystem(record, submission.rows);
    this.#drafts.accept(drafts);
    this.#systems.push({ submission, seq, operations });
  }

  #appendSystem(record: LogRecord, rows: TakenRows | undefined): void {
    const { log } = this.#context;
    const database = rows === undefined ? null : this.#database!.number;
    const hash = log.append(record, { session: null, database, changeset: null });
    if (rows === undefined || !(this.#database instanceof RemoteGroup)) return;
    if (rows.parts.count > 0) log.parts.keep(rows.parts, record.seq);
    this.#database.take(rows, { seq: record.seq, hash });
  }

  /** Rows were taken into what the database was; nothing writes to it meanwhile but its deletion. */
  #requireUnwritten(rows: TakenRows | undefined): void {
    if (rows === undefined || (this.#database as RemoteGroup).seq === rows.beforeSeq) return;
    throw new StoreFailedError("take the rows in", "the database was deleted meanwhile");
  }

  #acceptedSeq(session: SessionRecord, local: number): number | undefined {
    return this.#fresh.get(session)?.get(local) ?? this.#context.sessions.seqOf(session, local);
  }

  #time(): number {
    return Math.max(this.#context.now(), this.#context.log.head.time);
  }

  #refuse(submission: ClientSubmission, cause: unknown): void {
    const error = cause instanceof CfError
      ? cause
      : new BadMessageError(`commit ${submission.commit.local} is malformed: ${cause}`);
    this.#refused.push({ submission, error });
  }

  /**
   * Whether the group is in the log although committing it failed: of two files in WAL mode SQLite
   * commits the space's own first. Then it happened, and the other file is behind.
   */
  #isInLog(): boolean {
    const { store, log, suspect } = this.#context;
    const expected = log.head;
    store.rollback();
    log.reload();
    if (this.#accepted.length === 0 || !sameBytes(log.head.hash, expected.hash)) return false;
    if (this.#database instanceof DatabaseGroup) suspect(this.#database.key);
    return true;
  }

  /**
   * The disk refused: nothing of this group happened. Of several commits one may have been too much,
   * so they are left to be tried one by one.
   */
  #fail(group: readonly Submission[], cause: unknown): GroupResult {
    if (this.#database instanceof DatabaseGroup && isDamage(cause)) {
      throw new DamagedDatabase(this.#database.key, cause);
    }
    // A transaction that waits elsewhere for this commit cannot be kept waiting.
    const isTiedElsewhere = this.#database !== undefined &&
      !(this.#database instanceof DatabaseGroup);
    if (isLocked(cause) && !isTiedElsewhere) {
      throw lockedFile(this.#context, this.#database?.key, cause);
    }
    const error = new StoreFailedError(this.#actionRefused(cause), messageOf(cause), cause);
    this.#drafts.clear();
    this.#accepted.length = this.#refused.length = this.#repeated.length = 0;
    this.#tombstones.clear();
    this.#deferred = [];
    this.#long = undefined;
    this.#systems.length = 0;
    this.#context.files.trimLogs();
    if (group.length > 1) throw new GroupFailedError(error);
    for (const submission of group) {
      if (submission.kind === "client") this.#refused.push({ submission, error });
      else submission.reject(error);
    }
    return this.#result();
  }

  /** A pattern's file that may only be read is named, and opened anew for the next group. */
  #actionRefused(cause: unknown): string {
    if (!isReadOnly(cause) || !(this.#database instanceof DatabaseGroup)) return "commit";
    const { files } = this.#context;
    files.release(this.#database.key);
    return `write ${files.location(this.#database.key)}`;
  }

  #result(): GroupResult {
    return {
      seq: this.#context.log.head.seq,
      accepted: this.#accepted,
      own: this.#systems.filter(({ operations }) => operations.length > 0),
      repeated: this.#repeated,
      refused: this.#refused,
      drafts: this.#drafts.all,
      deleted: this.#tombstones.deleted,
      deferred: this.#deferred,
      ...(this.#long === undefined ? {} : { long: this.#long }),
    };
  }
}

interface Candidate {
  readonly seq: number;
  readonly operations: readonly ResolvedOperation[];
  readonly added: readonly ResolvedOperation[];
  readonly drafts: CommitDrafts;
  readonly database?: DatabaseDraft;
}

/** Whether an error of a statement is the fault of its database's file. */
function concernsFile(error: unknown): boolean {
  return isDamage(error) || isLocked(error) || isReadOnly(error);
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
