/**
 * The page's end of the worker: numbered requests, and a watch over its life. A worker that does
 * not answer is stuck in a computation; the page can end it and start another.
 */

import type { Problem, ToPage, ToWorker } from "../messages.ts";

/** How often the worker is asked whether it is there. */
const PING_EVERY_MS = 4000;

/** What a client needs of a `Worker`. */
export interface WorkerLike {
  postMessage(message: ToWorker): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<ToPage>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

/** What a client is made of. */
export interface WorkerClientOptions {
  readonly start: () => WorkerLike;
  readonly onMessage: (message: ToPage) => void;
  /** The worker stopped answering, or answers again. */
  readonly onStuck: (stuck: boolean) => void;
  readonly onCrash: (problem: Problem) => void;
  /** Calls `tick` every so often until the returned function is called. */
  readonly every?: (intervalMs: number, tick: () => void) => () => void;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(problem: Problem): void;
}

/** Talks to a worker. */
export class WorkerClient {
  readonly #options: WorkerClientOptions;
  readonly #waiting = new Map<number, Waiting>();
  readonly #stopPinging: () => void;
  #worker: WorkerLike;
  #lastRequest = 0;
  #pinged = 0;
  #ponged = 0;
  #stuck = false;

  constructor(options: WorkerClientOptions) {
    this.#options = options;
    this.#worker = this.#start();
    this.#stopPinging = (options.every ?? everyMs)(PING_EVERY_MS, () => this.#ping());
  }

  /** Sends a message without an answer of its own. */
  send(message: ToWorker): void {
    this.#worker.postMessage(message);
  }

  /** Sends a request; rejects with the worker's {@linkcode Problem}. */
  request(type: "list-spaces" | "create-space"): Promise<unknown> {
    const request = ++this.#lastRequest;
    return new Promise((resolve, reject) => {
      this.#waiting.set(request, { resolve, reject });
      this.send({ type, request });
    });
  }

  /** Ends the worker and starts another, which knows nothing yet. */
  restart(): void {
    this.#worker.terminate();
    this.#worker = this.#start();
    this.#ponged = this.#pinged;
    this.#setStuck(false);
    for (const { reject } of this.#waiting.values()) reject(RESTARTED);
    this.#waiting.clear();
  }

  close(): void {
    this.#stopPinging();
    this.#worker.terminate();
  }

  #start(): WorkerLike {
    const worker = this.#options.start();
    worker.onmessage = ({ data }) => this.#receive(data);
    worker.onerror = (event) => {
      this.#options.onCrash({
        code: "worker-error",
        message: event.message || "The worker failed",
      });
    };
    return worker;
  }

  #receive(message: ToPage): void {
    switch (message.type) {
      case "pong":
        this.#ponged = message.turn;
        return this.#setStuck(false);
      case "answer":
        this.#waiting.get(message.request)?.resolve(message.value);
        this.#waiting.delete(message.request);
        return;
      case "refusal":
        this.#waiting.get(message.request)?.reject(message.problem);
        this.#waiting.delete(message.request);
        return;
      default:
        this.#options.onMessage(message);
    }
  }

  /** Two unanswered pings in a row mean that nothing else is being done either. */
  #ping(): void {
    if (this.#pinged - this.#ponged >= 2) this.#setStuck(true);
    this.send({ type: "ping", turn: ++this.#pinged });
  }

  #setStuck(stuck: boolean): void {
    if (stuck === this.#stuck) return;
    this.#stuck = stuck;
    this.#options.onStuck(stuck);
  }
}

const RESTARTED: Problem = { code: "restarted", message: "The page's worker was started anew" };

function everyMs(intervalMs: number, tick: () => void): () => void {
  const timer = setInterval(tick, intervalMs);
  return () => clearInterval(timer);
}
