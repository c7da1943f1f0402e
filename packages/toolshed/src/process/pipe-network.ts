/** The network of a child without any: requests go to the server, and answers come, by its pipe. */

import {
  type ModelRequest,
  type OutwardHead,
  outwardRequestOf,
  outwardResponse,
} from "@cf/protocol";
import { CfError } from "@cf/utils";
import type { FromChild, ToChild } from "./piece-messages.ts";

interface Waiting {
  readonly head: PromiseWithResolvers<OutwardHead>;
  readonly body: ReadableStream<Uint8Array>;
  readonly controller: ReadableStreamDefaultController<Uint8Array>;
}

/** The messages of the pipe that belong to requests. */
export type NetworkMessage = ToChild & { type: "fetched" | "fetched-part" | "fetched-end" };

/** The requests of one child. */
export class PipeNetwork {
  readonly #send: (message: FromChild) => void;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;

  constructor(send: (message: FromChild) => void) {
    this.#send = send;
  }

  /** `fetch`, as far as the runtime uses it. */
  readonly fetch = (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const request = outwardRequestOf(String(input), init);
    return this.#ask((id) => ({ type: "fetch", id, request }), init?.signal);
  };

  /** `fetch` for exchanges with the server's model, wherever they are addressed. */
  readonly askModel = (_input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const request = JSON.parse(String(init?.body)) as ModelRequest;
    return this.#ask((id) => ({ type: "model", id, request }), init?.signal);
  };

  /** Takes what the server sends. */
  receive(message: NetworkMessage): void {
    const waiting = this.#waiting.get(message.id);
    if (waiting === undefined) return;
    if (message.type === "fetched") return waiting.head.resolve(message.head);
    if (message.type === "fetched-part") {
      return waiting.controller.enqueue(Uint8Array.fromBase64(message.data));
    }
    this.#waiting.delete(message.id);
    const { problem } = message;
    if (problem === undefined) return waiting.controller.close();
    const error = new CfError(problem.code, problem.message);
    waiting.head.reject(error);
    waiting.controller.error(error);
  }

  async #ask(
    message: (id: number) => FromChild,
    signal: AbortSignal | null | undefined,
  ): Promise<Response> {
    signal?.throwIfAborted();
    const id = ++this.#last;
    const give = (reason: unknown) => {
      const waiting = this.#waiting.get(id);
      if (!this.#waiting.delete(id)) return;
      this.#send({ type: "fetch-abort", id });
      waiting!.head.reject(reason);
      return waiting!;
    };
    let controller!: ReadableStreamDefaultController<Uint8Array>;
    const body = new ReadableStream<Uint8Array>({
      start: (own) => void (controller = own),
      cancel: (reason) => void give(reason),
    });
    const head = Promise.withResolvers<OutwardHead>();
    head.promise.catch(() => {});
    this.#waiting.set(id, { head, body, controller });
    const abort = () => give(signal!.reason)?.controller.error(signal!.reason);
    signal?.addEventListener("abort", abort, { once: true });
    this.#send(message(id));
    return outwardResponse(await head.promise, body);
  }
}
