/**
 * The way out for what runs in pages and in child processes, which have no network: requests of
 * `fetch*` and `streamData` go where the policy lets them, those of models to the operator's own
 * endpoint, whose key nobody else sees. Each is made for a principal with rights in a space:
 *
 * - fetching needs `read`, like running the piece that fetches;
 * - asking the model needs `write`, because the operator pays for it.
 */

import type { ModelRequest, OutwardHead, OutwardRequest } from "@cf/protocol";
import type { ModelProvider } from "@cf/runner";
import { LRUCache } from "lru-cache";
import type { Hosting } from "../hosting.ts";
import type { Clock } from "@cf/utils";
import { TokenBucket } from "../session/token-bucket.ts";
import { AnswerTooLargeError, FetchFailedError, NoModelError } from "./errors.ts";
import { openRequest, type OutwardAnswer } from "./open-request.ts";
import type { OutwardPolicy } from "./policy.ts";
import { Slots } from "./slots.ts";

/** What one principal, and all together, may ask for. */
export interface OutwardLimits {
  /** Requests of a principal under way; more wait. */
  readonly atOnceMax: number;
  /** Requests of a principal that wait; more are refused. */
  readonly waitingMax: number;
  /** Requests of the whole server under way; more are refused. */
  readonly serverAtOnceMax: number;
  /** Requests that a principal may begin per second; more wait. */
  readonly fetchesPerSecond: number;
  /** Exchanges with the model that a principal may begin per second; more wait. */
  readonly modelsPerSecond: number;
  /** Bytes of one answer, unpacked; it is cut off there. */
  readonly answerBytesMax: number;
  /** How long an answer may take to begin. */
  readonly headMs: number;
  /** How long nothing may come of an answer that has begun. */
  readonly quietMs: number;
}

/** Enough for a page that a person looks at. */
export const DEFAULT_OUTWARD_LIMITS: OutwardLimits = {
  atOnceMax: 16,
  waitingMax: 512,
  serverAtOnceMax: 512,
  fetchesPerSecond: 20,
  modelsPerSecond: 4,
  answerBytesMax: 32 * 1024 * 1024,
  headMs: 60_000,
  quietMs: 120_000,
};

/** For whom a request is made. */
export interface OutwardPlace {
  readonly space: string;
  readonly principal: string;
}

/** What a gateway is made of. */
export interface GatewayParts {
  readonly hosting: Pick<Hosting, "info" | "requireWrite">;
  readonly policy: OutwardPolicy;
  readonly model: ModelProvider | undefined;
  readonly limits: OutwardLimits;
  readonly clock: Clock;
}

const CALLERS_MAX = 10_000;

/** The requests of one server. */
export class OutwardGateway {
  readonly #parts: GatewayParts;
  readonly #slots: Slots;
  readonly #rates = new LRUCache<string, TokenBucket>({ max: CALLERS_MAX });

  constructor(parts: GatewayParts) {
    this.#parts = parts;
    const { atOnceMax, waitingMax, serverAtOnceMax } = parts.limits;
    this.#slots = new Slots("make request", {
      callerMax: atOnceMax,
      waitingMax,
      totalMax: serverAtOnceMax,
    });
  }

  /** How many requests are under way. */
  get active(): number {
    return this.#slots.total;
  }

  /**
   * Makes a request. Throws `not-allowed`, `unknown-space`, `address-refused`, `fetch-failed`,
   * and `limit-exceeded`; the body may fail with `answer-too-large`.
   */
  async fetch(
    place: OutwardPlace,
    request: OutwardRequest,
    signal: AbortSignal,
  ): Promise<OutwardAnswer> {
    const { hosting, policy, limits } = this.#parts;
    hosting.info(place.space, place.principal);
    return await this.#limited(
      place,
      { signal, kind: "fetch", perSecond: limits.fetchesPerSecond },
      {
        url: request.url,
        open: (limited) => openRequest(policy, request, limited),
      },
    );
  }

  /** Passes an exchange on to the model. Throws as {@linkcode fetch}, and `no-provider`. */
  async askModel(
    place: OutwardPlace,
    body: ModelRequest,
    signal: AbortSignal,
  ): Promise<OutwardAnswer> {
    const { hosting, model, limits } = this.#parts;
    hosting.info(place.space, place.principal);
    if (model === undefined) throw new NoModelError();
    hosting.requireWrite(place.space, place.principal);
    return await this.#limited(
      place,
      { signal, kind: "model", perSecond: limits.modelsPerSecond },
      {
        url: "the language model",
        open: (limited) => openModel(model, body, limited),
      },
    );
  }

  async #limited(
    { principal }: OutwardPlace,
    { signal, kind, perSecond }: { signal: AbortSignal; kind: string; perSecond: number },
    { url, open }: { url: string; open: (limited: AbortSignal) => Promise<OutwardAnswer> },
  ): Promise<OutwardAnswer> {
    const { limits, clock } = this.#parts;
    const give = await this.#slots.take(principal, signal);
    const ended = new AbortController();
    const limited = AbortSignal.any([signal, ended.signal]);
    let cancelLate = () => {};
    try {
      await this.#pace(`${kind} ${principal}`, perSecond, limited);
      cancelLate = clock.after(
        limits.headMs,
        () => ended.abort(new FetchFailedError(url, `no answer within ${limits.headMs} ms`)),
      );
      const { head, body } = await open(limited);
      if (lengthOf(head) > limits.answerBytesMax) {
        body.cancel().catch(() => {});
        throw new AnswerTooLargeError(url, limits.answerBytesMax);
      }
      return { head, body: this.#bounded(body, url, { ended, signal: limited, give }) };
    } catch (error) {
      give();
      throw limited.aborted ? limited.reason : error;
    } finally {
      cancelLate();
    }
  }

  /** Waits until the principal may begin another. */
  async #pace(key: string, perSecond: number, signal: AbortSignal): Promise<void> {
    const { clock } = this.#parts;
    let bucket = this.#rates.get(key);
    if (bucket === undefined) {
      this.#rates.set(key, bucket = new TokenBucket(perSecond, clock.now()));
    }
    const waitMs = bucket.waitMs(clock.now());
    bucket.take(1, clock.now());
    if (waitMs === 0) return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const cancel = clock.after(waitMs, resolve);
    signal.addEventListener("abort", () => {
      cancel();
      reject(signal.reason);
    }, { once: true });
    signal.throwIfAborted();
    await promise;
  }

  /** The body within its limits; its end, in any way, gives the place back. */
  #bounded(
    body: ReadableStream<Uint8Array>,
    url: string,
    { ended, signal, give }: { ended: AbortController; signal: AbortSignal; give: () => void },
  ): ReadableStream<Uint8Array> {
    const { limits, clock } = this.#parts;
    const reader = body.getReader();
    let size = 0;
    const finish = () => {
      give();
      ended.abort();
    };
    return new ReadableStream<Uint8Array>({
      async pull(controller) {
        const cancelQuiet = clock.after(
          limits.quietMs,
          () => ended.abort(new FetchFailedError(url, `nothing came for ${limits.quietMs} ms`)),
        );
        try {
          const { done, value } = await untilAborted(reader.read(), signal);
          if (done) {
            finish();
            return controller.close();
          }
          size += value.length;
          if (size > limits.answerBytesMax) {
            throw new AnswerTooLargeError(url, limits.answerBytesMax);
          }
          controller.enqueue(value);
        } catch (error) {
          finish();
          reader.cancel().catch(() => {});
          throw error;
        } finally {
          cancelQuiet();
        }
      },
      cancel(reason) {
        finish();
        return reader.cancel(reason);
      },
    });
  }
}

/** The length that a head announces; 0 where it says none. */
function lengthOf({ headers }: OutwardHead): number {
  return Number(headers.find(([name]) => name === "content-length")?.[1] ?? 0);
}

async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

/** What whoever asks needs of an answer's head; the rest is the operator's business. */
const MODEL_HEADERS: readonly string[] = ["content-type", "retry-after"];

/** The operator's own endpoint, which may be anywhere. */
async function openModel(
  model: ModelProvider,
  body: ModelRequest,
  signal: AbortSignal,
): Promise<OutwardAnswer> {
  const url = `${model.url.replace(/\/+$/, "")}/chat/completions`;
  const own = isDefaultModel(body.model) && model.model !== undefined ? { model: model.model } : {};
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "text/event-stream, application/json",
      ...(model.key === undefined ? {} : { authorization: `Bearer ${model.key}` }),
    },
    body: JSON.stringify({ ...body, ...own }),
    redirect: "error",
    signal,
  }).catch((cause) => {
    // The endpoint is the operator's business: whoever asks learns that it fails, not where it is.
    throw new FetchFailedError("the language model", "the server cannot reach it", cause);
  });
  return {
    head: {
      status: response.status,
      statusText: response.statusText,
      url: "",
      headers: [...response.headers].filter(([name]) => MODEL_HEADERS.includes(name)),
    },
    body: response.body ?? new ReadableStream({ start: (controller) => controller.close() }),
  };
}

function isDefaultModel(name: unknown): boolean {
  return name === undefined || name === "" || name === "default";
}
