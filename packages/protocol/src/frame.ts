/**
 * Frames: what a space tells a session, one per commit or group.
 *
 * A client applies a frame in one turn: documents, query results and receipts that one commit
 * changed become visible together.
 */

import type { DocAddress } from "./address.ts";
import type { Receipt } from "./commit.ts";
import type { Operation } from "./operation.ts";
import type { QueryUpdate } from "./sqlite.ts";
import type { Json, JsonObject } from "@cf/utils";

/** A whole document; `value` is left out when it does not exist. */
export interface DocSnapshot extends DocAddress {
  readonly seq: number;
  readonly value?: Json;
}

/**
 * The operations that took a document to `seq`, in log order. `own` is the session-local number
 * when the operations are those of the receiver's own commit, which are then left out.
 */
export interface DocChange extends DocAddress {
  readonly seq: number;
  readonly operations: readonly Operation[];
  readonly own?: number;
}

/** The new state of one watched query, by the number the client gave it. */
export interface QueryChange {
  readonly query: number;
  readonly update: QueryUpdate;
}

/** A refused commit. */
export interface Refusal {
  readonly local: number;
  readonly error: { readonly code: string; readonly message: string; readonly data: JsonObject };
}

/** Everything that became visible at `seq`. */
export interface Frame {
  readonly seq: number;
  /**
   * The commit as of which every watched query that is not `pending` is right, although it may have
   * been told nothing for long; missing where the sender does not know.
   */
  readonly queriesSeq?: number;
  /** In log order. */
  readonly changes: readonly DocChange[];
  /** Documents that came within reach, or that were resynchronized. */
  readonly snapshots: readonly DocSnapshot[];
  readonly queries: readonly QueryChange[];
  readonly receipts: readonly Receipt[];
  readonly refusals: readonly Refusal[];
}
