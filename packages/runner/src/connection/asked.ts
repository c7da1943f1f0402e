/**
 * What was asked on a channel, by the number it went out under, so that an answer that names only
 * the number finds what it answers.
 */

import { BadMessageError } from "@cf/protocol";
import type { Request } from "./outbox.ts";
import type { WatchCall } from "./watches.ts";

/** The requests of one channel whose answers name them. */
export class Asked {
  readonly #requests = new Map<number, Request>();
  readonly #calls = new Map<Request, WatchCall>();

  /** A new channel: nothing was asked on it. */
  clear(): void {
    this.#requests.clear();
    this.#calls.clear();
  }

  /** `request` is what `call` waits for. */
  bind(request: Request, call: WatchCall): void {
    this.#calls.set(request, call);
  }

  /** `request` goes out under `m`. */
  number(m: number, request: Request): void {
    if (request.type !== "unwatch" && request.type !== "unwatchQuery") {
      this.#requests.set(m, request);
    }
  }

  /** The request that an answer names, or `undefined` for one that needs none. */
  take(m: number): Request | undefined {
    const request = this.#requests.get(m);
    this.#requests.delete(m);
    return request;
  }

  /** The call that waits for `request`. Throws `bad-message` when none does. */
  takeCall(request: Request | undefined): WatchCall {
    const call = request === undefined ? undefined : this.#calls.get(request);
    if (call === undefined) throw new BadMessageError("an answer to a watch that nobody asked for");
    this.#calls.delete(request!);
    return call;
  }

  /** A watch is kept until its answer; others can only fail before the host tells `got`. */
  received(got: number): void {
    for (const [m, request] of this.#requests) {
      if (m > got) return;
      if (request.type !== "watch") this.#requests.delete(m);
    }
  }
}
