/** Who watches which document: the index from a document to the connections that follow it. */

import type { LocalConnection } from "./local-connection.ts";

/** Watchers by document key. */
export class Subscriptions {
  readonly #watchers = new Map<string, Set<LocalConnection>>();

  add(key: string, connection: LocalConnection): void {
    const watchers = this.#watchers.get(key);
    if (watchers === undefined) this.#watchers.set(key, new Set([connection]));
    else watchers.add(connection);
  }

  remove(key: string, connection: LocalConnection): void {
    const watchers = this.#watchers.get(key);
    if (watchers === undefined) return;
    watchers.delete(connection);
    if (watchers.size === 0) this.#watchers.delete(key);
  }

  of(key: string): Iterable<LocalConnection> {
    return this.#watchers.get(key) ?? [];
  }

  get documents(): number {
    return this.#watchers.size;
  }
}
