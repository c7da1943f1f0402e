/**
 * Whether what a transaction read is still so: the check by path overlap that makes optimistic
 * commits serializable.
 *
 * A read of a document at `seq` is stale if a later commit wrote a path that overlaps it. A read
 * that saw the session's own unanswered commit (`pending`) is valid only if that commit was
 * accepted, and if nobody else wrote there since `seq`.
 */

import { ConflictError, type ReadRecord } from "@cf/protocol";
import type { DocumentDraft, DocumentState } from "../documents/document.ts";
import type { DocumentStore } from "../documents/document-store.ts";
import { type DocumentHistory, operationsOn } from "../documents/history.ts";
import { readIsStale, writtenAtMost } from "../documents/written-paths.ts";
import { resolveAddress } from "./scope.ts";
import type { SessionRecord } from "./session-table.ts";

/** What validation looks at. */
export interface ValidationView {
  readonly documents: DocumentStore;
  readonly history: DocumentHistory;
  /** Drafts of the commits before in the same group. */
  readonly drafts: ReadonlyMap<string, DocumentDraft>;
  /** The seq of an own commit, accepted earlier or in this group. */
  acceptedSeq(session: SessionRecord, local: number): number | undefined;
}

/** Throws {@linkcode ConflictError} for the first stale read. */
export function validateReads(
  reads: readonly ReadRecord[],
  session: SessionRecord,
  view: ValidationView,
): void {
  for (const read of reads) {
    const name = resolveAddress(read, session);
    const state = view.documents.get(name.key, name.id, name.scope);
    const draft = view.drafts.get(name.key);
    const newest = draft?.seq ?? state.seq;
    if (read.pending !== undefined && view.acceptedSeq(session, read.pending) === undefined) {
      throw conflict(read, newest);
    }
    if (newest <= read.seq) continue;
    const stale = staleSince(read, session, { state, draft, view });
    if (stale !== undefined) throw conflict(read, stale);
  }
}

interface Candidate {
  readonly state: DocumentState;
  readonly draft: DocumentDraft | undefined;
  readonly view: ValidationView;
}

/** The commit that made `read` stale, if any. */
function staleSince(
  read: ReadRecord,
  session: SessionRecord,
  { state, draft, view }: Candidate,
): number | undefined {
  const mine = read.pending === undefined ? 0 : session.number;
  if (read.seq < state.floor) {
    const stale = staleInLog(read, session, { state, view });
    if (stale !== undefined) return stale;
  }
  for (const marks of [state.marks, draft?.marks ?? []]) {
    for (let i = marks.length - 1; i >= 0; i--) {
      const mark = marks[i]!;
      if (mark.seq <= read.seq) break;
      if (mine !== 0 && mark.session === mine) continue;
      if (mark.written.some((written) => readIsStale(read, written))) return mark.seq;
    }
  }
  return undefined;
}

/**
 * The slow way, for a read so old that memory does not reach back to it. The log does not say
 * which keys a write made, so that a shallow read conflicts with any write below it.
 */
function staleInLog(
  read: ReadRecord,
  session: SessionRecord,
  { state, view }: Omit<Candidate, "draft">,
): number | undefined {
  if (read.seq < view.history.first) return state.seq;
  const unflushed = view.documents.unflushedVersions(state, read.seq);
  for (const record of view.history.writesSince(state, read.seq, unflushed)) {
    if (record.seq > state.floor) break;
    const own = record.session === session.name && record.principal === session.principal;
    if (read.pending !== undefined && own) continue;
    for (const { operation } of operationsOn(record, state.key)) {
      if (writtenAtMost(operation).some((written) => readIsStale(read, written))) {
        return record.seq;
      }
    }
  }
  return undefined;
}

function conflict(read: ReadRecord, seq: number): ConflictError {
  return new ConflictError({ id: read.id, scope: read.scope, path: read.path, seq });
}
