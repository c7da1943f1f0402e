/** What one session may use of the server. Each has a name, a default and an effect. */

/** Limits of a session; a client beyond the rates is slowed, beyond the rest is cut off. */
export interface Limits {
  /** Requests of a session per second; more wait their turn. */
  readonly messagesPerSecond: number;
  /** Characters of requests per second; more wait. */
  readonly charsPerSecond: number;
  /** Commits per second; more wait. */
  readonly commitsPerSecond: number;
  /** Queries begun per second; more wait. */
  readonly queriesPerSecond: number;
  /** Characters of one message; a longer one is a bad message. */
  readonly messageCharsMax: number;
  /** Requests that may wait for their turn; a client that sends more is cut off. */
  readonly inFlightMax: number;
  /** Characters of those requests. */
  readonly inFlightCharsMax: number;
  /** Characters delivered and not acknowledged; beyond them deliveries wait. */
  readonly deliveryWindowChars: number;
  /** Characters of deliveries that wait; beyond them changes become snapshots, taken later. */
  readonly deliveryBufferChars: number;
  /** Characters of one delivered message; a longer delivery is sent in parts. */
  readonly partChars: number;
  /** Documents and queries that a session may watch. */
  readonly watchesMax: number;
  /** Bad messages of one socket; after the last it is closed. */
  readonly badMessagesMax: number;
  /** How long a socket may take to say hello. */
  readonly helloMs: number;
  /** How long a channel outlives its socket. */
  readonly graceMs: number;
  /** HTTP requests of a principal per second; more are refused. */
  readonly requestsPerSecond: number;
  /** Bytes of a file whose rows are sent to a database. */
  readonly uploadBytesMax: number;
  /** Sockets of the whole server. */
  readonly socketsMax: number;
  /** How long a space stays open that nobody uses; at most a quarter longer. */
  readonly spaceIdleMs: number;
  /** How long a client may take nothing of what waits for it before its socket is closed. */
  readonly stalledMs: number;
}

/** Generous for a page, tight for a flood. */
export const DEFAULT_LIMITS: Limits = {
  messagesPerSecond: 2_000,
  charsPerSecond: 16 * 1024 * 1024,
  commitsPerSecond: 1_000,
  queriesPerSecond: 500,
  messageCharsMax: 16 * 1024 * 1024,
  inFlightMax: 256,
  inFlightCharsMax: 4 * 1024 * 1024,
  deliveryWindowChars: 1024 * 1024,
  deliveryBufferChars: 8 * 1024 * 1024,
  partChars: 256 * 1024,
  watchesMax: 100_000,
  badMessagesMax: 5,
  helloMs: 10_000,
  graceMs: 60_000,
  requestsPerSecond: 200,
  uploadBytesMax: 4 * 1024 * 1024 * 1024,
  socketsMax: 5_000,
  spaceIdleMs: 10 * 60_000,
  stalledMs: 120_000,
};
