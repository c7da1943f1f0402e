/** A document as the commit path holds it in memory. */

import type { ScopeKey } from "@cf/protocol";
import type { Json } from "@cf/utils";
import type { WrittenPath } from "./written-paths.ts";

/** What one commit wrote to a document. */
export interface WriteMark {
  readonly seq: number;
  /** The number of the committing session, 0 for the space itself. */
  readonly session: number;
  readonly written: readonly WrittenPath[];
}

/** The newest committed state of one document instance. */
export interface DocumentState {
  readonly key: string;
  readonly id: string;
  readonly scope: ScopeKey;
  /** The last commit that wrote it; 0 if none ever did. */
  seq: number;
  /** `undefined` when it does not exist. Frozen, shared with readers. */
  value: Json | undefined;
  /** The latest writes, oldest first, complete for every commit after `floor`. */
  marks: WriteMark[];
  floor: number;
  /** Commits since its history last held a whole value. */
  since: number;
}

/** A document within a group that is not committed yet. */
export interface DocumentDraft {
  readonly base: DocumentState;
  /** The document's last commit before the group. */
  readonly startSeq: number;
  value: Json | undefined;
  seq: number;
  marks: WriteMark[];
  since: number;
}
