/**
 * Requests of one session, taken one after another at the rate it is allowed.
 *
 * A client that keeps to its window is only ever slowed. One that sends more than the window has
 * no excuse, and the queue refuses, so that its memory is bounded whatever the client does.
 */

import type { BadMessageError, RequestMessage } from "@cf/protocol";
import type { Clock } from "@cf/utils";
import { FloodError } from "../errors.ts";
import type { Limits } from "./limits.ts";
import { TokenBucket } from "./token-bucket.ts";

/** A request as it arrived; one that could not be read keeps its place in the order. */
export interface Arrival {
  readonly m: number;
  readonly chars: number;
  readonly request: RequestMessage | BadMessageError;
}

/** What a queue asks of its session. */
export interface RequestHandler {
  /** Whether requests may be taken now; else `wake` is called when they may. */
  isReady(): boolean;
  /** Takes one request; must not throw. */
  handle(arrival: Arrival): void | Promise<void>;
}

/** The requests of one channel. */
export class RequestQueue {
  readonly #limits: Limits;
  readonly #clock: Clock;
  readonly #handler: RequestHandler;
  readonly #messages: TokenBucket;
  readonly #chars: TokenBucket;
  readonly #commits: TokenBucket;
  readonly #queries: TokenBucket;
  #waiting: Arrival[] = [];
  #waitingChars = 0;
  #isRunning = false;
  #cancelTimer: (() => void) | undefined;
  #isClosed = false;

  constructor(limits: Limits, clock: Clock, handler: RequestHandler) {
    this.#limits = limits;
    this.#clock = clock;
    this.#handler = handler;
    const now = clock.now();
    this.#messages = new TokenBucket(limits.messagesPerSecond, now);
    this.#chars = new TokenBucket(limits.charsPerSecond, now);
    this.#commits = new TokenBucket(limits.commitsPerSecond, now);
    this.#queries = new TokenBucket(limits.queriesPerSecond, now);
  }

  /** Adds a request. Throws `flood` when the client ignores its window. */
  push(arrival: Arrival): void {
    const { inFlightMax, inFlightCharsMax } = this.#limits;
    if (this.#waiting.length >= inFlightMax) throw new FloodError("requests", inFlightMax);
    if (this.#waiting.length > 0 && this.#waitingChars >= inFlightCharsMax) {
      throw new FloodError("characters of requests", inFlightCharsMax);
    }
    this.#waiting.push(arrival);
    this.#waitingChars += arrival.chars;
    this.wake();
  }

  /** Forgets what was not taken; the client sends it again. */
  clear(): void {
    this.#waiting = [];
    this.#waitingChars = 0;
  }

  /** Goes on, if anything waits and may be taken. */
  wake(): void {
    if (!this.#isRunning) this.#run();
  }

  /** Takes nothing any more. */
  close(): void {
    this.#isClosed = true;
    this.clear();
    this.#cancelTimer?.();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (!this.#isClosed && this.#waiting.length > 0 && this.#handler.isReady()) {
      if (this.#isHeldBack(this.#waiting[0]!)) break;
      const arrival = this.#waiting.shift()!;
      this.#waitingChars -= arrival.chars;
      const done = this.#handler.handle(arrival);
      if (done !== undefined) await done;
    }
    this.#isRunning = false;
  }

  /** Charges for the request, or arranges to be woken when it may pass. */
  #isHeldBack({ request, chars }: Arrival): boolean {
    const now = this.#clock.now();
    const charges: [TokenBucket, number][] = [[this.#messages, 1], [this.#chars, chars]];
    if (!(request instanceof Error)) {
      if (request.type === "commit") charges.push([this.#commits, 1]);
      if (request.type === "watchQuery") charges.push([this.#queries, 1]);
    }
    const waitMs = Math.max(...charges.map(([bucket]) => bucket.waitMs(now)));
    if (waitMs > 0) {
      this.#cancelTimer ??= this.#clock.after(waitMs, () => {
        this.#cancelTimer = undefined;
        this.wake();
      });
      return true;
    }
    for (const [bucket, cost] of charges) bucket.take(cost, now);
    return false;
  }
}
