/** Commits: what a runtime sends, and what the space answers. */

import type { DocAddress, Path } from "./address.ts";
import type { Operation } from "./operation.ts";
import type { SqliteCommit } from "./sqlite.ts";

/** One path that a transaction read, and the version it saw there. */
export interface ReadRecord extends DocAddress {
  readonly path: Path;
  /** The document's sequence number at the reader; 0 when it did not exist. */
  readonly seq: number;
  /**
   * The session-local number of an own commit, not yet answered, whose write was read. The read
   * is valid only if that commit was accepted and nobody else wrote there since `seq`.
   */
  readonly pending?: number;
  /**
   * Only the kind of value and the set of its keys (or its length) was read, not what is under
   * them: writes below an existing key do not conflict.
   */
  readonly shallow?: boolean;
}

/** One transaction of one handler, all or nothing. */
export interface Commit {
  /** Counts up from 1 within a session; sending the same number twice commits once. */
  readonly local: number;
  /**
   * The session's commit of a handler before this one, where that is not answered yet. If it is not
   * accepted, neither is this one: what a session's handlers do is done in their order.
   */
  readonly after?: number;
  readonly reads: readonly ReadRecord[];
  readonly operations: readonly Operation[];
  readonly sqlite?: SqliteCommit;
}

/** The answer to an accepted commit. */
export interface Receipt {
  readonly local: number;
  readonly seq: number;
}
