/** Puts deliveries together that were too big for one message; see `messages.ts` for the rule. */

import { BadMessageError, type FrameMessage, type WatchedMessage } from "@cf/protocol";

type Partial = FrameMessage | WatchedMessage;

/** At most one delivery is in parts at a time; a lost socket begins it anew. */
export class Parts {
  #parts: Partial[] = [];

  /** Forgets an unfinished delivery. */
  clear(): void {
    this.#parts = [];
  }

  /** The whole delivery when `part` is its last, else `undefined`. */
  add<T extends Partial>(part: T): T | undefined {
    const first = this.#parts[0];
    if (first !== undefined && (first.type !== part.type || first.n !== part.n)) {
      throw new BadMessageError("parts of two deliveries are mixed");
    }
    if (first === undefined && part.more !== true) return part;
    this.#parts.push(part);
    if (part.more === true) return undefined;
    const parts = this.#parts as T[];
    this.#parts = [];
    return join(parts);
  }
}

function join<T extends Partial>(parts: readonly T[]): T {
  const last = parts.at(-1)!;
  if (last.type === "watched") {
    const watched = parts as readonly WatchedMessage[];
    return { ...last, snapshots: watched.flatMap((part) => part.snapshots) };
  }
  const frames = (parts as readonly FrameMessage[]).map((part) => part.frame);
  const frame = {
    seq: last.frame.seq,
    changes: frames.flatMap((part) => part.changes),
    snapshots: frames.flatMap((part) => part.snapshots),
    queries: frames.flatMap((part) => part.queries),
    receipts: frames.flatMap((part) => part.receipts),
    refusals: frames.flatMap((part) => part.refusals),
  };
  return { ...last, frame };
}
