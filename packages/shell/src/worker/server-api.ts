/** The server's HTTP interface as the page's worker uses it: signed requests, typed refusals. */

import { type Identity, signRequest } from "@cf/protocol";
import { isRecord } from "@cf/utils";
import { ServerError } from "../errors.ts";

/** Sends signed requests to one server. */
export class ServerApi {
  readonly #origin: string;
  readonly #identity: Identity;

  constructor(origin: string, identity: Identity) {
    this.#origin = origin;
    this.#identity = identity;
  }

  /** The server's answer, whatever it is. Throws `server-unreachable`, and the signal's reason. */
  async send(method: "GET" | "POST", path: string, options: SendOptions): Promise<Response> {
    const { action, signal } = options;
    const url = new URL(path, this.#origin);
    const body = options.body === undefined
      ? undefined
      : new TextEncoder().encode(JSON.stringify(options.body));
    const authorization = await signRequest(this.#identity, {
      method,
      url,
      ...(body === undefined ? {} : { body }),
    });
    const headers = {
      authorization,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    };
    return await fetch(url, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
      ...(signal === undefined ? {} : { signal }),
    }).catch((cause) => {
      signal?.throwIfAborted();
      throw new ServerError("server-unreachable", action, "the server does not answer", cause);
    });
  }

  /** The answer to a request. Throws `server-unreachable`, or the server's own refusal. */
  async request(method: "GET" | "POST", path: string, options: SendOptions): Promise<unknown> {
    const response = await this.send(method, path, options);
    const answer = await response.json().catch(() => undefined);
    if (response.ok) return answer;
    throw refusal(answer, response.status, options.action);
  }
}

/** What a request needs besides its address. */
export interface SendOptions {
  /** What is to be done, for messages. */
  readonly action: string;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

/** A refusal in the server's words, which already read «Cannot …», or in ours. */
export function refusal(answer: unknown, status: number, action: string): ServerError {
  const said = isRecord(answer) && isRecord(answer.error) ? answer.error : answer;
  if (isRecord(said) && typeof said.code === "string" && typeof said.message === "string") {
    const message = said.message.replace(/^Cannot [^:]*: /, "");
    return new ServerError(said.code, action, message);
  }
  return new ServerError("server-refused", action, `the server answered ${status}`);
}
