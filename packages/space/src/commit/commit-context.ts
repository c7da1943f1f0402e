/** What committing a group needs of the rest of the space. */

import type { DocumentStore } from "../documents/document-store.ts";
import type { DocumentHistory } from "../documents/history.ts";
import type { CommitLog } from "../log/commit-log.ts";
import type { SourceRegistry } from "../sources/source-registry.ts";
import type { DatabaseContext } from "./database-group.ts";
import type { SessionTable } from "./session-table.ts";

/** Rights of principals, asked at the moment of the commit. */
export interface CommitRights {
  /** Throws `NotAllowedError` unless `principal` may write. */
  requireWrite(principal: string): void;
}

/** What a commit needs of the rest of the space. */
export interface CommitContext extends DatabaseContext {
  readonly log: CommitLog;
  readonly documents: DocumentStore;
  readonly history: DocumentHistory;
  readonly sessions: SessionTable;
  readonly rights: CommitRights;
  readonly sources: SourceRegistry;
  readonly now: () => number;
}
