/** Signed requests to a server, as the principal of the caller's key. */

import { type Identity, RemoteError, signRequest } from "@cf/protocol";
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
  async request(method: Method, path: string, body?: unknown): Promise<unknown> {
    const text = await this.#send(method, path, body);
    return text === "" ? undefined : JSON.parse(text);
  }

  /** The text of a page that only this principal may see. Errors as for `request`. */
  async text(path: string): Promise<string> {
    return await this.#send("GET", path, undefined);
  }

  async #send(method: Method, path: string, body: unknown): Promise<string> {
    const url = new URL(path, this.url);
    const bytes = body === undefined ? undefined : new TextEncoder().encode(JSON.stringify(body));
    const authorization = await signRequest(this.identity, {
      method,
      url,
      ...(bytes === undefined ? {} : { body: bytes }),
    });
    const headers: Record<string, string> = { authorization };
    if (bytes !== undefined) headers["content-type"] = "application/json";
    let response: Response;
    try {
      response = await fetch(url, { method, headers, body: bytes ?? null });
    } catch (cause) {
      throw unreachable(this.url, cause);
    }
    const text = await response.text();
    if (!response.ok) throw answeredError(response.status, text);
    return text;
  }
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
  const { space } = await loadSettings(flags, io);
  if (space !== undefined) return space;
  throw new UsageError(
    "Cannot choose a space: name it with --space or CF_SPACE; `cf space ls` lists those you may read",
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
