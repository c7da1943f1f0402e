/** What goes into the commit queue, and what comes out of a group. */

import type { Capability, Commit, DatabaseKey, RowChange } from "@cf/protocol";
import type { CfError, JsonObject } from "@cf/utils";
import type { LoggedCommit } from "../child/open-transaction.ts";
import type { Rehearsed } from "../child/rehearse.ts";
import type { Declaration } from "../database/declaration.ts";
import type { DocumentDraft } from "../documents/document.ts";
import type { ChangesetParts, ResolvedOperation } from "../log/record.ts";
import type { SourceMark } from "../sources/source-mark.ts";
import type { DatabaseEntry } from "./database-table.ts";
import type { SessionRecord } from "./session-table.ts";

/** A client's commit on its way. */
export interface ClientSubmission {
  readonly kind: "client";
  readonly session: SessionRecord;
  readonly commit: Commit;
  /** Why it is refused already; its commit is then left empty. */
  readonly refusal?: CfError;
  /**
   * What its statements change, if they ran elsewhere. It is committed in a group of its own. For a
   * lent file the transaction that changed it is open, and waits for the end of the group.
   */
  readonly rehearsed?: Rehearsed & { readonly beforeSeq: number; readonly isLent: boolean };
}

/** A commit whose statements have to run in another process. */
export interface LongSubmission {
  readonly submission: ClientSubmission;
  readonly key: DatabaseKey;
  /** `null` for a lent file, which has its own. */
  readonly declaration: Declaration | null;
  readonly isMigration: boolean;
  /** The commit that wrote the database last. */
  readonly beforeSeq: number;
}

/** Rows that were taken into a pattern database. Their commit is a group of its own. */
export interface TakenRows {
  readonly key: DatabaseKey;
  readonly schema: readonly string[];
  /** SHA-256 of all parts. */
  readonly changeset: string;
  readonly parts: ChangesetParts;
  /** Of the declaration that the file was brought to. */
  readonly fingerprint: string;
  /** The commit that wrote the database last. */
  readonly beforeSeq: number;
  /** Commits the transaction, or takes it back with `null`. Resolves to whether that was done. */
  readonly end: (logged: LoggedCommit | null) => Promise<boolean>;
}

/** A record that the space writes about itself: a right granted or taken, a tombstone. */
export interface SystemSubmission {
  readonly kind: "system";
  readonly principal: string;
  readonly access?: { readonly principal: string; readonly capability: Capability | null };
  readonly event?: JsonObject;
  /** What another process changed in a pattern database, in a transaction that waits for this commit. */
  readonly rows?: TakenRows;
  /** What it does to documents, asked for within the transaction, after `apply`. */
  readonly operations?: () => readonly ResolvedOperation[];
  /** Runs within the transaction that appends the record; may throw a `CfError` to refuse it. */
  readonly apply: (seq: number) => void;
  readonly resolve: (seq: number) => void;
  readonly reject: (error: CfError) => void;
}

/** One entry of the queue. */
export type Submission = ClientSubmission | SystemSubmission;

/** An accepted commit of a client. */
export interface AcceptedCommit {
  readonly submission: ClientSubmission;
  readonly seq: number;
  /** As sent, scopes resolved. */
  readonly operations: readonly ResolvedOperation[];
  /** Operations that the space added: the revision of a database handle. */
  readonly added: readonly ResolvedOperation[];
}

/** What a group wrote to its pattern database. */
export interface DatabaseChange {
  readonly key: DatabaseKey;
  /** The last commit of the group that wrote to it. */
  readonly seq: number;
  /** All commits' changes, in order. */
  readonly rows: readonly RowChange[];
  readonly commits: number;
  /** Of all changesets together. */
  readonly sizeBytes: number;
  /** Whether it was never written before. */
  readonly isNew: boolean;
  /** For a lent file: the mark with which its transaction, which is still open, is to be committed. */
  readonly mark?: SourceMark;
  /**
   * For what another process changed in a transaction that is still open: the commit with whose
   * watermark it is to be committed. `rows` is then empty, and any of them may have changed.
   */
  readonly logged?: LoggedCommit;
}

/** Everything that one group made true, and what it refused. */
export interface GroupResult {
  /** The newest commit of the space. */
  readonly seq: number;
  readonly accepted: readonly AcceptedCommit[];
  /** What the space did to documents by itself. */
  readonly own: readonly {
    readonly seq: number;
    readonly operations: readonly ResolvedOperation[];
  }[];
  /** Sent again after they were accepted earlier. */
  readonly repeated: readonly { readonly submission: ClientSubmission; readonly seq: number }[];
  readonly refused: readonly { readonly submission: ClientSubmission; readonly error: CfError }[];
  readonly drafts: ReadonlyMap<string, DocumentDraft>;
  /** Databases whose handles were deleted. */
  readonly deleted: readonly DatabaseEntry[];
  /** The rest of the group, which has to be committed in the next. */
  readonly deferred: readonly Submission[];
  /** The first of `deferred`, if it has to wait for another process. */
  readonly long?: LongSubmission;
  readonly database?: DatabaseChange;
}
