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
 * disk refuses the transaction, all of the group is refused and memory is as before.
 */

import { CfError } from "@cf/utils";
import { BadMessageError, type Operation, REV_PATH } from "@cf/protocol";
import { CommitTooOldError, StoreFailedError } from "../errors.ts";
import type { DocumentDraft } from "../documents/document.ts";
import { applyToDraft, type DocumentStore } from "../documents/document-store.ts";
import type { DocumentHistory } from "../documents/history.ts";
import type { CommitLog } from "../log/commit-log.ts";
import type { LogRecord, ResolvedOperation } from "../log/record.ts";
import type { SpaceStore } from "../store/space-store.ts";
import { resolveAddress, resolveOperation } from "./scope.ts";
import type { SessionRecord, SessionTable } from "./session-table.ts";
import type {
  AcceptedCommit,
  ClientSubmission,
  DatabaseChange,
  GroupResult,
  Submission,
  SystemSubmission,
} from "./submission.ts";
import { validateReads } from "./validate.ts";

/** Rights of principals, asked at the moment of the commit. */
export interface CommitRights {
  /** Throws `NotAllowedError` unless `principal` may write. */
  requireWrite(principal: string): void;
}

/** What a commit needs of the rest of the space. */
export interface CommitContext {
  readonly store: SpaceStore;
  readonly log: CommitLog;
  readonly documents: DocumentStore;
  readonly history: DocumentHistory;
  readonly sessions: SessionTable;
  readonly rights: CommitRights;
  readonly now: () => number;
}

/** Commits one group. Call {@linkcode GroupCommit.run} once. */
export class GroupCommit {
  readonly #context: CommitContext;
  readonly #drafts = new Map<string, DocumentDraft>();
  readonly #accepted: AcceptedCommit[] = [];
  readonly #repeated: GroupResult["repeated"][number][] = [];
  readonly #refused: GroupResult["refused"][number][] = [];
  readonly #systems: { readonly submission: SystemSubmission; readonly seq: number }[] = [];
  /** Commits accepted in this group: session → local → seq. */
  readonly #fresh = new Map<SessionRecord, Map<number, number>>();
  #database: DatabaseChange | undefined;

  constructor(context: CommitContext) {
    this.#context = context;
  }

  run(group: readonly Submission[]): GroupResult {
    const { store, log, documents } = this.#context;
    let flushed: (() => void) | undefined;
    try {
      if (documents.flushIsDue) {
        store.begin();
        flushed = documents.flush(log.head.seq);
      }
      for (const submission of group) this.#process(submission);
      if (store.database.isTransaction) store.commit();
    } catch (cause) {
      return this.#fail(group, cause);
    }
    flushed?.();
    documents.publish(this.#drafts.values());
    const { sessions } = this.#context;
    for (const { submission, seq } of this.#accepted) {
      sessions.accept(submission.session, submission.commit.local, seq);
    }
    for (const { submission, seq } of this.#systems) submission.resolve(seq);
    return this.#result();
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
      candidate = this.#prepare(submission);
    } catch (cause) {
      this.#refuse(submission, cause);
      return;
    }
    this.#append(submission, candidate);
  }

  /** Validates and drafts, without touching the store's transaction. */
  #prepare({ session, commit }: ClientSubmission): Candidate {
    const { rights, documents, history } = this.#context;
    rights.requireWrite(session.principal);
    if (commit.local <= session.prunedLocal) {
      throw new CommitTooOldError(session.name, commit.local);
    }
    validateReads(commit.reads, session, {
      documents,
      history,
      drafts: this.#drafts,
      acceptedSeq: (owner, local) => this.#acceptedSeq(owner, local),
    });
    const operations = commit.operations.map((operation) => resolveOperation(operation, session));
    const seq = this.#context.log.head.seq + 1;
    const drafts = this.#draft(operations, { seq, session: session.number });
    return { seq, operations, added: [], drafts };
  }

  #append(submission: ClientSubmission, candidate: Candidate): void {
    const { store, log, sessions } = this.#context;
    const { session, commit } = submission;
    if (!store.database.isTransaction) store.begin();
    if (!session.stored && !this.#fresh.has(session)) sessions.store(session);
    const { seq, operations, added } = candidate;
    log.append(
      {
        seq,
        time: this.#time(),
        principal: session.principal,
        session: session.name,
        local: commit.local,
        operations: [...operations, ...added],
      },
      { session: session.number, database: null, changeset: null },
    );
    for (const [key, draft] of candidate.drafts) this.#drafts.set(key, draft);
    const fresh = this.#fresh.get(session) ?? new Map<number, number>();
    this.#fresh.set(session, fresh.set(commit.local, seq));
    this.#accepted.push({ submission, seq, operations, added });
  }

  #processSystem(submission: SystemSubmission): void {
    const { store, log } = this.#context;
    if (!store.database.isTransaction) store.begin();
    const seq = log.head.seq + 1;
    try {
      submission.apply(seq);
    } catch (error) {
      if (!(error instanceof CfError)) throw error;
      submission.reject(error);
      return;
    }
    const record: LogRecord = {
      seq,
      time: this.#time(),
      principal: submission.principal,
      operations: [],
      ...(submission.access === undefined ? {} : { access: submission.access }),
      ...(submission.event === undefined ? {} : { event: submission.event }),
    };
    log.append(record, { session: null, database: null, changeset: null });
    this.#systems.push({ submission, seq });
  }

  #draft(
    operations: readonly ResolvedOperation[],
    by: { readonly seq: number; readonly session: number },
  ): Map<string, DocumentDraft> {
    const { documents } = this.#context;
    const drafts = new Map<string, DocumentDraft>();
    for (const { key, id, scope, operation } of operations) {
      let draft = drafts.get(key);
      if (draft === undefined) {
        const earlier = this.#drafts.get(key);
        draft = earlier === undefined
          ? documents.draft(documents.get(key, id, scope))
          : { ...earlier, marks: [...earlier.marks] };
        drafts.set(key, draft);
      }
      applyToDraft(draft, by, operation);
    }
    return drafts;
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

  /** The disk refused: nothing of this group happened. */
  #fail(group: readonly Submission[], cause: unknown): GroupResult {
    const { store, log } = this.#context;
    store.rollback();
    log.reload();
    const problem = cause instanceof Error ? cause.message : String(cause);
    const error = new StoreFailedError("commit", problem, cause);
    this.#drafts.clear();
    this.#accepted.length = this.#refused.length = this.#repeated.length = 0;
    this.#database = undefined;
    for (const submission of group) {
      if (submission.kind === "client") this.#refused.push({ submission, error });
      else submission.reject(error);
    }
    return this.#result();
  }

  #result(): GroupResult {
    return {
      seq: this.#context.log.head.seq,
      accepted: this.#accepted,
      repeated: this.#repeated,
      refused: this.#refused,
      drafts: this.#drafts,
      ...(this.#database === undefined ? {} : { database: this.#database }),
    };
  }
}

interface Candidate {
  readonly seq: number;
  readonly operations: readonly ResolvedOperation[];
  readonly added: readonly ResolvedOperation[];
  readonly drafts: ReadonlyMap<string, DocumentDraft>;
}
