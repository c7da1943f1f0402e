/**
 * Collects what one group means to one connection, and makes the frame of it.
 *
 * A document that comes into view in this frame is sent whole, as of the end of the last group in
 * the frame, and its single changes are left out.
 */

import type {
  DocChange,
  DocSnapshot,
  Frame,
  Operation,
  QueryChange,
  Receipt,
  Refusal,
} from "@cf/protocol";
import type { CfError, JsonObject } from "@cf/utils";
import { addressOf } from "../commit/scope.ts";
import type { AcceptedCommit } from "../commit/submission.ts";
import type { DocumentName } from "../documents/history.ts";
import type { ResolvedOperation } from "../log/record.ts";

/** A frame in the making. */
export class FrameBuilder {
  readonly receipts: Receipt[] = [];
  readonly refusals: Refusal[] = [];
  readonly queries: QueryChange[] = [];
  /** Operations on watched documents: what may hold new links. */
  readonly seen: Operation[] = [];
  readonly #changes: { readonly key: string; readonly change: DocChange }[] = [];
  readonly #snapshots = new Map<string, () => DocSnapshot>();

  /** A commit's operations on a watched document; those of the receiver's own are not sent. */
  addChange(
    name: DocumentName,
    operations: readonly ResolvedOperation[],
    by: { readonly seq: number; readonly own?: number },
  ): void {
    const own = by.own !== undefined;
    const sent = operations.map((resolved) => resolved.operation);
    this.seen.push(...sent);
    const change = { ...addressOf(name), ...by, operations: own ? [] : sent };
    this.#changes.push({ key: name.key, change });
  }

  /** Sends a document whole, as it is when the frame is made. */
  addSnapshot(key: string, take: () => DocSnapshot): void {
    this.#snapshots.set(key, take);
  }

  addAccepted(commit: AcceptedCommit): void {
    this.receipts.push({ local: commit.submission.commit.local, seq: commit.seq });
  }

  addRefusal(local: number, error: CfError): void {
    this.refusals.push({ local, error: wireError(error) });
  }

  /** The frame; `queriesSeq` is the newest commit that all watched queries were told of. */
  build(seq: number, queriesSeq: number): Frame {
    const changes = this.#snapshots.size === 0
      ? this.#changes
      : this.#changes.filter(({ key }) => !this.#snapshots.has(key));
    return {
      seq,
      queriesSeq,
      changes: changes.map(({ change }) => change),
      snapshots: [...this.#snapshots.values()].map((take) => take()),
      queries: this.queries,
      receipts: this.receipts,
      refusals: this.refusals,
    };
  }
}

/** The form in which an error crosses a connection. */
export function wireError(error: CfError): Refusal["error"] {
  return { code: error.code, message: error.message, data: error.data as JsonObject };
}
