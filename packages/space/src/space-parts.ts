/** The parts of one open space, put together in the order in which they depend on each other. */

import { dirname } from "node:path";
import type { SpaceId } from "@cf/protocol";
import { DatabaseTable } from "./commit/database-table.ts";
import { PatternFiles } from "./commit/pattern-files.ts";
import { WRITE_LIMITS, type WriteLimits } from "./commit/rehearsals.ts";
import { SessionTable } from "./commit/session-table.ts";
import {
  DOCUMENT_DEFAULTS,
  type DocumentOptions,
  DocumentStore,
} from "./documents/document-store.ts";
import { DocumentHistory } from "./documents/history.ts";
import { RETENTION_DEFAULTS, type RetentionPolicy } from "./lifecycle/retention.ts";
import { SNAPSHOT_DEFAULTS, type SnapshotPolicy, Snapshots } from "./lifecycle/snapshots.ts";
import { CommitLog } from "./log/commit-log.ts";
import { Recovery, type RecoveryContext } from "./recovery/recovery.ts";
import { type Repair, RepairJournal } from "./recovery/repairs.ts";
import { SourceRegistry } from "./sources/source-registry.ts";
import type { SpaceStore, SyncMode } from "./store/space-store.ts";
import type { ConnectionLimits } from "./session/local-connection.ts";

/** Settings of the spaces of one host. */
export interface SpaceOptions {
  /** The clock, milliseconds since 1970. */
  readonly now: () => number;
  /** How hard commits are pushed to the disk; see `docs/sqlite/`. */
  readonly synchronous: SyncMode;
  readonly documents: DocumentOptions;
  readonly limits: ConnectionLimits;
  /** How long a frame waits for queries that its commits made run again, in milliseconds. */
  readonly frameDeadlineMs: number;
  /** Pattern databases kept open besides the one in use; each costs three descriptors. */
  readonly holdersMax: number;
  /** Files up to this size have their pages checked when first opened, larger ones soon after. */
  readonly pageCheckMaxBytes: number;
  /** Bounds on writes that are run in a process of their own first. */
  readonly writes: WriteLimits;
  readonly snapshots: SnapshotPolicy;
  /** How much of the log is kept; all of it unless set. */
  readonly retention: RetentionPolicy;
  /** Folders whose SQLite files the operator may lend to spaces. */
  readonly sourceFolders: readonly string[];
  /** Told of every repair, and of the space whose database it is. */
  readonly onRepair: (repair: Repair, space: SpaceId) => void;
}

/** What {@linkcode SpaceOptions} are unless set. */
export const SPACE_DEFAULTS: SpaceOptions = {
  now: Date.now,
  synchronous: "full",
  documents: DOCUMENT_DEFAULTS,
  limits: {
    watchedMax: 100_000,
    operationsMax: 10_000,
    readsMax: 100_000,
    statementsMax: 1_000,
    unansweredMax: 10_000,
  },
  frameDeadlineMs: 25,
  holdersMax: 32,
  pageCheckMaxBytes: 8 << 20,
  writes: WRITE_LIMITS,
  snapshots: SNAPSHOT_DEFAULTS,
  retention: RETENTION_DEFAULTS,
  sourceFolders: [],
  onRepair: () => {},
};

/** Everything a space is made of, except its sessions. */
export interface SpaceParts {
  readonly store: SpaceStore;
  readonly log: CommitLog;
  readonly documents: DocumentStore;
  readonly history: DocumentHistory;
  readonly sessions: SessionTable;
  readonly databases: DatabaseTable;
  readonly files: PatternFiles;
  readonly journal: RepairJournal;
  readonly recovery: Recovery;
  readonly snapshots: Snapshots;
  readonly sources: SourceRegistry;
}

/** Puts a space together. */
export function assemble(
  store: SpaceStore,
  options: SpaceOptions,
  { onReplaced, onUnchecked }: Pick<RecoveryContext, "onReplaced" | "onUnchecked">,
): SpaceParts {
  const log = new CommitLog(store);
  const databases = new DatabaseTable(store);
  const files = new PatternFiles(store, options);
  const journal = new RepairJournal(store, (repair) => options.onRepair(repair, store.space));
  const { now, pageCheckMaxBytes } = options;
  const common = { store, log, databases, files, journal };
  const recovery = new Recovery({ ...common, now, pageCheckMaxBytes, onReplaced, onUnchecked });
  return {
    ...common,
    recovery,
    documents: new DocumentStore(store, options.documents),
    history: new DocumentHistory(store, log),
    sessions: new SessionTable(store),
    snapshots: new Snapshots({ ...common, recovery, now: options.now }, options.snapshots),
    sources: new SourceRegistry(store, {
      folders: options.sourceFolders,
      store: store.folder === null ? null : dirname(store.folder),
    }),
  };
}

/** Replays what the checkpoint of the documents does not hold yet. */
export function replayDocuments({ store, log, documents, sessions }: SpaceParts): void {
  const flushed = Number(store.meta("documents_seq"));
  for (const { record } of log.range(flushed)) {
    const { session, principal } = record;
    documents.replay(record, session === undefined ? 0 : sessions.open(session, principal).number);
  }
  sessions.clear();
}
