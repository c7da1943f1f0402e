/**
 * `LocalConnection`: a session in the same process as its space.
 *
 * Every message is checked against the access list before anything is read. `watch()` answers at
 * once; commits are answered in frames. A connection watches what it asked for, what is reachable
 * from there, and what it wrote itself, until it says otherwise.
 */

import {
  type Commit,
  type ConnectionStatus,
  type DocAddress,
  type DocSnapshot,
  type Frame,
  NotAllowedError,
  type QuerySpec,
  type SpaceConnection,
  type WatchOptions,
} from "@cf/protocol";
import type { CfError, Json } from "@cf/utils";
import { ClosedError, LimitError } from "../errors.ts";
import { addressOf, resolveAddress } from "../commit/scope.ts";
import type { SessionRecord } from "../commit/session-table.ts";
import type { DocumentName } from "../documents/history.ts";
import type { DocumentState } from "../documents/document.ts";
import type { AccessList } from "./access-list.ts";
import { reach } from "./reach.ts";
import type { Subscriptions } from "./subscriptions.ts";

/** How many documents a watch brings along unless it says otherwise. */
const REACH_DEFAULT = 1000;

/** Bounds on one connection. */
export interface ConnectionLimits {
  /** Documents watched at a time. */
  readonly watchedMax: number;
  /** Operations in one commit. */
  readonly operationsMax: number;
  /** Reads that one commit depends on. */
  readonly readsMax: number;
  /** SQL statements in one commit; one with many rows counts once. */
  readonly statementsMax: number;
  /** Commits sent and not answered. */
  readonly unansweredMax: number;
}

/** What a connection needs of its space. */
export interface ConnectionHost {
  readonly id: string;
  readonly access: AccessList;
  readonly subscriptions: Subscriptions;
  readonly limits: ConnectionLimits;
  document(name: DocumentName): DocumentState;
  submit(connection: LocalConnection, commit: Commit): void;
  watchQuery(connection: LocalConnection, query: number, spec: QuerySpec): void;
  unwatchQuery(connection: LocalConnection, query: number): void;
  disconnect(connection: LocalConnection): void;
}

/** The in-process `SpaceConnection`. Made by `Space.connect`. */
export class LocalConnection implements SpaceConnection {
  readonly space: string;
  readonly principal: string;
  readonly session: string;
  readonly record: SessionRecord;
  readonly used: number;
  readonly #host: ConnectionHost;
  readonly #watched = new Map<string, DocumentName>();
  readonly #settling: (() => void)[] = [];
  #status: ConnectionStatus = "open";
  #reachMax = REACH_DEFAULT;
  /** Local numbers that were sent and not answered, with how often. */
  readonly #outstanding = new Map<number, number>();
  readonly #awaited = new Set<number>();
  onFrame: (frame: Frame) => void = () => {};
  onStatus: (status: ConnectionStatus) => void = () => {};
  onError: (error: CfError) => void = () => {};

  constructor(host: ConnectionHost, record: SessionRecord) {
    this.#host = host;
    this.record = record;
    this.used = record.usedMax;
    this.space = host.id;
    this.principal = record.principal;
    this.session = record.name;
  }

  /** `open` until the session ends. */
  get status(): ConnectionStatus {
    return this.#status;
  }

  watch(addresses: readonly DocAddress[], options: WatchOptions = {}): DocSnapshot[] {
    this.#requireOpen("watch documents");
    this.#host.access.require(this.principal, "read", "watch documents");
    this.#reachMax = options.reachMax ?? REACH_DEFAULT;
    const named = addresses.map((address) => resolveAddress(address, this.record));
    for (const name of named) this.follow(name);
    const reached = this.reachFrom(named.map((name) => this.#host.document(name).value));
    return [...named, ...reached].map((name) => this.snapshot(name));
  }

  unwatch(addresses: readonly DocAddress[]): void {
    for (const address of addresses) {
      const { key } = resolveAddress(address, this.record);
      if (this.#watched.delete(key)) this.#host.subscriptions.remove(key, this);
    }
  }

  commit(commit: Commit): void {
    this.#requireOpen("commit");
    this.#host.submit(this, commit);
    this.#outstanding.set(commit.local, (this.#outstanding.get(commit.local) ?? 0) + 1);
  }

  watchQuery(query: number, spec: QuerySpec): void {
    this.#requireOpen("watch a query");
    this.#host.watchQuery(this, query, spec);
  }

  unwatchQuery(query: number): void {
    this.#host.unwatchQuery(this, query);
  }

  settled(): Promise<void> {
    if (this.#isSettled) return Promise.resolve();
    return new Promise((resolve) => this.#settling.push(resolve));
  }

  close(): Promise<void> {
    this.end();
    return Promise.resolve();
  }

  /** Whether a document is watched. */
  isWatching(key: string): boolean {
    return this.#watched.has(key);
  }

  /** Whether one more document may be watched. */
  get hasRoom(): boolean {
    return this.#watched.size < this.#host.limits.watchedMax;
  }

  /** Watches one more document. Throws {@linkcode LimitError}. */
  follow(name: DocumentName): void {
    if (this.#watched.has(name.key)) return;
    const max = this.#host.limits.watchedMax;
    if (!this.hasRoom) {
      const limit = { name: "watchedMax", max, found: this.#watched.size + 1 };
      throw new LimitError("watch another document", limit);
    }
    this.#watched.set(name.key, name);
    this.#host.subscriptions.add(name.key, this);
  }

  /** Watches what `values` link to, and returns those documents. */
  reachFrom(values: readonly (Json | undefined)[]): DocumentName[] {
    const room = this.#host.limits.watchedMax - this.#watched.size;
    const found = reach(values, {
      space: this.space,
      owner: this.record,
      value: (name) => this.#host.document(name).value,
      known: (key) => this.#watched.has(key),
      max: Math.min(this.#reachMax, room),
    });
    for (const name of found) this.follow(name);
    return found;
  }

  /** The newest state of a document as this session names it. */
  snapshot(name: DocumentName): DocSnapshot {
    const { seq, value } = this.#host.document(name);
    return value === undefined ? { ...addressOf(name), seq } : { ...addressOf(name), seq, value };
  }

  /** Hands a frame to the listener and counts its answers. */
  deliver(frame: Frame): void {
    if (this.#status === "closed") return;
    for (const { local } of frame.receipts) this.#answered(local);
    for (const { local } of frame.refusals) this.#answered(local);
    try {
      this.onFrame(frame);
    } finally {
      this.#wakeSettled();
    }
  }

  /** As {@linkcode deliver}; a listener that throws does not keep others from their frame. */
  deliverSafely(frame: Frame): void {
    try {
      this.deliver(frame);
    } catch (error) {
      reportError(error);
    }
  }

  /** The result of a query is still to come. */
  awaitQuery(query: number): void {
    this.#awaited.add(query);
  }

  /** The result of a query has come, or is wanted no more. */
  queryAnswered(query: number): void {
    this.#awaited.delete(query);
    if (this.#awaited.size === 0) queueMicrotask(() => this.#wakeSettled());
  }

  /** Commits that were sent and not answered yet. */
  get unanswered(): number {
    return this.#outstanding.size;
  }

  /** Ends the session because its right to read is gone. */
  revoke(): void {
    this.onError(new NotAllowedError("stay connected", "read", this.principal));
    this.end();
  }

  /** Ends the session now. */
  end(): void {
    if (this.#status === "closed") return;
    this.#status = "closed";
    for (const key of this.#watched.keys()) this.#host.subscriptions.remove(key, this);
    this.#watched.clear();
    this.#host.disconnect(this);
    for (const resolve of this.#settling.splice(0)) resolve();
    this.onStatus("closed");
  }

  get #isSettled(): boolean {
    return this.#status === "closed" || (this.#outstanding.size === 0 && this.#awaited.size === 0);
  }

  /** An answer may also be to a commit of an earlier connection of this session. */
  #answered(local: number): void {
    const times = this.#outstanding.get(local) ?? 0;
    if (times > 1) this.#outstanding.set(local, times - 1);
    else this.#outstanding.delete(local);
  }

  #wakeSettled(): void {
    if (!this.#isSettled) return;
    for (const resolve of this.#settling.splice(0)) resolve();
  }

  #requireOpen(action: string): void {
    if (this.#status === "closed") throw new ClosedError(action, "the connection");
  }
}
