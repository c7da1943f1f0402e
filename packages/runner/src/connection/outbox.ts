/**
 * Requests on their way to the host, numbered within a channel.
 *
 * ```text
 *  told as received │ sent, not yet told │ waiting
 *   (forgotten)     │  at most a window  │  (no number yet)
 * ```
 *
 * On the same channel the middle part is sent again after a lost socket; a new channel starts
 * from nothing, because its owner declares everything anew.
 */

import {
  encodeClientMessage,
  joinClientMessages,
  type RequestMessage,
  type SessionLimits,
} from "@cf/protocol";

/** A request that has no number yet. */
export type Request = RequestMessage extends infer M ? M extends RequestMessage ? Omit<M, "m">
  : never
  : never;

/** A batch is cut here; one long request goes alone. */
const BATCH_CHARS_MAX = 64 * 1024;

interface Sent {
  readonly m: number;
  readonly text: string;
}

/** The requests of one connection. */
export class Outbox {
  readonly #send: (text: string) => void;
  /** Told of the number that a request goes out under. */
  readonly #onNumbered: (m: number, request: Request) => void;
  #waiting: Request[] = [];
  #sent: Sent[] = [];
  #last = 0;
  /** What goes out at the end of this turn, together. */
  #batch: string[] = [];
  #batchChars = 0;
  #sentChars = 0;
  #limits: Pick<SessionLimits, "inFlightMax" | "inFlightCharsMax"> = {
    inFlightMax: 0,
    inFlightCharsMax: 0,
  };
  #open = false;

  constructor(send: (text: string) => void, onNumbered: (m: number, request: Request) => void) {
    this.#send = send;
    this.#onNumbered = onNumbered;
  }

  /** Sends `request` when the window allows. */
  push(request: Request): void {
    this.#waiting.push(request);
    this.#pump();
  }

  /** Stops sending until resumed or restarted. */
  pause(): void {
    this.#open = false;
    this.#batch = [];
  }

  /** Goes on with the same channel: the host has everything up to `got`. */
  resume(got: number, limits: SessionLimits): void {
    this.#forget(got);
    this.#limits = limits;
    this.#open = true;
    this.#batch = [];
    for (const { text } of this.#sent) this.#put(text);
    this.#pump();
  }

  /** Starts over on a new channel with `requests`, instead of all there were. */
  restart(requests: readonly Request[], limits: SessionLimits): void {
    this.#waiting = [...requests];
    this.#sent = [];
    this.#batch = [];
    this.#sentChars = 0;
    this.#last = 0;
    this.#limits = limits;
    this.#open = true;
    this.#pump();
  }

  /** The host has everything up to `got`. */
  received(got: number): void {
    this.#forget(got);
    this.#pump();
  }

  /** Takes back requests that were not sent yet. */
  cancel(matches: (request: Request) => boolean): void {
    this.#waiting = this.#waiting.filter((request) => !matches(request));
  }

  #forget(got: number): void {
    const kept = this.#sent.findIndex((sent) => sent.m > got);
    const forgotten = kept < 0 ? this.#sent : this.#sent.slice(0, kept);
    for (const { text } of forgotten) this.#sentChars -= text.length;
    this.#sent = this.#sent.slice(forgotten.length);
  }

  /** One message may pass the limit on characters, so that a large one is not stuck for ever. */
  #hasRoom(): boolean {
    const { inFlightMax, inFlightCharsMax } = this.#limits;
    return this.#sent.length < inFlightMax && this.#sentChars < inFlightCharsMax;
  }

  #pump(): void {
    if (!this.#open) return;
    let taken = 0;
    while (taken < this.#waiting.length && this.#hasRoom()) {
      const request = this.#waiting[taken++]!;
      const m = ++this.#last;
      const text = encodeClientMessage({ ...request, m } as RequestMessage);
      this.#sent.push({ m, text });
      this.#sentChars += text.length;
      this.#onNumbered(m, request);
      this.#put(text);
    }
    if (taken > 0) this.#waiting = this.#waiting.slice(taken);
  }

  #put(text: string): void {
    if (this.#batch.length === 0) {
      this.#batchChars = 0;
      queueMicrotask(() => this.#flush());
    } else if (this.#batchChars + text.length > BATCH_CHARS_MAX) {
      this.#flush();
      this.#batchChars = 0;
    }
    this.#batch.push(text);
    this.#batchChars += text.length;
  }

  #flush(): void {
    if (this.#batch.length === 0) return;
    const text = joinClientMessages(this.#batch);
    this.#batch = [];
    this.#send(text);
  }
}
