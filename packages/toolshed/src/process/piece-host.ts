/**
 * Runs pieces for HTTP calls and background work, each principal's in a child process of its own
 * per space: never on the server's thread, and never two principals in one process.
 */

import {
  RunAbortedError,
  RunTimeoutError,
  ShuttingDownError,
  TooManyProcessesError,
} from "../errors.ts";
import type { Log } from "../observe/log.ts";
import { traced } from "../observe/trace.ts";
import type { PieceRequest } from "./piece-messages.ts";
import {
  PieceProcess,
  type PieceProcessContext,
  type RunAnswer,
  type WatchEvent,
} from "./piece-process.ts";

/** For whom a piece runs, and where. */
export interface RunPlace {
  readonly space: string;
  readonly principal: string;
}

/** What the host needs of its server. */
export interface PieceHostParts extends Omit<PieceProcessContext, "onConsole" | "onEnd"> {
  readonly log: Log;
}

/** The children of one server, least recently used first. */
export class PieceHost {
  readonly #parts: PieceHostParts;
  readonly #processes = new Map<string, PieceProcess>();
  #isClosed = false;

  constructor(parts: PieceHostParts) {
    this.#parts = parts;
  }

  /** How many children there are. */
  get count(): number {
    return this.#processes.size;
  }

  /**
   * Runs one request for the place's principal. Reads are run once more when their child ended
   * for another's fault; what may have written is not. Errors as {@linkcode PieceProcess.run},
   * and `too-many-processes`.
   */
  run(place: RunPlace, request: PieceRequest): Promise<RunAnswer> {
    const attributes = { "cf.space": place.space, "cf.principal": place.principal };
    return traced(`piece ${request.verb}`, attributes, () => this.#run(place, request));
  }

  async #run(place: RunPlace, request: PieceRequest): Promise<RunAnswer> {
    try {
      return await this.#process(place).run(request);
    } catch (error) {
      if (!isRead(request) || !isOthersFault(error) || this.#isClosed) throw error;
      return await this.#process(place).run(request);
    }
  }

  /** Watches a value; resolves with the id of its piece once it has begun. */
  watch(
    place: RunPlace,
    request: PieceRequest & { verb: "watch" },
    onEvent: (event: WatchEvent) => void,
  ): { readonly started: Promise<RunAnswer>; readonly stop: () => void } {
    return this.#process(place).watch(request, onEvent);
  }

  /** Ends every child; resolves when they are gone. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#processes.values()].map((process) => process.kill()));
  }

  #process(place: RunPlace): PieceProcess {
    if (this.#isClosed) throw new ShuttingDownError();
    const key = JSON.stringify([place.space, place.principal]);
    const known = this.#processes.get(key);
    if (known !== undefined && !known.isEnded) {
      this.#processes.delete(key);
      this.#processes.set(key, known);
      return known;
    }
    this.#makeRoom();
    const { log: serverLog, ...parts } = this.#parts;
    const log = serverLog.with({ ...place });
    const process: PieceProcess = new PieceProcess(place, {
      ...parts,
      onConsole: (level, text) => log.info("piece-console", { level, text }),
      onEnd: () => {
        if (this.#processes.get(key) === process) this.#processes.delete(key);
      },
    });
    this.#processes.set(key, process);
    return process;
  }

  #makeRoom(): void {
    const { processesMax } = this.#parts.budgets;
    if (this.#processes.size < processesMax) return;
    for (const [key, process] of this.#processes) {
      if (!process.isIdle) continue;
      this.#processes.delete(key);
      process.kill();
      return;
    }
    throw new TooManyProcessesError(processesMax);
  }
}

function isRead(request: PieceRequest): boolean {
  return request.verb === "get" || request.verb === "list";
}

/** Whether the process ended under the request, for whatever it was that ran there. */
function isOthersFault(error: unknown): boolean {
  return error instanceof RunAbortedError || (error instanceof RunTimeoutError && error.isKilled);
}
