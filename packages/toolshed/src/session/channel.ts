/**
 * One session's channel: requests in, deliveries out, over whatever socket is attached now.
 *
 * The channel is a transport onto the session's in-process connection, which enforces the access
 * list and decides what there is to tell. What the channel adds is order, numbers, rates, and what
 * happens when the client is slow or away:
 *
 * ```text
 *  keeping up ──buffer full──▶ lagging ──all sent and acknowledged──▶ caught up by one frame
 * ```
 */

import {
  addressKey,
  type DocAddress,
  type DocSnapshot,
  type Frame,
  type Notice,
  type QuerySpec,
  type RequestMessage,
  type SpaceConnection,
  type WatchOptions,
} from "@cf/protocol";
import { CfError, type Clock, type JsonObject } from "@cf/utils";
import { DeliveryQueue, isEmptyFrame } from "./delivery-queue.ts";
import { Lag } from "./lag.ts";
import type { Limits } from "./limits.ts";
import { type Arrival, RequestQueue } from "./request-queue.ts";
import { LimitExceededError, StalledError, toCfError } from "../errors.ts";

/** What a channel tells about itself, for the log and the metrics. */
export interface ChannelObserver {
  onRequest(request: RequestMessage): void;
  onFrame(frame: Frame): void;
  onLag(): void;
  onCaughtUp(documents: number): void;
  onError(error: CfError): void;
}

/** The socket side of a channel. */
export interface ChannelSocket {
  send(text: string): void;
  /** Tells the client of a problem. */
  tell(error: CfError): void;
  /** Tells the client why, and closes. */
  end(error: CfError): void;
}

/** A channel and all it needs to live without a socket for a while. */
export class Channel {
  readonly id: string = crypto.randomUUID();
  readonly connection: SpaceConnection;
  readonly #limits: Limits;
  readonly #clock: Clock;
  readonly #observer: ChannelObserver;
  readonly #requests: RequestQueue;
  readonly #deliveries: DeliveryQueue;
  readonly #lag = new Lag();
  readonly #watched = new Set<string>();
  readonly #queries = new Map<number, QuerySpec>();
  #socket: ChannelSocket | undefined;
  /** The last request taken, and the last that the client was told about. */
  #got = 0;
  #gotTold = 0;
  #reach: WatchOptions = {};
  /** Frames that arrive while the catching up waits for snapshots. */
  #held: Frame[] | undefined;
  #acknowledged = 0;
  #cancelStall: (() => void) | undefined;
  #isClosed = false;

  constructor(
    connection: SpaceConnection,
    options: { limits: Limits; clock: Clock; observer: ChannelObserver; onEnd: () => void },
  ) {
    this.connection = connection;
    this.#limits = options.limits;
    this.#clock = options.clock;
    this.#observer = options.observer;
    this.#deliveries = new DeliveryQueue(options.limits, () => this.#tellGot());
    this.#requests = new RequestQueue(options.limits, options.clock, {
      isReady: () => this.#deliveries.isKeepingUp && !this.#deliveries.isLagging,
      handle: (arrival) => this.#handle(arrival),
    });
    connection.onFrame = (frame) => this.#deliver(frame);
    // A right was taken, or the space was closed: the session cannot go on.
    connection.onStatus = (status) => {
      if (status === "closed" && !this.#isClosed) options.onEnd();
    };
    connection.onError = (error) => {
      this.#observer.onError(error);
      this.#socket?.tell(error);
    };
  }

  /** The last request that was taken. */
  get got(): number {
    return this.#got;
  }

  /** Whether a client that has everything up to `received` can go on here. */
  canResume(received: number): boolean {
    return !this.#isClosed && this.#deliveries.canResume(received);
  }

  /** Talks through `socket` from now on, beginning after delivery `received`. */
  attach(socket: ChannelSocket, received: number): void {
    this.#socket?.end(new CfError("replaced", "Cannot go on here: the client connected again"));
    this.#socket = socket;
    this.#gotTold = this.#got;
    // Requests that were not taken are beyond `got`, so the client sends them again.
    this.#requests.clear();
    this.#deliveries.attach((text) => socket.send(text), received);
    this.#watchStall();
    this.#afterAcknowledge();
  }

  /** `socket` is gone; false if another one has taken its place. */
  detach(socket: ChannelSocket): boolean {
    if (this.#socket !== socket) return false;
    this.#socket = undefined;
    this.#deliveries.detach();
    this.#watchStall();
    return true;
  }

  /** Passes a notice on to a client that is there now. */
  notify(notice: Notice): void {
    this.#socket?.send(JSON.stringify({ type: "notice", notice }));
  }

  /** Queues a request of the client. Throws `flood`. */
  receive(arrival: Arrival): void {
    this.#requests.push(arrival);
  }

  /** The client has every delivery up to `n`. */
  acknowledge(n: number): void {
    this.#deliveries.acknowledge(n);
    if (n > this.#acknowledged) this.#watchStall();
    this.#acknowledged = Math.max(n, this.#acknowledged);
    this.#afterAcknowledge();
  }

  /** Ends the session here, telling a client that is still there why. */
  async close(error?: CfError): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#requests.close();
    this.#deliveries.detach();
    this.#watchStall();
    const socket = this.#socket;
    this.#socket = undefined;
    if (error !== undefined) socket?.end(error);
    await this.connection.close();
  }

  async #handle({ m, request }: Arrival): Promise<void> {
    if (this.#isClosed || m <= this.#got) return;
    this.#got = m;
    try {
      if (request instanceof Error) throw request;
      this.#observer.onRequest(request);
      await this.#take(request);
    } catch (error) {
      const known = toCfError(error);
      this.#observer.onError(known);
      this.#push({ type: "failed", m, error: wireError(known) });
    }
    if (this.#got - this.#gotTold >= this.#limits.inFlightMax / 4) {
      this.#socket?.send(JSON.stringify({ type: "received", got: this.#tellGot() }));
    }
  }

  #take(request: RequestMessage): void | Promise<void> {
    switch (request.type) {
      case "commit":
        return this.connection.commit(request.commit);
      case "watch":
        return this.#watch(request);
      case "unwatch":
        for (const address of request.addresses) this.#watched.delete(addressKey(address));
        return this.connection.unwatch(request.addresses);
      case "watchQuery":
        this.#checkWatches(1);
        this.#queries.set(request.query, request.spec);
        return this.connection.watchQuery(request.query, request.spec);
      case "unwatchQuery":
        this.#queries.delete(request.query);
        return this.connection.unwatchQuery(request.query);
    }
  }

  async #watch(request: RequestMessage & { type: "watch" }): Promise<void> {
    const { m, addresses, reachMax, since } = request;
    this.#checkWatches(addresses.length);
    this.#reach = reachMax === undefined ? {} : { reachMax };
    const answer = this.connection.watch(addresses, this.#reach);
    const snapshots = answer instanceof Promise ? await answer : answer;
    if (this.#isClosed) return;
    for (const address of addresses) this.#watched.add(addressKey(address));
    this.#noteWatched(snapshots);
    const named = new Set(addresses.map(addressKey));
    const isNews = (snapshot: DocSnapshot) =>
      since === undefined || snapshot.seq > since || !named.has(addressKey(snapshot));
    this.#push({ type: "watched", m, snapshots: snapshots.filter(isNews) });
  }

  #checkWatches(more: number): void {
    const { watchesMax } = this.#limits;
    if (this.#watched.size + this.#queries.size + more > watchesMax) {
      throw new LimitExceededError("watch", "watchesMax", watchesMax);
    }
  }

  #noteWatched(snapshots: readonly DocAddress[]): void {
    for (const snapshot of snapshots) this.#watched.add(addressKey(snapshot));
  }

  #push(body: Parameters<DeliveryQueue["push"]>[0]): boolean {
    const isTaken = this.#deliveries.push(body);
    if (this.#cancelStall === undefined) this.#watchStall();
    return isTaken;
  }

  #deliver(frame: Frame): void {
    if (this.#isClosed || isEmptyFrame(frame)) return;
    this.#observer.onFrame(frame);
    this.#noteWatched(frame.snapshots);
    if (this.#held !== undefined) {
      this.#held.push(frame);
      return;
    }
    const wasLagging = this.#deliveries.isLagging;
    const isTaken = this.#push({ type: "frame", frame });
    if (isTaken) return;
    this.#lag.add(frame);
    if (!wasLagging) this.#observer.onLag();
  }

  #afterAcknowledge(): void {
    if (this.#deliveries.isLagging && this.#deliveries.isDrained && this.#held === undefined) {
      this.#catchUp();
    }
    this.#requests.wake();
  }

  /** Delivers one frame that stands for all that were dropped. */
  async #catchUp(): Promise<void> {
    this.#held = [];
    const { documents, queries, receipts, refusals, seq } = this.#lag.take();
    const watched = documents.filter((address) => this.#watched.has(addressKey(address)));
    const answer = this.connection.watch(watched, this.#reach);
    const snapshots = answer instanceof Promise ? await answer : answer;
    const held = this.#held;
    this.#held = undefined;
    if (this.#isClosed) return;
    this.#deliveries.catchUp();
    const stale = queries.filter((query) => this.#queries.has(query));
    this.#deliver({
      seq: Math.max(seq, ...snapshots.map((snapshot) => snapshot.seq)),
      changes: [],
      snapshots,
      queries: stale.map((query) => ({ query, update: { kind: "pending", seq } })),
      receipts,
      refusals,
    });
    // The client ignores what its snapshots hold already. Differences of a result that it misses
    // mean nothing to it, so it cannot be said to be up to date either.
    for (const { queriesSeq: _, ...frame } of held) {
      this.#deliver({
        ...frame,
        queries: frame.queries.filter(({ query }) => !stale.includes(query)),
      });
    }
    for (const query of stale) {
      this.connection.unwatchQuery(query);
      this.connection.watchQuery(query, this.#queries.get(query)!);
    }
    this.#observer.onCaughtUp(snapshots.length);
    this.#requests.wake();
  }

  /**
   * What is sent to a client that does not read stays in memory until its socket closes. So one
   * that is full and acknowledges nothing for a time loses its socket, and has the channel's grace
   * time to come back.
   */
  #watchStall(): void {
    this.#cancelStall?.();
    this.#cancelStall = undefined;
    if (!this.#deliveries.isFull) return;
    const { stalledMs } = this.#limits;
    this.#cancelStall = this.#clock.after(stalledMs, () => {
      this.#cancelStall = undefined;
      this.#socket?.end(new StalledError(stalledMs));
    });
  }

  #tellGot(): number {
    this.#gotTold = this.#got;
    return this.#got;
  }
}

function wireError(error: CfError): { code: string; message: string; data: JsonObject } {
  return { code: error.code, message: error.message, data: error.data as JsonObject };
}
