/** Signed requests to a server, as the principal of the caller's key. */

import { createHash } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { BODY_HASH_HEADER, type Identity, RemoteError, signRequest } from "@cf/protocol";
import { isRecord } from "@cf/utils";
import { readIdentity } from "../config/identity-file.ts";
import { loadSettings } from "../config/settings.ts";
import { CliError, UsageError } from "../frame/errors.ts";
import type { Io } from "../frame/io.ts";

/** The flags that name a server, a space and a key. */
export interface ConnectionFlags {
  readonly url?: string | undefined;
  readonly space?: string | undefined;
  readonly identity?: string | undefined;
}

/** How long to wait for a server. */
export interface ReadyOptions {
  readonly wait: boolean;
  /** How long the server may take to say that it is there. Default 4 s. */
  readonly limitMs?: number;
  readonly stop: AbortSignal;
  /** Told once that it waits. */
  readonly say: (line: string) => void;
}

/** How long a server may take to say that it is there, and how long to wait before asking again. */
const HEALTH_MS = 4_000;
const RETRY_MS = 500;

type Method = "GET" | "POST" | "PUT" | "DELETE";

/** A server as one principal reaches it. */
export class ServerClient {
  readonly url: string;
  readonly identity: Identity;

  constructor(url: string, identity: Identity) {
    this.url = url;
    this.identity = identity;
  }

  /**
   * Sends one request and returns the answer's JSON, `undefined` when it has none. Errors:
   * `server-unreachable`, and those that the server answers.
   */
  async request(
    method: Method,
    path: string,
    body?: unknown,
    signal?: AbortSignal,
  ): Promise<unknown> {
    const response = await this.#send(method, path, { body, signal });
    const text = await this.#textOf(response);
    return text === "" ? undefined : JSON.parse(text);
  }

  /**
   * Sends a file of any size as the body of a POST, and returns the answer's JSON. The query gets its
   * size as `bytes`. Errors as for `request`.
   */
  async upload(
    path: string,
    file: string,
    query: Readonly<Record<string, string>>,
  ): Promise<unknown> {
    const { hash, bytes } = await digestOf(file);
    const url = new URL(path, this.url);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    url.searchParams.set("bytes", String(bytes));
    const method = "POST";
    const authorization = await signRequest(this.identity, { method, url, bodyHash: hash });
    const { readable } = await Deno.open(file);
    const headers = {
      authorization,
      [BODY_HASH_HEADER]: hash,
      "content-type": "application/vnd.sqlite3",
    };
    const response = await this.#fetch(url, { method, headers, body: readable });
    return JSON.parse(await this.#textOf(response));
  }

  /** The text of a page that only this principal may see. Errors as for `request`. */
  async text(path: string): Promise<string> {
    return await this.#textOf(await this.#send("GET", path, {}));
  }

  /** The body of an answer that goes on until `signal`. Errors as for `request`. */
  async stream(path: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    const response = await this.#send("GET", path, { signal });
    return response.body ?? new ReadableStream();
  }

  /**
   * Resolves when the server answers. Errors: `server-unreachable` after a few seconds; with `wait`
   * it keeps trying until `stop`.
   */
  async ready(options: ReadyOptions): Promise<void> {
    for (let isTold = false;; isTold = true) {
      try {
        const response = await fetch(new URL("/healthz", this.url), {
          signal: AbortSignal.any([
            options.stop,
            AbortSignal.timeout(options.limitMs ?? HEALTH_MS),
          ]),
        });
        await response.body?.cancel();
        return;
      } catch (cause) {
        if (!options.wait || options.stop.aborted) throw unreachable(this.url, cause);
        if (!isTold) options.say(`Waiting for the server at ${this.url}.`);
        await delay(RETRY_MS, undefined, { signal: options.stop }).catch(() => {});
      }
    }
  }

  async #textOf(response: Response): Promise<string> {
    try {
      return await response.text();
    } catch (cause) {
      throw unreachable(this.url, cause);
    }
  }

  async #send(
    method: Method,
    path: string,
    { body, signal }: { body?: unknown; signal?: AbortSignal | undefined },
  ): Promise<Response> {
    const url = new URL(path, this.url);
    const bytes = body === undefined ? undefined : new TextEncoder().encode(JSON.stringify(body));
    const authorization = await signRequest(this.identity, {
      method,
      url,
      ...(bytes === undefined ? {} : { body: bytes }),
    });
    const headers: Record<string, string> = { authorization };
    if (bytes !== undefined) headers["content-type"] = "application/json";
    return await this.#fetch(url, {
      method,
      headers,
      body: bytes ?? null,
      ...(signal === undefined ? {} : { signal }),
    });
  }

  async #fetch(url: URL, init: RequestInit): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(url, init);
    } catch (cause) {
      throw unreachable(this.url, cause);
    }
    if (!response.ok) throw answeredError(response.status, await this.#textOf(response));
    return response;
  }
}

/** The SHA-256 of a file, in hex, and its size. */
async function digestOf(path: string): Promise<{ readonly hash: string; readonly bytes: number }> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of (await Deno.open(path)).readable) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { hash: hash.digest("hex"), bytes };
}

/** A client for the server in force. Errors: `identity-missing`, `usage` when no server is named. */
export async function openClient(flags: ConnectionFlags, io: Io): Promise<ServerClient> {
  const settings = await loadSettings(flags, io);
  if (settings.url === undefined) {
    throw new UsageError(
      "Cannot find the server: name it with --url or CF_API_URL, or start one here with `cf serve`",
    );
  }
  return new ServerClient(settings.url, await readIdentity(settings.identity));
}

/** The space in force, for paths of the interface. Errors: `usage` when none is named. */
export async function requireSpace(flags: ConnectionFlags, io: Io): Promise<string> {
  const { space, url } = await loadSettings(flags, io);
  if (space !== undefined) return space;
  throw new UsageError(
    url === undefined
      ? "Cannot choose a space: start a server here with `cf serve`, or name one with --url and " +
        "--space"
      : "Cannot choose a space: name it with --space or CF_SPACE; `cf space ls` lists those you " +
        "may read",
  );
}

function unreachable(url: string, cause: unknown): CliError {
  return new CliError(
    "server-unreachable",
    `Cannot reach the server at ${url}: nothing answers there`,
    "Start one with `cf serve`, or name another with --url or CF_API_URL.",
    cause,
  );
}

/** The failure that a server answered, or what can be said about an answer that is no problem. */
function answeredError(status: number, text: string): Error {
  try {
    const { error } = JSON.parse(text);
    if (isRecord(error) && typeof error.code === "string" && typeof error.message === "string") {
      const data = isRecord(error.data) ? error.data : {};
      return new RemoteError({ code: error.code, message: error.message, data });
    }
  } catch {
    // Not an answer of ours: described below.
  }
  return new CliError(
    "bad-answer",
    `Cannot use the server's answer: status ${status} without an error that cf knows`,
    "See whether the URL is that of a `cf serve`, and what its log says.",
  );
}
