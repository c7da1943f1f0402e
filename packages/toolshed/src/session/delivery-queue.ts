/**
 * Deliveries on their way to one client, numbered, kept until acknowledged.
 *
 * ```text
 *  acknowledged │ sent: at most a window │ waiting: at most a buffer │ dropped: to be caught up
 *  (forgotten)  │                        │                           │
 * ```
 *
 * Invariants: numbers rise by one and are never reused, so a resumed client finds exactly what it
 * lacks. Only frames are dropped, never an answer. Once a frame was dropped, later ones are too
 * until the owner has caught up, because a change makes no sense without the one before it.
 */

import type { DeliveryMessage, Frame } from "@cf/protocol";
import { encodeDelivery } from "./parts.ts";

interface Entry {
  readonly n: number;
  readonly texts: readonly string[];
  readonly chars: number;
}

type Body = DeliveryMessage extends infer M
  ? M extends DeliveryMessage ? Omit<M, "n" | "got"> : never
  : never;

/** How much may be on its way and wait, in characters. */
export interface DeliveryLimits {
  readonly deliveryWindowChars: number;
  readonly deliveryBufferChars: number;
  readonly partChars: number;
}

/** After how many characters a client has to acknowledge what it was sent. */
export function ackEveryChars(deliveryWindowChars: number): number {
  return Math.max(1, Math.floor(deliveryWindowChars / 4));
}

/** The deliveries of one channel. */
export class DeliveryQueue {
  readonly #limits: DeliveryLimits;
  readonly #got: () => number;
  #send: ((text: string) => void) | undefined;
  #entries: Entry[] = [];
  /** How many of `#entries` were sent. */
  #sent = 0;
  #sentChars = 0;
  #waitingChars = 0;
  #last = 0;
  #isLagging = false;

  /** `got` tells the last request of the client that was taken. */
  constructor(limits: DeliveryLimits, got: () => number) {
    this.#limits = limits;
    this.#got = got;
  }

  /** Whether frames are being dropped. */
  get isLagging(): boolean {
    return this.#isLagging;
  }

  /** Whether all there is was sent, so that a lagging client can be caught up. */
  get isDrained(): boolean {
    return this.#send !== undefined && this.#entries.length === this.#sent &&
      this.#sentChars < this.#limits.deliveryWindowChars;
  }

  /** Whether the client must acknowledge before it can be sent more. */
  get isFull(): boolean {
    return this.#send !== undefined &&
      (this.#entries.length > this.#sent || this.#sentChars >= this.#limits.deliveryWindowChars);
  }

  /** Whether the client takes what it is sent; else its requests had better wait. */
  get isKeepingUp(): boolean {
    return this.#waitingChars < this.#limits.deliveryBufferChars / 2;
  }

  /** Queues an answer or frame; false when it was dropped because the client is too slow. */
  push(body: Body): boolean {
    if (body.type === "frame" && this.#isLagging) return false;
    const n = this.#last + 1;
    const delivery = { ...body, n, got: this.#got() } as DeliveryMessage;
    const texts = encodeDelivery(delivery, this.#limits.partChars);
    const chars = texts.reduce((sum, text) => sum + text.length, 0);
    const isTooMuch = this.#waitingChars > 0 &&
      this.#waitingChars + chars > this.#limits.deliveryBufferChars;
    if (body.type === "frame" && isTooMuch) {
      this.#isLagging = true;
      return false;
    }
    this.#last = n;
    this.#entries.push({ n, texts, chars });
    this.#waitingChars += chars;
    this.#pump();
    return true;
  }

  /** Ends the lag; the next push is what brings the client up to date. */
  catchUp(): void {
    this.#isLagging = false;
  }

  /** Whether a client that has everything up to `received` can go on. */
  canResume(received: number): boolean {
    const first = this.#entries[0]?.n ?? this.#last + 1;
    return received >= first - 1 && received <= this.#last;
  }

  /** Sends through `send`, beginning after `received`. */
  attach(send: (text: string) => void, received: number): void {
    this.#forget(received);
    this.#waitingChars += this.#sentChars;
    this.#sentChars = 0;
    this.#sent = 0;
    this.#send = send;
    this.#pump();
  }

  /** Stops sending. */
  detach(): void {
    this.#send = undefined;
  }

  /** The client has everything up to `n`. */
  acknowledge(n: number): void {
    this.#forget(n);
    this.#pump();
  }

  #forget(n: number): void {
    let count = 0;
    for (const entry of this.#entries) {
      if (entry.n > n) break;
      if (count < this.#sent) this.#sentChars -= entry.chars;
      else this.#waitingChars -= entry.chars;
      count++;
    }
    this.#entries.splice(0, count);
    this.#sent = Math.max(0, this.#sent - count);
  }

  #pump(): void {
    while (this.#send !== undefined && this.#sent < this.#entries.length) {
      const entry = this.#entries[this.#sent]!;
      const { deliveryWindowChars } = this.#limits;
      // What is less than this a client need not acknowledge: waiting for that could last for ever.
      const isAnswered = this.#sentChars >= ackEveryChars(deliveryWindowChars);
      if (isAnswered && this.#sentChars + entry.chars > deliveryWindowChars) return;
      this.#sent++;
      this.#sentChars += entry.chars;
      this.#waitingChars -= entry.chars;
      for (const text of entry.texts) this.#send(text);
    }
  }
}

/** Whether a frame tells its receiver nothing. */
export function isEmptyFrame(frame: Frame): boolean {
  return frame.changes.length === 0 && frame.snapshots.length === 0 &&
    frame.queries.length === 0 && frame.receipts.length === 0 && frame.refusals.length === 0;
}
