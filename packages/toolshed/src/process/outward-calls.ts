/** Requests of one child, made by the server: the child itself has no network. */

import type { ModelRequest, OutwardRequest } from "@cf/protocol";
import { toCfError } from "../errors.ts";
import type { OutwardGateway, OutwardPlace } from "../outward/gateway.ts";
import type { OutwardAnswer } from "../outward/open-request.ts";
import type { ToChild } from "./piece-messages.ts";

/** What a child asks for. */
export type OutwardCall =
  | { readonly type: "fetch"; readonly id: number; readonly request: OutwardRequest }
  | { readonly type: "model"; readonly id: number; readonly request: ModelRequest };

/** The requests under way. */
export class OutwardCalls {
  readonly #gateway: OutwardGateway;
  readonly #place: OutwardPlace;
  readonly #send: (message: ToChild) => Promise<void>;
  readonly #open = new Map<number, AbortController>();

  /** `send` resolves when the message was taken, so that a child that reads slowly is waited for. */
  constructor(
    gateway: OutwardGateway,
    place: OutwardPlace,
    send: (message: ToChild) => Promise<void>,
  ) {
    this.#gateway = gateway;
    this.#place = place;
    this.#send = send;
  }

  /** Makes a request and sends what comes of it. */
  async start(call: OutwardCall): Promise<void> {
    const { id } = call;
    const abort = new AbortController();
    this.#open.set(id, abort);
    try {
      const { head, body } = await this.#answer(call, abort.signal);
      await this.#send({ type: "fetched", id, head });
      for await (const part of body) {
        await this.#send({ type: "fetched-part", id, data: part.toBase64() });
      }
      this.#send({ type: "fetched-end", id });
    } catch (error) {
      if (abort.signal.aborted) return;
      const { code, message } = toCfError(error);
      this.#send({ type: "fetched-end", id, problem: { code, message } });
    } finally {
      this.#open.delete(id);
    }
  }

  /** Gives a request up. */
  abort(id: number): void {
    this.#open.get(id)?.abort();
  }

  /** Gives all requests up. */
  close(): void {
    for (const abort of this.#open.values()) abort.abort();
  }

  #answer(call: OutwardCall, signal: AbortSignal): Promise<OutwardAnswer> {
    return call.type === "fetch"
      ? this.#gateway.fetch(this.#place, call.request, signal)
      : this.#gateway.askModel(this.#place, call.request, signal);
  }
}
