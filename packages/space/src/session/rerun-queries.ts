/** Live queries that run again, as a whole, after every write to their database. */

import type { DatabaseKey, QueryChange, QueryRows, QueryUpdate, RowChange } from "@cf/protocol";
import { CfError } from "@cf/utils";
import type { Declaration } from "../database/declaration.ts";
import { LocalReader } from "../pool/local-reader.ts";
import type { QueryReader, ReadRequest } from "../pool/reader.ts";
import { databaseKeyText } from "../store/layout.ts";
import { wireError } from "./frame-builder.ts";

/** A query as the engine of live queries takes it. */
export interface LiveSpec extends ReadRequest {
  readonly databaseKey: DatabaseKey;
  readonly declaration: Declaration;
  readonly live: boolean;
}

interface Watched<Subscriber> {
  readonly subscriber: Subscriber;
  readonly number: number;
  readonly spec: LiveSpec;
  running: boolean;
  again: boolean;
  ended: boolean;
}

/** Watched queries of one space. */
export class RerunQueries<Subscriber> {
  readonly #reader: QueryReader;
  readonly #deliver: (subscriber: Subscriber, change: QueryChange) => void;
  readonly #watched = new Map<Subscriber, Map<number, Watched<Subscriber>>>();

  constructor(options: {
    readonly reader: QueryReader;
    readonly deliver: (subscriber: Subscriber, change: QueryChange) => void;
  }) {
    this.#reader = options.reader;
    this.#deliver = options.deliver;
  }

  watch(subscriber: Subscriber, number: number, spec: LiveSpec): void {
    this.unwatch(subscriber, number);
    const watched = { subscriber, number, spec, running: false, again: false, ended: false };
    const all = this.#watched.get(subscriber) ?? new Map<number, Watched<Subscriber>>();
    this.#watched.set(subscriber, all.set(number, watched));
    void this.#run(watched);
  }

  unwatch(subscriber: Subscriber, number: number): void {
    const watched = this.#watched.get(subscriber)?.get(number);
    if (watched === undefined) return;
    watched.ended = true;
    this.#watched.get(subscriber)!.delete(number);
  }

  close(subscriber: Subscriber): void {
    for (const number of [...this.#watched.get(subscriber)?.keys() ?? []]) {
      this.unwatch(subscriber, number);
    }
    this.#watched.delete(subscriber);
  }

  watchedTables(_key: DatabaseKey): (table: string) => boolean {
    return () => false;
  }

  afterCommit(
    seq: number,
    key: DatabaseKey,
    _rows: readonly RowChange[],
  ): Map<Subscriber, QueryChange[]> {
    const text = databaseKeyText(key);
    const changes = new Map<Subscriber, QueryChange[]>();
    for (const [subscriber, all] of this.#watched) {
      for (const watched of all.values()) {
        if (!watched.spec.live || databaseKeyText(watched.spec.databaseKey) !== text) continue;
        const update = this.#updateNow(watched, seq);
        const list = changes.get(subscriber) ?? [];
        changes.set(subscriber, list);
        list.push({ query: watched.number, update });
      }
    }
    return changes;
  }

  #updateNow(watched: Watched<Subscriber>, seq: number): QueryUpdate {
    if (!(this.#reader instanceof LocalReader)) {
      void this.#run(watched);
      return { kind: "pending", seq };
    }
    try {
      return { kind: "rows", result: this.#reader.querySync(watched.spec) };
    } catch (error) {
      return failure(error, seq);
    }
  }

  async #run(watched: Watched<Subscriber>): Promise<void> {
    if (watched.running) {
      watched.again = true;
      return;
    }
    watched.running = true;
    do {
      watched.again = false;
      const update = await this.#reader.query(watched.spec).then(
        (result: QueryRows): QueryUpdate => ({ kind: "rows", result }),
        (error) => failure(error, 0),
      );
      if (watched.ended) return;
      if (!watched.again) this.#deliver(watched.subscriber, { query: watched.number, update });
    } while (watched.again);
    watched.running = false;
  }
}

function failure(error: unknown, seq: number): QueryUpdate {
  if (!(error instanceof CfError)) throw error;
  return { kind: "error", seq, error: wireError(error) };
}
