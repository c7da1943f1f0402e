/**
 * Commits that the space has not answered, and the two ways of counting them.
 *
 * A caller counts its commits from 1. A session may have been used before, by an earlier run of
 * the same tab, and the space remembers its numbers: so on the wire every number is shifted by what
 * the session had used when this connection first opened.
 */

import type { Commit, Frame, Refusal } from "@cf/protocol";
import type { CfError, JsonObject } from "@cf/utils";
import type { Request } from "./outbox.ts";

/** A commit with its number as on the wire. */
export type CommitRequest = Request & { type: "commit" };

/** The unanswered commits of one connection, in order. */
export class Unanswered {
  readonly #commits = new Map<number, Commit>();
  #offset: number | undefined;

  /** How many there are. */
  get size(): number {
    return this.#commits.size;
  }

  /** Whether numbers can be translated: the connection has been open once. */
  get isNumbered(): boolean {
    return this.#offset !== undefined;
  }

  /** The session has used numbers up to `used`; only the first call counts. */
  begin(used: number): void {
    this.#offset ??= used;
  }

  add(commit: Commit): void {
    this.#commits.set(commit.local, commit);
  }

  /** The request that sends `commit`. */
  request(commit: Commit): CommitRequest {
    const offset = this.#offset!;
    if (offset === 0) return { type: "commit", commit };
    const reads = commit.reads.map((read) =>
      read.pending === undefined ? read : { ...read, pending: read.pending + offset }
    );
    const local = commit.local + offset;
    const after = commit.after === undefined ? {} : { after: commit.after + offset };
    return { type: "commit", commit: { ...commit, local, ...after, reads } };
  }

  /** The requests that send all of them again. */
  requests(): CommitRequest[] {
    return [...this.#commits.values()].map((commit) => this.request(commit));
  }

  /** Notes a frame's answers, and gives the frame in the caller's numbers, each answer once. */
  take(frame: Frame): Frame {
    const offset = this.#offset!;
    const isAwaited = ({ local }: { local: number }) => this.#commits.has(local - offset);
    const receipts = frame.receipts.filter(isAwaited)
      .map(({ local, seq }) => ({ local: local - offset, seq }));
    const refusals = frame.refusals.filter(isAwaited)
      .map(({ local, error }) => ({ local: local - offset, error }));
    for (const { local } of [...receipts, ...refusals]) this.#commits.delete(local);
    const changes = frame.changes.map((change) =>
      change.own === undefined ? change : { ...change, own: change.own - offset }
    );
    return { ...frame, changes, receipts, refusals };
  }

  /** Gives up a commit by the caller's number; `undefined` when it was answered already. */
  refuse(local: number, { code, message, data }: CfError): Refusal | undefined {
    if (!this.#commits.delete(local)) return undefined;
    return { local, error: { code, message, data: data as JsonObject } };
  }

  /** The caller's number for one of the wire. */
  callersNumber(wire: number): number {
    return wire - this.#offset!;
  }
}
