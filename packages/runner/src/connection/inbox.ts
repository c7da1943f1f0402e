/**
 * What arrives on a channel: parts are put together, each delivery is applied once and in its place,
 * and the host is told now and then how far that has come, so that it can forget what it keeps.
 */

import {
  BadMessageError,
  type DeliveryMessage,
  type FrameMessage,
  type WatchedMessage,
} from "@cf/protocol";
import { Parts } from "./parts.ts";

const ACK_EVERY = 16;

/** The deliveries of one channel after another. */
export class Inbox {
  readonly #acknowledge: (n: number) => void;
  readonly #parts = new Parts();
  #received = 0;
  #unacknowledged = 0;
  #unacknowledgedChars = 0;
  #ackEveryChars = 0;

  /** `acknowledge` tells the host that the deliveries up to `n` are applied. */
  constructor(acknowledge: (n: number) => void) {
    this.#acknowledge = acknowledge;
  }

  /** The last delivery that was taken. */
  get received(): number {
    return this.#received;
  }

  /** A socket is open, whose host wants to hear after `ackEveryChars`. */
  open(ackEveryChars: number): void {
    this.#ackEveryChars = ackEveryChars;
    this.#parts.clear();
    this.#restartCount();
  }

  /** Another channel begins, whose deliveries count from 1. */
  restart(): void {
    this.#received = 0;
  }

  /** Counts what the host sent, whatever it is. */
  count(chars: number): void {
    this.#unacknowledgedChars += chars;
  }

  /** The whole message that `message` completes, if it does. */
  join(message: FrameMessage | WatchedMessage): FrameMessage | WatchedMessage | undefined {
    return this.#parts.add(message);
  }

  /** Whether `delivery` is the next one, and not one that was there before. */
  take({ n }: DeliveryMessage): boolean {
    if (n <= this.#received) return false;
    if (n !== this.#received + 1) throw new BadMessageError("a delivery is missing");
    this.#received = n;
    return true;
  }

  /** The delivery that was taken is applied. */
  applied(): void {
    const isDue = ++this.#unacknowledged >= ACK_EVERY ||
      this.#unacknowledgedChars >= this.#ackEveryChars;
    if (!isDue) return;
    this.#restartCount();
    this.#acknowledge(this.#received);
  }

  #restartCount(): void {
    this.#unacknowledged = 0;
    this.#unacknowledgedChars = 0;
  }
}
