/**
 * The messages of a session over a WebSocket, each one JSON text.
 *
 * ```text
 * client                                   host
 *   |<------------- challenge -------------|   nonce, expiry
 *   |------- hello (signature, resume) --->|
 *   |<-------------- welcome --------------|   session, channel, limits
 *   |-- watch, commit, watchQuery … (m) -->|
 *   |<----- frame, watched, … (n, got) ----|
 *   |---------------- ack n -------------->|
 * ```
 *
 * Valid when:
 * - Requests of the client carry `m`, counting up from 1 within a *channel*; deliveries of the
 *   host carry `n` likewise. Each side tells how far it got (`got` at the client's requests,
 *   `ack` at the host's deliveries), so that either can be sent again after a lost connection.
 * - A channel outlives its socket for a while. A hello that names it and how far the client got
 *   resumes both directions. Otherwise the host opens a new channel, and the client declares its
 *   watches and queries anew, with the `seq` it has seen, and sends unanswered commits again.
 * - Messages that a client has at one moment may go as one JSON array: commits that arrive
 *   together are written together.
 * - The host stops delivering when too many bytes are not acknowledged. A client that stays
 *   behind is later brought up to date by snapshots instead of changes.
 * - A delivery that is too big for one message is cut into parts; all but the last carry `more`.
 */

import type { NamedSpace } from "./named-space.ts";
import type { DocAddress } from "./address.ts";
import type { Commit } from "./commit.ts";
import type { DocSnapshot, Frame } from "./frame.ts";
import type { QuerySpec } from "./sqlite.ts";
import type { JsonObject } from "@cf/utils";

/** The version of these messages; peers with different ones do not talk. */
export const PROTOCOL_VERSION = 1;

/** The path of the WebSocket endpoint on a host. */
export const CONNECT_PATH = "/api/connect";

/** The largest message either side accepts, in characters of JSON text. */
export const MESSAGE_CHARS_MAX = 16 * 1024 * 1024;

/** How deep a message may nest. */
export const MESSAGE_DEPTH_MAX = 256;

/** What a host lets one session do; a client keeps within it. */
export interface SessionLimits {
  /** Requests that may be on their way, not yet told as received. */
  readonly inFlightMax: number;
  /** Characters of those requests; one may pass it. */
  readonly inFlightCharsMax: number;
  /** Characters of one message. */
  readonly messageCharsMax: number;
  /** A client acknowledges at least as often as that many characters arrive. */
  readonly ackEveryChars: number;
}

/** Opens a session. */
export interface HelloMessage {
  readonly type: "hello";
  readonly protocol: number;
  readonly space: string;
  readonly principal: string;
  /** The client's own name for the session, from which its id derives. */
  readonly label: string;
  /** The origin the client connected to. */
  readonly audience: string;
  readonly signature: string;
  /** Where the space is one that patterns name: it is made if there is none. */
  readonly named?: NamedSpace;
  /** The channel to go on with, and the last delivery that arrived. */
  readonly resume?: { readonly channel: string; readonly received: number };
}

/** Watches documents; answered by `watched` with the same `m`. */
export interface WatchMessage {
  readonly type: "watch";
  readonly m: number;
  readonly addresses: readonly DocAddress[];
  readonly reachMax?: number;
  /** The client has every named document as of this `seq`: send only what is newer. */
  readonly since?: number;
}

/** Stops watching documents. */
export interface UnwatchMessage {
  readonly type: "unwatch";
  readonly m: number;
  readonly addresses: readonly DocAddress[];
}

/** Sends a commit; answered in a frame. */
export interface CommitMessage {
  readonly type: "commit";
  readonly m: number;
  readonly commit: Commit;
}

/** Watches a query; results arrive in frames. */
export interface WatchQueryMessage {
  readonly type: "watchQuery";
  readonly m: number;
  readonly query: number;
  readonly spec: QuerySpec;
}

/** Stops a watched query. */
export interface UnwatchQueryMessage {
  readonly type: "unwatchQuery";
  readonly m: number;
  readonly query: number;
}

/** Every delivery up to `n` arrived. */
export interface AckMessage {
  readonly type: "ack";
  readonly n: number;
}

/** Asks for a `pong`, to find a dead connection. */
export interface PingMessage {
  readonly type: "ping";
}

/** A numbered message of the client. */
export type RequestMessage =
  | WatchMessage
  | UnwatchMessage
  | CommitMessage
  | WatchQueryMessage
  | UnwatchQueryMessage;

/** What a client sends. */
export type ClientMessage = HelloMessage | RequestMessage | AckMessage | PingMessage;

/** The first message of the host. */
export interface ChallengeMessage {
  readonly type: "challenge";
  readonly protocol: number;
  readonly nonce: string;
  /** Milliseconds since the epoch, by the host's clock. */
  readonly expiresAt: number;
}

/** The session is open. */
export interface WelcomeMessage {
  readonly type: "welcome";
  readonly session: string;
  readonly channel: string;
  /** Whether the named channel goes on; else it is a new one. */
  readonly resumed: boolean;
  /** The client's last request that arrived on this channel. */
  readonly got: number;
  /** The space's newest commit. */
  readonly seq: number;
  /** The session's highest commit number that the space has answered; 0 when none. */
  readonly answered: number;
  /**
   * The highest number that the session has used, `answered` unless given: a run of it that counts
   * anew goes on from there, past commits of former runs that the space has not answered yet.
   */
  readonly used?: number;
  readonly limits: SessionLimits;
}

/** One commit or group became visible. */
export interface FrameMessage {
  readonly type: "frame";
  readonly n: number;
  readonly got: number;
  readonly frame: Frame;
  readonly more?: boolean;
}

/** The answer to a watch. */
export interface WatchedMessage {
  readonly type: "watched";
  readonly n: number;
  readonly got: number;
  readonly m: number;
  readonly snapshots: readonly DocSnapshot[];
  readonly more?: boolean;
}

/** Every request up to `got` arrived. */
export interface ReceivedMessage {
  readonly type: "received";
  readonly got: number;
}

/** The request `m` was refused; a refused commit is told in a frame instead. */
export interface FailedMessage {
  readonly type: "failed";
  readonly n: number;
  readonly got: number;
  readonly m: number;
  readonly error: { readonly code: string; readonly message: string; readonly data: JsonObject };
}

/** The session is in trouble. */
export interface ErrorMessage {
  readonly type: "error";
  readonly code: string;
  readonly message: string;
  readonly data: JsonObject;
  /** Whether connecting again cannot help: a wrong key, an unknown space, no right. */
  readonly fatal: boolean;
}

/**
 * What a developer's tools tell the pages of a space: the newest findings about a program (none
 * when they are solved), that a piece runs another program now, or that whoever runs pieces here
 * is listened to: what goes wrong is to be sent as `RunFailure`.
 */
export type Notice =
  | {
    readonly kind: "diagnostics";
    /** The file that was compiled, as its author knows it. */
    readonly file: string;
    readonly diagnostics: readonly JsonObject[];
  }
  | { readonly kind: "program"; readonly piece: string; readonly hash: string }
  | { readonly kind: "listening" };

/** Passes a notice on. */
export interface NoticeMessage {
  readonly type: "notice";
  readonly notice: Notice;
}

/** The answer to a ping. */
export interface PongMessage {
  readonly type: "pong";
}

/** A numbered message of the host. */
export type DeliveryMessage = FrameMessage | WatchedMessage | FailedMessage;

/** What a host sends. */
export type ServerMessage =
  | ChallengeMessage
  | WelcomeMessage
  | DeliveryMessage
  | ReceivedMessage
  | ErrorMessage
  | NoticeMessage
  | PongMessage;
