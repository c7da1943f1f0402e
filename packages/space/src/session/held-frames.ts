/**
 * Frames that wait for the queries that their commits made run again.
 *
 * What one commit changed, cells and rows, reaches a client in one message. A query that has to run
 * again answers a moment later, so the frames of the connections that watch it are held back until
 * it has, or until the frame deadline. Then they go without it: the query is `pending`, and its
 * result follows in a frame of its own.
 *
 * ```text
 * group ──▶ frame ──no query runs──▶ sent
 *             └──────some run──────▶ held ──all answered, or the deadline──▶ sent
 *                                     ▲ later groups and updates of the same connection join it
 * ```
 *
 * A held frame takes in what comes later for its connection, so that the order of a connection's
 * updates is kept. The deadline counts from the first commit in it, so that a stream of commits
 * does not hold it for longer.
 */

import type { QueryChange } from "@cf/protocol";
import type { FrameBuilder } from "./frame-builder.ts";
import type { LocalConnection } from "./local-connection.ts";
import { builderOf, type Outbox } from "./publisher.ts";

/** How frames are held. */
export interface HeldFramesOptions {
  /** The longest that a frame waits, in milliseconds; 0 never holds one, `Infinity` has no end. */
  readonly deadlineMs: number;
  /** The newest commit of the space. */
  readonly seq: () => number;
  /** The newest commit that `gather` and `send` were for. */
  readonly publishedSeq: () => number;
}

interface Held {
  readonly builder: FrameBuilder;
  /** The `pending` that is told of each query if its result does not come in time. */
  readonly awaited: Map<number, QueryChange>;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** The frames of one space that are not sent yet. */
export class HeldFrames {
  readonly #options: HeldFramesOptions;
  readonly #held = new Map<LocalConnection, Held>();
  #publishing = false;

  constructor(options: HeldFramesOptions) {
    this.#options = options;
  }

  /** How many frames are held. */
  get size(): number {
    return this.#held.size;
  }

  /** Starts on the frames of a group, with those that are held already. End with `send()`. */
  gather(): Outbox {
    this.#publishing = true;
    return new Map(this.#held.entries().map(([connection, { builder }]) => [connection, builder]));
  }

  /** A query of `connection` runs again; `pending` says so if it takes too long. */
  await(outbox: Outbox, connection: LocalConnection, pending: QueryChange): void {
    const builder = builderOf(outbox, connection);
    if (this.#options.deadlineMs <= 0) {
      builder.queries.push(pending);
      return;
    }
    const held = this.#held.get(connection) ?? { builder, awaited: new Map(), timer: undefined };
    this.#held.set(connection, held);
    held.awaited.set(pending.query, pending);
  }

  /** Sends the frames of a group, except those that wait for a query. */
  send(outbox: Outbox): void {
    this.#publishing = false;
    for (const [connection, builder] of outbox) {
      const held = this.#held.get(connection);
      if (held === undefined) this.#deliver(connection, builder);
      else if (held.awaited.size === 0) this.#release(connection, held);
      else this.#startTimer(connection, held);
    }
  }

  /**
   * Takes updates that did not come with a commit, if a frame is held for their connection. Returns
   * whether it did. A result with `pending` after it is older than the frame, which waits on.
   */
  take(connection: LocalConnection, changes: readonly QueryChange[]): boolean {
    const held = this.#held.get(connection);
    if (held === undefined) return false;
    for (const change of changes) takeOne(held, change);
    if (held.awaited.size === 0 && !this.#publishing) this.#release(connection, held);
    return true;
  }

  /** A query that is watched no more holds nothing up. */
  forget(connection: LocalConnection, query: number): void {
    const held = this.#held.get(connection);
    if (held === undefined || !held.awaited.delete(query)) return;
    if (held.awaited.size === 0 && !this.#publishing) this.#release(connection, held);
  }

  /** Sends everything that is held, with `pending` for what is still to come. */
  releaseAll(): void {
    for (const [connection, held] of [...this.#held]) this.#release(connection, held);
  }

  #deliver(connection: LocalConnection, builder: FrameBuilder): void {
    const { seq, publishedSeq } = this.#options;
    connection.deliverSafely(builder.build(seq(), publishedSeq()));
  }

  #startTimer(connection: LocalConnection, held: Held): void {
    const { deadlineMs } = this.#options;
    if (held.timer !== undefined || deadlineMs === Infinity) return;
    held.timer = setTimeout(() => this.#release(connection, held), deadlineMs);
  }

  #release(connection: LocalConnection, { builder, awaited, timer }: Held): void {
    clearTimeout(timer);
    this.#held.delete(connection);
    builder.queries.push(...awaited.values());
    this.#deliver(connection, builder);
  }
}

function takeOne({ builder, awaited }: Held, change: QueryChange): void {
  const { query, update } = change;
  if (update.kind === "pending") {
    awaited.set(query, change);
    return;
  }
  // Nobody was told that the query runs, so nobody has to hear that nothing came of it.
  const silent = awaited.delete(query) && update.kind === "diff" && update.splices.length === 0;
  if (!silent) builder.queries.push(change);
}
