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

  /** The answer to a request. Throws `server-unreachable`, or the server's own refusal. */
  async request(method: "GET" | "POST", path: string, options: {
    /** What is to be done, for messages. */
    readonly action: string;
    readonly body?: unknown;
  }): Promise<unknown> {
    const { action } = options;
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
    const response = await fetch(url, { method, headers, ...(body === undefined ? {} : { body }) })
      .catch((cause) => {
        throw new ServerError("server-unreachable", action, "the server does not answer", cause);
      });
    const answer = await response.json().catch(() => undefined);
    if (response.ok) return answer;
    throw refusal(answer, response.status, action);
  }
}

/** A refusal in the server's words, which already read «Cannot …», or in ours. */
function refusal(answer: unknown, status: number, action: string): Error {
  const said = isRecord(answer) && isRecord(answer.error) ? answer.error : answer;
  if (isRecord(said) && typeof said.code === "string" && typeof said.message === "string") {
    const message = said.message.replace(/^Cannot [^:]*: /, "");
    return new ServerError(said.code, action, message);
  }
  return new ServerError("server-refused", action, `the server answered ${status}`);
}
