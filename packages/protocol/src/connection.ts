/**
 * `SpaceConnection`: the one interface through which a runtime talks to a space.
 *
 * Two implementations pass one conformance suite: in process and over WebSocket. All answers
 * arrive as frames, in order, so that one commit becomes visible in one turn.
 */

import type { DocAddress, SpaceId } from "./address.ts";
import type { Commit } from "./commit.ts";
import type { DocSnapshot, Frame } from "./frame.ts";
import type { QuerySpec } from "./sqlite.ts";
import type { CfError } from "@cf/utils";

/** What a principal may do in a space; each includes the ones before it. */
export type Capability = "read" | "write" | "own";

/** The state of a connection. */
export type ConnectionStatus = "connecting" | "open" | "offline" | "closed";

/** How far a watch follows links. */
export interface WatchOptions {
  /** Documents to bring along through links, besides those named. Default 1000. */
  readonly reachMax?: number;
}

/** A runtime's side of one session with one space. */
export interface SpaceConnection {
  readonly space: SpaceId;
  /** The DID that opened the session. */
  readonly principal: string;
  /** Names the `session` scope. Stable over reconnects. */
  readonly session: string;
  readonly status: ConnectionStatus;
  /**
   * The highest commit number that the session had used when this connection began: its runtime
   * counts on from there. Left out by a connection that translates numbers counted from 1.
   */
  readonly used?: number;

  /**
   * Watches documents. The answer holds each named document and those reachable through links,
   * up to the budget; all of them are watched from then on. An in-process connection answers
   * synchronously, which lets a headless runtime load without waiting. Any other tells the answer
   * as a frame too, before the promise resolves and before the frames that build on it.
   */
  watch(
    addresses: readonly DocAddress[],
    options?: WatchOptions,
  ): readonly DocSnapshot[] | Promise<readonly DocSnapshot[]>;

  /** Stops watching; changes may still arrive until the server has seen it. */
  unwatch(addresses: readonly DocAddress[]): void;

  /**
   * Sends a commit. The answer is a receipt or a refusal in a frame. Commits are delivered in
   * order, are queued while offline, and are sent again after a reconnect until answered.
   */
  commit(commit: Commit): void;

  /** Watches a query under a number of the caller's choosing; results arrive in frames. */
  watchQuery(query: number, spec: QuerySpec): void;

  /** Stops a watched query. */
  unwatchQuery(query: number): void;

  /** Called with every frame, in order. One listener; set before the first call. */
  onFrame: (frame: Frame) => void;

  /** Called when `status` changes. */
  onStatus: (status: ConnectionStatus) => void;

  /** Called with what is not the answer to one commit or query: lost rights, a protocol error. */
  onError: (error: CfError) => void;

  /** Resolves when every sent commit is answered and every query result is delivered. */
  settled(): Promise<void>;

  /** Ends the session. Unanswered commits are lost unless `settled()` was awaited. */
  close(): Promise<void>;
}
