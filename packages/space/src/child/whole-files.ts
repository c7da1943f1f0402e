/**
 * The tasks that go through whole files: making a database anew from the log, comparing it with the
 * log, checking pages and the hash chain. They open the space's store beside its server, for reading.
 */

import { DatabaseSync } from "node:sqlite";
import type { DatabaseEntry } from "../commit/database-table.ts";
import { harden } from "../database/harden.ts";
import type { Watermark } from "../database/watermark.ts";
import { CommitLog, type LogProblem, sameBytes } from "../log/commit-log.ts";
import { compareDatabases } from "../recovery/compare.ts";
import { type Finding, readFileState } from "../recovery/inspect.ts";
import { rebuildInto, removeDatabaseFile } from "../recovery/rebuild.ts";
import { snapshotProblems } from "../recovery/snapshot-files.ts";
import { SpaceStore } from "../store/space-store.ts";

/** A space on disk. */
export interface StorePlace {
  readonly space: string;
  readonly folder: string;
}

/** How a file, and what it may be made anew from, compare with the log. */
export interface Verified {
  readonly finding: Finding;
  /** How the content differs from a replay of the log. */
  readonly differences: readonly string[];
  /** What is wrong with its snapshots. */
  readonly snapshots: readonly string[];
}

/** Builds the database of `entry` in a new file at `path`, as of commit `to` or the newest. */
export function rebuildFile(
  input: StorePlace & {
    readonly entry: DatabaseEntry;
    readonly path: string;
    readonly to?: number;
  },
): { readonly commits: number } {
  const { entry, path, to } = input;
  return withStore(input, (store) => {
    const log = new CommitLog(store);
    const until = to === undefined ? {} : { to };
    return { commits: rebuildInto(path, { store, log, entry, ...until }) };
  });
}

/**
 * Compares a file with a replay of the log as of the file's own commit, in one read transaction, so
 * that commits may go on meanwhile. `replica` is where the replay is made. Snapshots that are not what
 * was written are told too.
 */
export function verifyFile(
  input: StorePlace & {
    readonly entry: DatabaseEntry;
    readonly path: string;
    readonly replica: string;
  },
): Verified {
  const { entry, path, replica } = input;
  const file = new DatabaseSync(path, { readOnly: true });
  removeDatabaseFile(replica);
  try {
    harden(file);
    file.exec("BEGIN");
    const state = readFileState(file, "main", { checkPages: true });
    const snapshots = withStore(input, (store) => snapshotProblems(store, entry.number));
    if ("problem" in state) {
      return { finding: { kind: "damaged", problem: state.problem }, differences: [], snapshots };
    }
    const differences = withStore(input, (store) => {
      const log = new CommitLog(store);
      requireSame(log, state.mark);
      rebuildInto(replica, { store, log, entry, to: state.mark?.seq ?? 0 });
      return withFile(replica, (other) => compareDatabases(file, other));
    });
    return { finding: { kind: "equal" }, differences, snapshots };
  } finally {
    file.close();
    removeDatabaseFile(replica);
  }
}

/** Checks a file's pages; the first problem, if any. */
export function checkPages({ path }: { readonly path: string }): { readonly problem?: string } {
  return withFile(path, (file) => {
    const state = readFileState(file, "main", { checkPages: true });
    return "problem" in state ? { problem: state.problem } : {};
  });
}

/** Checks the hash chain of the log. */
export function verifyLog(place: StorePlace): { readonly problems: LogProblem[] } {
  return withStore(place, (store) => ({ problems: [...new CommitLog(store).verify()] }));
}

function requireSame(log: CommitLog, mark: Watermark | undefined): void {
  const logged = log.read(mark?.seq ?? 0);
  // The server compares them before it asks; in between the store may only have grown.
  if (mark !== undefined && logged !== undefined && !sameBytes(logged.hash, mark.hash)) {
    throw new TypeError(
      `Cannot compare the file with the log: its commit ${mark.seq} is not that of the log`,
    );
  }
}

function withStore<T>({ space, folder }: StorePlace, work: (store: SpaceStore) => T): T {
  const store = SpaceStore.open({ space, folder, synchronous: "full", create: false, time: 0 });
  try {
    // One state of the log for all of the work: it may be pruned meanwhile.
    store.database.exec("BEGIN");
    return work(store);
  } finally {
    store.close();
  }
}

function withFile<T>(path: string, work: (file: DatabaseSync) => T): T {
  const file = new DatabaseSync(path, { readOnly: true });
  try {
    harden(file);
    return work(file);
  } finally {
    file.close();
  }
}
