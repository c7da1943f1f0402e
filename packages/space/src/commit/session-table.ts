/**
 * Sessions as the log knows them: a number for `(name, principal)`, and which of its commits were
 * accepted. A session's rows appear with its first commit, so that readers leave no trace.
 */

import type { SpaceStore } from "../store/space-store.ts";

/** How far back accepted commits are answered from memory. */
const REMEMBERED = 512;

/** One session of a space. While it is known, equal names give the same object. */
export interface SessionRecord {
  readonly name: string;
  readonly principal: string;
  readonly number: number;
  /** Whether its row is in the store. */
  stored: boolean;
  /** The highest local number accepted so far. */
  localMax: number;
  /** Local numbers up to this one may have left the log. */
  prunedLocal: number;
  /** The newest accepted commits: local number → seq. */
  readonly accepted: Map<number, number>;
  /** Its commits in the queue, of this connection and of former ones. */
  queued: number;
  /** The highest local number that is in the log or was in the queue. */
  usedMax: number;
}

/** All sessions of a space. */
export class SessionTable {
  readonly #store: SpaceStore;
  readonly #known = new Map<string, SessionRecord>();
  #numberMax: number;

  constructor(store: SpaceStore) {
    this.#store = store;
    this.#numberMax =
      store.get<{ max: number | null }>("SELECT max(number) AS max FROM _cf_session")?.max ?? 0;
  }

  /** How many are in memory: those that are open, and those with commits in the queue. */
  get size(): number {
    return this.#known.size;
  }

  /** The session of that name and principal, known or new. */
  open(name: string, principal: string): SessionRecord {
    const key = `${principal} ${name}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const session = this.#load(name, principal) ?? {
      name,
      principal,
      number: ++this.#numberMax,
      stored: false,
      localMax: 0,
      prunedLocal: 0,
      accepted: new Map(),
      queued: 0,
      usedMax: 0,
    };
    this.#known.set(key, session);
    return session;
  }

  /**
   * Forgets a session that ended, unless a commit of it is in the queue: that one would be taken
   * for a new one when it is sent again. If the session comes back, it is read from the store.
   */
  close(session: SessionRecord): void {
    if (session.queued === 0) this.#known.delete(`${session.principal} ${session.name}`);
  }

  /** Forgets all sessions; only right before any is in use. */
  clear(): void {
    this.#known.clear();
  }

  /** Takes up again what the store says about the sessions that are open, after a prune. */
  refreshPruned(): void {
    for (const session of this.#known.values()) {
      const row = this.#store.get<{ pruned: number }>(
        "SELECT pruned_local AS pruned FROM _cf_session WHERE number = ?",
        BigInt(session.number),
      );
      session.prunedLocal = row?.pruned ?? 0;
    }
  }

  /** Writes the session's row within the caller's transaction. */
  store(session: SessionRecord): void {
    this.#store.run(
      "INSERT OR IGNORE INTO _cf_session (number, name, principal) VALUES (?, ?, ?)",
      BigInt(session.number),
      session.name,
      session.principal,
    );
  }

  /** The seq of an accepted commit; `undefined` if it was never accepted, or not yet. */
  seqOf(session: SessionRecord, local: number): number | undefined {
    if (local > session.localMax) return undefined;
    const known = session.accepted.get(local);
    if (known !== undefined) return known;
    return this.#store.get<{ seq: number }>(
      "SELECT seq FROM _cf_log WHERE session = ? AND local = ?",
      BigInt(session.number),
      BigInt(local),
    )?.seq;
  }

  /** Remembers an accepted commit, once its group is committed. */
  accept(session: SessionRecord, local: number, seq: number): void {
    session.stored = true;
    session.localMax = Math.max(session.localMax, local);
    session.accepted.set(local, seq);
    session.accepted.delete(local - REMEMBERED);
  }

  #load(name: string, principal: string): SessionRecord | undefined {
    const row = this.#store.get<{ number: number; pruned: number }>(
      `SELECT number, pruned_local AS pruned FROM _cf_session WHERE name = ? AND principal = ?`,
      name,
      principal,
    );
    if (row === undefined) return undefined;
    const last = this.#store.get<{ max: number | null }>(
      "SELECT max(local) AS max FROM _cf_log WHERE session = ?",
      BigInt(row.number),
    );
    const localMax = Math.max(last?.max ?? 0, row.pruned);
    return {
      name,
      principal,
      number: row.number,
      stored: true,
      localMax,
      prunedLocal: row.pruned,
      accepted: new Map(),
      queued: 0,
      usedMax: localMax,
    };
  }
}
