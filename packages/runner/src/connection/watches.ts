/** What a connection watches, so that it can be declared again on a new channel. */

import {
  addressKey,
  type DocAddress,
  type DocSnapshot,
  type QuerySpec,
  type WatchOptions,
} from "@cf/protocol";
import type { Request } from "./outbox.ts";

/** A call of `watch` that is not answered yet. */
export interface WatchCall {
  readonly addresses: readonly DocAddress[];
  readonly options: WatchOptions;
  readonly resolve: (snapshots: readonly DocSnapshot[]) => void;
  readonly reject: (error: Error) => void;
}

/** Documents with the version the client has, calls in flight, and queries. */
export class Watches {
  readonly #documents = new Map<string, { address: DocAddress; seq: number }>();
  readonly #queries = new Map<number, QuerySpec>();
  readonly #queriesWaiting = new Set<number>();
  /** Queries of whose last result a new channel has said nothing yet. */
  readonly #queriesUntold = new Set<number>();
  readonly #calls = new Set<WatchCall>();
  #reachMax: number | undefined;

  /** Whether every query has a result that is not out of date. */
  get isSettled(): boolean {
    return this.#queriesWaiting.size === 0;
  }

  /** Whether the channel knows what the caller knows of each query. */
  get areQueriesTold(): boolean {
    return this.#queriesUntold.size === 0;
  }

  /** Whether documents are watched. */
  get hasDocuments(): boolean {
    return this.#documents.size > 0;
  }

  addCall(call: WatchCall): void {
    this.#calls.add(call);
    const { reachMax } = call.options;
    if (reachMax !== undefined) this.#reachMax = Math.max(this.#reachMax ?? 0, reachMax);
  }

  endCall(call: WatchCall): void {
    this.#calls.delete(call);
  }

  /** The calls that wait for an answer, in order. */
  calls(): readonly WatchCall[] {
    return [...this.#calls];
  }

  /** Notes a change of a document; one that is not watched any more stays so. */
  advance(address: DocAddress, seq: number): void {
    const known = this.#documents.get(addressKey(address));
    if (known !== undefined) known.seq = Math.max(known.seq, seq);
  }

  /** Notes that a document is watched, and the version the client has. */
  note(address: DocAddress, seq: number): void {
    const key = addressKey(address);
    const known = this.#documents.get(key);
    if (known !== undefined) known.seq = Math.max(known.seq, seq);
    else this.#documents.set(key, { address: { id: address.id, scope: address.scope }, seq });
  }

  /** Whether the client has the document as of `seq` or later. */
  hasSeen(address: DocAddress, seq: number): boolean {
    const known = this.#documents.get(addressKey(address));
    return known !== undefined && known.seq >= seq;
  }

  forget(addresses: readonly DocAddress[]): void {
    for (const address of addresses) this.#documents.delete(addressKey(address));
  }

  addQuery(query: number, spec: QuerySpec): void {
    this.#queries.set(query, spec);
    this.#queriesWaiting.add(query);
  }

  /** Notes that a query's result is on its way, or is there; false when nobody asks for it. */
  updateQuery(query: number, isPending: boolean): boolean {
    if (!this.#queries.has(query)) return false;
    this.#queriesUntold.delete(query);
    if (isPending) this.#queriesWaiting.add(query);
    else this.#queriesWaiting.delete(query);
    return true;
  }

  removeQuery(query: number): void {
    this.#queries.delete(query);
    this.#queriesWaiting.delete(query);
    this.#queriesUntold.delete(query);
  }

  /** The request that brings every watched document up to date. */
  documentsRequest(since: number | undefined): Request {
    const addresses = [...this.#documents.values()].map(({ address }) => address);
    return {
      type: "watch",
      addresses,
      ...(this.#reachMax === undefined ? {} : { reachMax: this.#reachMax }),
      ...(since === undefined ? {} : { since }),
    };
  }

  /** The numbers of the queries that are asked for. */
  get queries(): readonly number[] {
    return [...this.#queries.keys()];
  }

  /** The requests that declare every query. All of them are waiting again. */
  queryRequests(): Request[] {
    return [...this.#queries].map(([query, spec]) => {
      this.#queriesWaiting.add(query);
      this.#queriesUntold.add(query);
      return { type: "watchQuery", query, spec };
    });
  }
}

/** The request of a call of `watch`. */
export function watchRequest({ addresses, options }: WatchCall): Request {
  const { reachMax } = options;
  return { type: "watch", addresses, ...(reachMax === undefined ? {} : { reachMax }) };
}
