/**
 * Which database a group writes, and how: this process attaches a pattern's own file, a lent one and one
 * that another process has changed already are written elsewhere.
 */

import { join } from "node:path";
import type { DatabaseKey } from "@cf/protocol";
import { SourceError } from "../errors.ts";
import { removeDatabaseFile } from "../recovery/rebuild.ts";
import { SourceGroup } from "../sources/source-group.ts";
import { SPACE_FILE } from "../store/layout.ts";
import { isLocked } from "../store/sqlite-error.ts";
import type { CommitContext } from "./commit-context.ts";
import { DatabaseGroup } from "./database-group.ts";
import { FileLocked } from "./file-locked.ts";
import { RemoteGroup } from "./remote-group.ts";
import { resolveAddress } from "./scope.ts";
import type { Submission } from "./submission.ts";

/** A group's work on its one database. */
export type GroupDatabase = DatabaseGroup | RemoteGroup | SourceGroup;

/**
 * Opens the database that `group` writes, if it writes one. Throws what keeps it from being used, which
 * concerns the commits to it alone; {@linkcode FileLocked} and `RebuildNeeded` concern the group.
 */
export function openGroupDatabase(
  context: CommitContext,
  group: readonly Submission[],
): GroupDatabase | undefined {
  const [first] = group;
  if (first?.kind === "system" && first.rows !== undefined) {
    return new RemoteGroup(context, first.rows.key);
  }
  const writer = group.find((submission) =>
    submission.kind === "client" && submission.commit.sqlite !== undefined
  );
  if (writer?.kind !== "client") return undefined;
  const { id, scope } = resolveAddress(writer.commit.sqlite!.handle, writer.session);
  const key = { id, scope };
  const source = context.sources.get(id);
  try {
    if (source === undefined && writer.rehearsed?.isLent) {
      throw new SourceError("this file", "it is lent no more");
    }
    if (source !== undefined) return SourceGroup.open(context.sources, source, key);
    return writer.rehearsed?.isOpen
      ? new RemoteGroup(context, key)
      : DatabaseGroup.open(context, key);
  } catch (cause) {
    if (isLocked(cause) && !writer.rehearsed?.isOpen) throw lockedFile(context, key, cause);
    throw cause;
  }
}

/** Which file another program has locked: the space's own if that alone cannot be written either. */
export function lockedFile(
  { store, files }: CommitContext,
  key: DatabaseKey | undefined,
  cause: unknown,
): FileLocked {
  store.rollback();
  files.detach();
  if (key !== undefined) {
    try {
      store.begin();
      store.rollback();
      return new FileLocked(files.location(key), key, cause);
    } catch (error) {
      if (!isLocked(error)) throw error;
    }
  }
  return new FileLocked(join(store.folder ?? "", SPACE_FILE), undefined, cause);
}

/** Whether a commit deletes the database that its group makes, which nothing else knows yet. */
export function deletesNewDatabase(
  { databases }: CommitContext,
  database: GroupDatabase | undefined,
  submission: Submission,
): boolean {
  if (submission.kind === "system" || database === undefined) return false;
  const { key } = database;
  if (databases.get(key) !== undefined) return false;
  const { commit, session } = submission;
  return commit.operations.some((operation) =>
    operation.op === "delete" && operation.id === key.id &&
    resolveAddress(operation, session).scope === key.scope
  );
}

/** Removes the file of a database whose first commit was refused. */
export function removeEmptyFile(
  { databases, files }: CommitContext,
  database: GroupDatabase | undefined,
): void {
  if (!(database instanceof DatabaseGroup)) return;
  const { key } = database;
  if (databases.get(key) !== undefined || files.inMemory) return;
  files.release(key);
  removeDatabaseFile(files.location(key));
}
