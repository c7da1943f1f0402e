/**
 * The network of a page. The page's policy lets its worker talk to its own server alone, which
 * makes the requests of patterns for it, and asks its language model.
 */

import { decodeOutwardHead, OUTWARD_HEADER, outwardRequestOf, outwardResponse } from "@cf/protocol";
import { type ModelProvider, RequestError } from "@cf/runner";
import { Turnstile } from "@cf/utils";
import { ServerError } from "../errors.ts";
import { refusal, type ServerApi } from "./server-api.ts";
import { type Locks, SharedTurnstile } from "./shared-turnstile.ts";

/**
 * A browser opens six connections to a server at a time, for all tabs together; two are left for
 * documents, their files and requests of the page's own.
 */
const AT_ONCE_MAX = 4;

function makeTurnstile(): { enter(signal?: AbortSignal): Promise<() => void> } {
  const locks = (navigator as { locks?: Locks }).locks;
  return locks === undefined
    ? new Turnstile(AT_ONCE_MAX)
    : new SharedTurnstile(locks, "cf-outward", AT_ONCE_MAX);
}

/** The ways out of one space. */
export class Outward {
  readonly #api: ServerApi;
  readonly #path: string;
  readonly #turnstile = makeTurnstile();

  constructor(api: ServerApi, space: string) {
    this.#api = api;
    this.#path = `/api/spaces/${encodeURIComponent(space)}`;
  }

  /** `fetch`, as far as the runtime uses it. */
  readonly fetch = (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const url = String(input);
    const body = outwardRequestOf(url, init);
    return this.#ask(`${this.#path}/fetch`, { action: `fetch ${url}`, body, init });
  };

  /** The server's language model; whether it has one it says when it is asked. */
  get model(): ModelProvider {
    const path = `${this.#path}/model`;
    return {
      url: path,
      fetch: (_input, init = {}) =>
        this.#ask(`${path}/chat/completions`, {
          action: "ask a language model",
          body: JSON.parse(String(init.body)),
          init,
        }),
    };
  }

  async #ask(
    path: string,
    { action, body, init }: { action: string; body: unknown; init: RequestInit },
  ): Promise<Response> {
    const signal = init.signal ?? undefined;
    const leave = await this.#turnstile.enter(signal);
    try {
      const response = await this.#api.send("POST", path, { action, body, signal });
      const head = response.headers.get(OUTWARD_HEADER);
      if (head === null) {
        const answer = await response.json().catch(() => undefined);
        throw refusal(answer, response.status, action);
      }
      return outwardResponse(decodeOutwardHead(head), untilEnd(response.body, leave));
    } catch (error) {
      leave();
      if (!(error instanceof ServerError)) throw error;
      throw new RequestError(error.code, error.message, { cause: error });
    }
  }
}

/** Passes a body on, and calls `leave` when it is over: at its end, cancelled, or broken off. */
function untilEnd(
  body: ReadableStream<Uint8Array> | null,
  leave: () => void,
): ReadableStream<Uint8Array> | null {
  if (body === null) {
    leave();
    return null;
  }
  const reader = body.getReader();
  // Also told of an end that nobody reads up to: an aborted request, a lost connection.
  reader.closed.then(leave, leave);
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}
