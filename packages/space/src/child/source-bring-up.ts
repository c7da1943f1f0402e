/**
 * Brings a lent file up to the log of a space that writes to it, after a crash or a full disk between
 * the commit of the one and that of the other. If others have changed those very rows since, nothing
 * is overwritten; nor is another file that was put in its place, or one that lacks what it held
 * for certain since the machine started, being an older state that others have put back.
 *
 * A mark beyond what the space knows of is from before it was put back to an older state: the file is
 * taken as it is, and marked as the space knows it, so that what is written next is not taken for done.
 */

import type { DatabaseSync } from "node:sqlite";
import { applyChangeset } from "../database/changeset-apply.ts";
import { ChangesetMismatchError } from "../database/errors.ts";
import { SourceDivergedError, SourceError } from "../errors.ts";
import { CommitLog } from "../log/commit-log.ts";
import { withoutForeignKeys } from "../recovery/replay.ts";
import { readMark, type SourceMark, writeMark } from "../sources/source-mark.ts";
import type { Source } from "../sources/source-registry.ts";
import { SpaceStore } from "../store/space-store.ts";
import { asSource, fileAt, openSource } from "./source-connection.ts";

/** A lent file, and the space on disk that writes to it. */
export interface BringUpInput {
  readonly source: Source;
  readonly space: string;
  readonly folder: string;
}

/** What came of it. */
export interface BroughtUp {
  /** Why it never will be, until it is lent anew. */
  readonly problem?: string;
}

/** Brings a file up, if that is ever possible. Throws `SourceError` where it may be so later. */
export function bringUpSource(input: BringUpInput): BroughtUp {
  try {
    bringUp(openSource(input.source.path), input);
    return {};
  } catch (error) {
    if (!(error instanceof SourceDivergedError)) throw error;
    return { problem: error.message };
  }
}

/** Does the same on an open connection without a transaction. */
export function bringUp(connection: DatabaseSync, { source, space, folder }: BringUpInput): void {
  const { path, seq, since, confirmed, file } = source;
  const at = asSource(source, () => readMark(connection, space)?.seq ?? 0);
  if (at < seq && file !== "" && fileAt(path) !== file) {
    throw new SourceDivergedError(
      path,
      `another file was put in its place, which does not hold commit ${seq}; lend it anew to go on ` +
        "from what it holds",
    );
  }
  if (at < confirmed) {
    throw new SourceDivergedError(
      path,
      `it does not hold commit ${confirmed} any more, so it was replaced or put back to an older ` +
        "state; lend it anew to go on from what it holds",
    );
  }
  const known = Math.max(seq, since);
  if (at >= seq && at <= known) return;
  const store = SpaceStore.open({ space, folder, synchronous: "full", create: false, time: 0 });
  try {
    const log = new CommitLog(store);
    if (at <= known) applyMissing(connection, log, { source, space, at });
    else {
      const hash = log.read(known)?.hash ?? new Uint8Array();
      withoutForeignKeys(connection, () => writeMark(connection, space, { seq: known, hash }));
    }
  } catch (cause) {
    if (cause instanceof SourceError) throw cause;
    const problem = (cause as Error).message;
    const because = `commit ${seq} is not in it, and cannot be applied: ${problem}`;
    if (!(cause instanceof ChangesetMismatchError)) {
      throw new SourceError(path, `${because}; it is as soon as that is possible`, cause);
    }
    throw new SourceDivergedError(
      path,
      `${because}; others have changed the same rows, so lend it anew to go on from what it holds`,
      cause,
    );
  } finally {
    store.close();
  }
}

/** Applies the commits that the file lacks, being at commit `at`. */
function applyMissing(
  connection: DatabaseSync,
  log: CommitLog,
  { source, space, at }: { readonly source: Source; readonly space: string; readonly at: number },
): void {
  const { id, path, seq, since } = source;
  const from = Math.max(at, since);
  if (from < log.first - 1) {
    throw new SourceDivergedError(
      path,
      `it is as of commit ${at}, and the log begins later; lend it anew`,
    );
  }
  withoutForeignKeys(connection, () => {
    let last: SourceMark | undefined;
    for (const { record, changeset, hash } of log.range(from, seq)) {
      if (record.database?.id !== id || changeset === null) continue;
      applyChangeset(connection, "main", changeset);
      last = { seq: record.seq, hash };
    }
    if (last !== undefined) writeMark(connection, space, last);
  });
}
