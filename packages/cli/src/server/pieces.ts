/**
 * Pieces of a server's space by HTTP: their code runs on the server, in a process of the caller's
 * own, so that a verb costs one request and a call is one transaction with one answer.
 */

import { CliError } from "../frame/errors.ts";
import type { Io } from "../frame/io.ts";
import { readLines } from "../frame/read-lines.ts";
import { flag } from "../frame/verb.ts";
import { type ConnectionFlags, openClient, requireSpace, type ServerClient } from "./client.ts";
import { sayWhereTo } from "./leads-to.ts";
import type { Target } from "./target.ts";

/** The flag of verbs that may wait for their server. */
export const waitOptions = {
  wait: flag("--wait", "keep trying while the server cannot be reached"),
};

/** How to reach a server. */
export type PieceFlags = ConnectionFlags & { readonly wait: boolean };

/** How lines start, in a stream of server-sent events. */
const DATA = "data: ";
const EVENT = "event: ";

/** How long a healthy server may take for one answer; its own limits are tighter. */
const ANSWER_MS = 120_000;

/** Where a pattern leads. */
type Navigation = readonly { readonly space: string; readonly id: string }[];

interface GetAnswer {
  readonly value?: unknown;
  readonly failures?: readonly string[];
  readonly navigate?: Navigation;
}

/** How a call ended. */
export interface CallAnswer {
  /** What the handler returned; nothing where it returned nothing. */
  readonly result?: unknown;
  /** Whether what it asked for is answered too. */
  readonly settled: boolean;
  readonly navigate?: Navigation;
}

/** A piece in a list. */
export interface ListedPiece {
  readonly id: string;
  readonly name: string | null;
  /** The file of its pattern. */
  readonly pattern: string;
}

/** The pieces of one space, as one principal reaches them. */
export class Pieces {
  readonly #client: ServerClient;
  readonly #space: string;
  readonly #io: Io;

  private constructor(client: ServerClient, space: string, io: Io) {
    this.#client = client;
    this.#space = space;
    this.#io = io;
  }

  /** Reaches the server in force. Errors: `server-unreachable`, unless told to wait. */
  static async open(flags: PieceFlags, io: Io): Promise<Pieces> {
    const space = await requireSpace(flags, io);
    const client = await openClient(flags, io);
    await client.ready({ wait: flags.wait, stop: io.stop, say: (line) => io.say(line) });
    return new Pieces(client, space, io);
  }

  /**
   * A value of a piece's result; queries that it rests on and that failed are told. Errors:
   * `unknown-piece`, and those of the server.
   */
  async get(target: Target): Promise<unknown> {
    const { value, failures, navigate } = await this.#post(target, "get", {}) as GetAnswer;
    this.#sayWhereTo(navigate);
    for (const text of failures ?? []) this.#io.say(`warning: the value lacks rows of ${text}`);
    return value;
  }

  /**
   * Replaces a value of a piece's result, or of its argument. Errors: `bad-value` for one that the
   * declared type does not allow, unless forced.
   */
  async set(
    target: Target,
    value: unknown,
    how: { readonly input: boolean; readonly force: boolean },
  ): Promise<void> {
    await this.#post(target, "set", { value, ...how });
  }

  /**
   * Sends an event, and returns what the handler returns once it is committed and, with `settle`,
   * what it asked a model or the network for is answered.
   */
  async call(
    target: Target,
    { event, settle }: { event: unknown; settle: boolean },
  ): Promise<CallAnswer> {
    const answer = await this.#post(target, "call", { event, settle }) as CallAnswer;
    this.#sayWhereTo(answer.navigate);
    return answer;
  }

  /** All pieces of the space with their names; `null` for one that cannot say its name. */
  async list(): Promise<readonly ListedPiece[]> {
    const path = `/api/spaces/${encodeURIComponent(this.#space)}/pieces?names=true`;
    const { pieces } = await this.#client.request("GET", path) as { pieces: ListedPiece[] };
    return pieces;
  }

  #sayWhereTo(targets: Navigation | undefined): void {
    sayWhereTo(targets ?? [], this.#client.url, this.#io);
  }

  /** The values at a place, now and after each change, until the server ends or `stop`. */
  async *watch(target: Target, stop: AbortSignal): AsyncGenerator<unknown> {
    const place = `${this.#pathOf(target)}/watch`;
    const path = `${place}?path=${encodeURIComponent(target.path.join("."))}`;
    const body = await this.#client.stream(path, stop);
    let event = "";
    for await (const line of readLines(body)) {
      if (line === "") event = "";
      else if (line.startsWith(EVENT)) event = line.slice(EVENT.length);
      if (!line.startsWith(DATA)) continue;
      const data: unknown = JSON.parse(line.slice(DATA.length));
      if (event === "navigate") this.#sayWhereTo([data as Navigation[number]]);
      else yield data;
    }
  }

  async #post(target: Target, verb: string, body: object): Promise<unknown> {
    const path = target.path.join(".");
    const signal = AbortSignal.any([this.#io.stop, AbortSignal.timeout(ANSWER_MS)]);
    try {
      return await this.#client.request("POST", `${this.#pathOf(target)}/${verb}`, {
        path,
        ...body,
      }, signal);
    } catch (error) {
      if (!(error instanceof CliError) || error.code !== "server-unreachable") throw error;
      throw new CliError(
        "answer-lost",
        `Cannot tell how ${verb} ended: the server at ${this.#client.url} went away before it ` +
          "answered",
        "Look with `cf get` whether it was carried out before you run it again.",
        error,
      );
    }
  }

  #pathOf({ piece }: Target): string {
    return `/api/spaces/${encodeURIComponent(this.#space)}/pieces/${encodeURIComponent(piece)}`;
  }
}
