/** Signed HTTP requests of one principal. */

import { type Identity, signRequest } from "@cf/protocol";

/** An answer, with its JSON if it has any. */
export interface Answered {
  readonly status: number;
  // deno-lint-ignore no-explicit-any
  readonly body: any;
}

/** A principal that calls a server. */
export class Caller {
  constructor(readonly url: string, readonly identity: Identity) {}

  /** The response to a signed request. */
  async fetch(
    method: string,
    path: string,
    body?: unknown,
    signal: AbortSignal | null = null,
  ): Promise<Response> {
    const url = new URL(path, this.url);
    const bytes = body === undefined ? undefined : new TextEncoder().encode(JSON.stringify(body));
    const authorization = await signRequest(this.identity, {
      method,
      url,
      ...(bytes === undefined ? {} : { body: bytes }),
    });
    return await fetch(url, { method, headers: { authorization }, body: bytes ?? null, signal });
  }

  /** Sends and reads the answer. */
  async send(method: string, path: string, body?: unknown): Promise<Answered> {
    const response = await this.fetch(method, path, body);
    const text = await response.text();
    return { status: response.status, body: text === "" ? undefined : JSON.parse(text) };
  }
}
