/**
 * A `SpaceConnection` over a WebSocket, for a page's worker, a process or a test.
 *
 * It works from the first moment, connected or not: watches wait, commits queue. After a lost
 * socket it goes on with its channel if the host still has it, and else declares everything anew
 * (see `resync.ts`); the session, and with it the `session` scope, stays the same.
 *
 * Invariants: a commit stays in `#commits` until its receipt or refusal was delivered. Commits go
 * out in order. Deliveries are applied in order, each once (see `inbox.ts`).
 */

import {
  BadMessageError,
  type Commit,
  CONNECT_PATH,
  type ConnectionStatus,
  type DeliveryMessage,
  type DocAddress,
  type DocSnapshot,
  encodeClientMessage,
  type FailedMessage,
  type Frame,
  type FrameMessage,
  MESSAGE_CHARS_MAX,
  type NamedSpace,
  type Notice,
  type QuerySpec,
  RemoteError,
  type ServerMessage,
  sessionIdOf,
  type Signer,
  type SpaceConnection,
  type SpaceId,
  type WatchedMessage,
  type WatchOptions,
  type WelcomeMessage,
} from "@cf/protocol";
import { type CfError, type Clock, systemClock } from "@cf/utils";
import { Asked } from "./asked.ts";
import { Dialer, type Socket } from "./dialer.ts";
import { ConnectionClosedError, MessageTooLargeError } from "./errors.ts";
import { Inbox } from "./inbox.ts";
import { openSocket } from "./open-socket.ts";
import { Outbox, type Request } from "./outbox.ts";
import { QUERIES_MS, Resync } from "./resync.ts";
import { type CommitRequest, Unanswered } from "./unanswered.ts";
import { batch } from "../reactive/mod.ts";
import { type WatchCall, Watches, watchRequest } from "./watches.ts";

/** How to reach a space over a WebSocket. */
export interface WebSocketOptions {
  /** The host, `http://127.0.0.1:8000` or `https://…`; its origin is what the session signs. */
  readonly host: string | URL;
  readonly space: SpaceId;
  /** Where the space is one that patterns name: the host makes it if there is none. */
  readonly named?: NamedSpace | undefined;
  readonly identity: Signer;
  /**
   * The client's own name for its session, at most 512 characters. The same name gives the same
   * `session` scope again, from one connection at a time. A random one unless given.
   */
  readonly label?: string;
  readonly clock?: Clock;
  /** Numbers in [0, 1), for the jitter of the backoff. */
  readonly random?: () => number;
  readonly socket?: (url: string) => Socket;
  /** How long silence may last before the connection is probed. Default 15 s. */
  readonly heartbeatMs?: number;
}

const EMPTY = { changes: [], snapshots: [], queries: [], receipts: [], refusals: [] };

/**
 * Opens a connection. Returns at once; `status` tells when it is open.
 *
 * @example
 * ```ts
 * import { createIdentity } from "@cf/protocol";
 * import { connectWebSocket } from "@cf/runner";
 * const identity = await createIdentity();
 * const host = "http://127.0.0.1:8000";
 * const connection = connectWebSocket({ host, space: identity.did, identity });
 * console.log(connection.status); // "connecting"
 * await connection.close();
 * ```
 */
export function connectWebSocket(options: WebSocketOptions): WebSocketConnection {
  return new WebSocketConnection(options);
}

/** The WebSocket implementation of {@linkcode SpaceConnection}. */
export class WebSocketConnection implements SpaceConnection {
  readonly space: SpaceId;
  readonly principal: string;
  readonly session: string;
  onFrame: (frame: Frame) => void = () => {};
  onStatus: (status: ConnectionStatus) => void = () => {};
  onError: (error: CfError) => void = () => {};

  /** Called with what a developer's tools tell the pages of this space. */
  onNotice: (notice: Notice) => void = () => {};

  #status: ConnectionStatus = "connecting";
  readonly #onOnline = () => this.reconnect();
  readonly #dialer: Dialer;
  readonly #outbox: Outbox;
  readonly #inbox = new Inbox((n) => {
    this.#dialer.send(encodeClientMessage({ type: "ack", n }));
  });
  readonly #watches = new Watches();
  readonly #commits = new Unanswered();
  readonly #asked = new Asked();
  #resyncRequest: Request | undefined;
  #resync: Resync | undefined;
  #endWait: (() => void) | undefined;
  readonly #clock: Clock;
  #channel: string | undefined;
  /** The newest frame applied. */
  #seq = 0;
  #charsMax = MESSAGE_CHARS_MAX;
  /** Why the host does not let this session in. */
  #refused: CfError | undefined;
  #settledWaiters: { resolve: () => void; reject: (error: Error) => void }[] = [];

  constructor(options: WebSocketOptions) {
    const { space, identity, label = crypto.randomUUID() } = options;
    this.space = space;
    this.principal = identity.did;
    this.#clock = options.clock ?? systemClock;
    this.session = sessionIdOf(identity.did, label);
    const host = new URL(options.host);
    const url = new URL(CONNECT_PATH, host);
    url.protocol = host.protocol === "https:" ? "wss:" : "ws:";
    this.#dialer = new Dialer({
      url: url.href,
      space,
      named: options.named,
      identity,
      label,
      audience: host.origin,
      clock: this.#clock,
      random: options.random ?? Math.random,
      socket: options.socket ?? openSocket,
      heartbeatMs: options.heartbeatMs ?? 15_000,
    }, {
      resume: () =>
        this.#channel === undefined
          ? undefined
          : { channel: this.#channel, received: this.#inbox.received },
      onWelcome: (welcome) => this.#onWelcome(welcome),
      onMessage: (message, chars) => this.#onMessage(message, chars),
      onDown: () => this.#onDown(),
      onProblem: (error) => {
        // What was half applied cannot be resumed: the next channel starts from snapshots.
        if (error instanceof BadMessageError) this.#channel = undefined;
        this.onError(error);
      },
      onRefused: (error) => this.#end(error),
    });
    this.#outbox = new Outbox(
      (text) => this.#dialer.send(text),
      (m, request) => this.#asked.number(m, request),
    );
    // Fired in pages and workers when the network is back, sooner than a long backoff would notice.
    globalThis.addEventListener?.("online", this.#onOnline);
    this.#dialer.dial();
  }

  get status(): ConnectionStatus {
    return this.#status;
  }

  /** Commits that the space has not answered yet. */
  get unanswered(): number {
    return this.#commits.size;
  }

  watch(
    addresses: readonly DocAddress[],
    options: WatchOptions = {},
  ): Promise<readonly DocSnapshot[]> {
    if (this.#status === "closed") {
      return Promise.reject(this.#closedFor("watch documents"));
    }
    const { promise, resolve, reject } = Promise.withResolvers<readonly DocSnapshot[]>();
    const call: WatchCall = { addresses, options, resolve, reject };
    this.#watches.addCall(call);
    this.#outbox.push(this.#requestOf(call));
    return promise;
  }

  unwatch(addresses: readonly DocAddress[]): void {
    this.#watches.forget(addresses);
    this.#outbox.push({ type: "unwatch", addresses });
  }

  commit(commit: Commit): void {
    if (this.#status === "closed") throw this.#closedFor("commit");
    this.#commits.add(commit);
    const { length: chars } = encodeClientMessage({
      type: "commit",
      m: Number.MAX_SAFE_INTEGER,
      commit,
    });
    if (chars > this.#charsMax) {
      const error = new MessageTooLargeError({ chars, charsMax: this.#charsMax });
      queueMicrotask(() => this.#refuse(commit.local, error));
    } else if (this.#commits.isNumbered) {
      this.#outbox.push(this.#commits.request(commit));
    }
  }

  watchQuery(query: number, spec: QuerySpec): void {
    this.#watches.addQuery(query, spec);
    this.#outbox.push({ type: "watchQuery", query, spec });
  }

  unwatchQuery(query: number): void {
    this.#watches.removeQuery(query);
    this.#resync?.told(query);
    this.#outbox.push({ type: "unwatchQuery", query });
    this.#checkSettled();
  }

  settled(): Promise<void> {
    if (this.#isSettled()) return Promise.resolve();
    if (this.#status === "closed") {
      return Promise.reject(this.#closedFor("wait for answers"));
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#settledWaiters.push({ resolve, reject });
    return promise;
  }

  /** Dials at once instead of waiting for the next attempt, when the network came back, say. */
  reconnect(): void {
    this.#dialer.dial();
  }

  close(): Promise<void> {
    this.#end();
    return Promise.resolve();
  }

  #onWelcome(welcome: WelcomeMessage): void {
    if (welcome.session !== this.session) throw new BadMessageError("another session was opened");
    this.#charsMax = Math.min(MESSAGE_CHARS_MAX, welcome.limits.messageCharsMax);
    this.#inbox.open(welcome.limits.ackEveryChars);
    if (welcome.resumed && welcome.channel === this.#channel) {
      this.#outbox.resume(welcome.got, welcome.limits);
    } else {
      this.#commits.begin(welcome.used ?? welcome.answered);
      this.#beginChannel(welcome);
    }
    if (this.#resync !== undefined) {
      this.#endWait = this.#clock.after(QUERIES_MS, () => this.#giveUpQueries());
    }
    this.#setStatus("open");
  }

  /** Declares everything anew, what the space has answered already first. */
  #beginChannel(welcome: WelcomeMessage): void {
    this.#channel = welcome.channel;
    this.#inbox.restart();
    this.#asked.clear();
    this.#resyncRequest = undefined;
    const commits = this.#commits.requests();
    const wasAnswered = ({ commit }: CommitRequest) => commit.local <= welcome.answered;
    const answered = commits.filter(wasAnswered);
    const requests: Request[] = [...answered];
    const documents = this.#watches.hasDocuments;
    if (documents) {
      // A space that is behind what was seen was restored from older data: nothing seen counts.
      const since = welcome.seq < this.#seq ? undefined : this.#seq;
      this.#resyncRequest = this.#watches.documentsRequest(since);
      requests.push(this.#resyncRequest);
    }
    requests.push(...this.#watches.calls().map((call) => this.#requestOf(call)));
    requests.push(...this.#watches.queryRequests());
    requests.push(...commits.filter((request) => !wasAnswered(request)));
    this.#resync = new Resync({
      commits: answered.map(({ commit }) => commit.local),
      documents,
      queries: documents ? this.#watches.queries : [],
    }, welcome.seq);
    if (this.#resync.isComplete) this.#resync = undefined;
    // What is watched from here on is at least as new as the space is now.
    if (!documents || welcome.seq < this.#seq) this.#seq = welcome.seq;
    this.#outbox.restart(requests, welcome.limits);
  }

  #onMessage(message: ServerMessage, chars: number): void {
    this.#inbox.count(chars);
    switch (message.type) {
      case "received":
        return this.#outbox.received(message.got);
      case "frame":
      case "watched": {
        const whole = this.#inbox.join(message);
        if (whole !== undefined) this.#onDelivery(whole);
        return;
      }
      case "failed":
        return this.#onDelivery(message);
      case "notice":
        return this.onNotice(message.notice);
    }
  }

  #onDelivery(delivery: DeliveryMessage): void {
    if (!this.#inbox.take(delivery)) return;
    switch (delivery.type) {
      case "frame":
        this.#onFrameMessage(delivery);
        break;
      case "watched":
        this.#onWatched(delivery);
        break;
      case "failed":
        this.#onFailed(delivery);
    }
    this.#finishResync();
    this.#asked.received(delivery.got);
    this.#outbox.received(delivery.got);
    this.#inbox.applied();
    this.#checkSettled();
  }

  /** Shows all that was gathered in one turn. */
  #finishResync(): void {
    if (!this.#resync?.isComplete) return;
    const resync = this.#resync;
    this.#resync = undefined;
    this.#endWait?.();
    batch(() => resync.finish((frame) => this.#deliver(frame)));
  }

  #giveUpQueries(): void {
    const resync = this.#resync!;
    const untold = resync.giveUpQueries();
    resync.defer(() => {
      const update = { kind: "pending", seq: this.#seq } as const;
      const queries = untold.map((query) => ({ query, update }));
      this.onFrame({ ...EMPTY, seq: this.#seq, queries });
    });
    this.#finishResync();
  }

  #onFrameMessage({ frame }: Pick<FrameMessage, "frame">): void {
    if (this.#resync === undefined) return this.#deliver(frame);
    const rest = this.#resync.take(frame);
    this.#resync.defer(() => this.#deliver(rest));
  }

  #onWatched({ m, snapshots }: WatchedMessage): void {
    const request = this.#asked.take(m);
    if (request !== undefined && request === this.#resyncRequest) {
      this.#resync?.setDocuments(snapshots);
      return;
    }
    const call = this.#endCall(request);
    const answer = () => {
      for (const snapshot of snapshots) this.#watches.note(snapshot, snapshot.seq);
      // In its place among the frames: a promise is heard later than what arrives with it.
      this.onFrame({ ...EMPTY, seq: this.#seq, snapshots });
      call.resolve(snapshots);
    };
    if (this.#resync === undefined) answer();
    else this.#resync.defer(answer);
  }

  #onFailed({ m, error }: FailedMessage): void {
    const request = this.#asked.take(m);
    const remote = new RemoteError(error);
    switch (request?.type) {
      case "commit":
        return this.#refuse(this.#commits.callersNumber(request.commit.local), remote);
      case "watchQuery": {
        const update = { kind: "error", seq: this.#seq, error } as const;
        const queries = [{ query: request.query, update }];
        return this.#onFrameMessage({ frame: { ...EMPTY, seq: this.#seq, queries } });
      }
      case "watch":
        if (request !== this.#resyncRequest) return this.#endCall(request).reject(remote);
        this.#resync?.setDocuments([]);
    }
    this.onError(remote);
  }

  /** Hands a frame to the caller, in the caller's numbers and without what it no longer asks for. */
  #deliver(frame: Frame): void {
    const mine = this.#commits.take(frame);
    const changes = mine.changes.filter((change) => !this.#watches.hasSeen(change, change.seq));
    const queries = mine.queries.filter(({ query, update }) =>
      this.#watches.updateQuery(query, update.kind === "pending")
    );
    for (const change of changes) {
      // A session watches what it wrote itself.
      if (change.own === undefined) this.#watches.advance(change, change.seq);
      else this.#watches.note(change, change.seq);
    }
    for (const snapshot of mine.snapshots) this.#watches.note(snapshot, snapshot.seq);
    this.#seq = Math.max(this.#seq, frame.seq);
    const { queriesSeq, ...rest } = { ...mine, changes, queries };
    const isKnown = queriesSeq !== undefined && this.#watches.areQueriesTold;
    this.onFrame(isKnown ? { ...rest, queriesSeq } : rest);
  }

  /** Answers a commit that never got into the space. */
  #refuse(local: number, error: CfError): void {
    const refusal = this.#commits.refuse(local, error);
    if (refusal === undefined) return;
    this.onFrame({ ...EMPTY, seq: this.#seq, refusals: [refusal] });
    this.#checkSettled();
  }

  #requestOf(call: WatchCall): Request {
    const request = watchRequest(call);
    this.#asked.bind(request, call);
    return request;
  }

  #endCall(request: Request | undefined): WatchCall {
    const call = this.#asked.takeCall(request);
    this.#watches.endCall(call);
    return call;
  }

  #onDown(): void {
    this.#endWait?.();
    this.#outbox.pause();
    this.#setStatus("offline");
  }

  #end(error?: CfError): void {
    if (this.#status === "closed") return;
    globalThis.removeEventListener?.("online", this.#onOnline);
    this.#endWait?.();
    this.#dialer.close();
    this.#outbox.pause();
    this.#refused = error;
    this.#setStatus("closed");
    if (error !== undefined) this.onError(error);
    for (const call of this.#watches.calls()) call.reject(this.#closedFor("watch documents"));
    for (const { reject } of this.#settledWaiters) reject(this.#closedFor("wait for answers"));
    this.#settledWaiters = [];
  }

  /** Why nothing can be done any more: what the host refused, or that the caller closed it. */
  #closedFor(action: string): CfError {
    return this.#refused ?? new ConnectionClosedError(action);
  }

  #setStatus(status: ConnectionStatus): void {
    if (this.#status === status) return;
    this.#status = status;
    this.onStatus(status);
  }

  #isSettled(): boolean {
    return this.#commits.size === 0 && this.#watches.isSettled;
  }

  #checkSettled(): void {
    if (!this.#isSettled()) return;
    const waiters = this.#settledWaiters;
    this.#settledWaiters = [];
    for (const { resolve } of waiters) resolve();
  }
}
