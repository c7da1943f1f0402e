/**
 * `llmDialog({ messages, system?, tools?, … })`: a conversation whose messages live in a cell of the
 * author's. An event of `addMessage` adds a message and has the model answer it, whether or not
 * anybody looks; what the model says and what tools give is added as it is complete.
 */

import type { CfError } from "@cf/utils";
import { cellOf } from "../../cell/faces.ts";
import { cellStateAt, readValue } from "../../cell/read.ts";
import type { CellState } from "../../cell/state.ts";
import { push } from "../../cell/write-list.ts";
import { currentContext, runIn } from "../../context.ts";
import { makeStream } from "../../pattern/stream.ts";
import { toPlain } from "../../piece/piece.ts";
import { Signal, untracked } from "../../reactive/mod.ts";
import { asRequestError, RequestError } from "../errors.ts";
import { type Asking, partOf, rawPart, requestBuiltin } from "../request-node.ts";
import { converse } from "./converse.ts";
import { optionsOf, systemOf } from "./generate.ts";
import type { Message } from "./messages.ts";
import { type Tool, toolsOf } from "./tools.ts";

/** The state, with the streams `addMessage` and `cancelGeneration`. */
export const llmDialog = requestBuiltin("llmDialog", (asking) => {
  const dialog = new Dialog(asking);
  return Object.assign(() => dialog.state(), {
    take: (path: readonly string[], value: unknown) => dialog.take(path, value),
  });
});

interface Progress {
  readonly pending: boolean;
  readonly partial?: string;
  readonly result?: string;
  readonly error?: CfError;
}

/** One conversation. */
class Dialog {
  readonly #progress: Signal<Progress> = new Signal<Progress>({ pending: false });
  readonly #addMessage: object;
  readonly #cancel: object;
  #generation: AbortController | undefined;

  constructor(readonly asking: Asking) {
    const { frame, site } = asking;
    const name = site.name ?? "(dialog)";
    this.#addMessage = makeStream(frame, { name: `${name}.addMessage` }, (event) => {
      this.#add(event);
    });
    this.#cancel = makeStream(frame, { name: `${name}.cancelGeneration` }, () => this.#stopLater());
    frame.onDispose(() => this.#stop());
  }

  /** Setting `pending` to false gives up the answer in progress, as `cancelGeneration` does. */
  take([key, ...rest]: readonly string[], value: unknown): boolean {
    if (key !== "pending" || rest.length > 0 || value === true) return false;
    this.#stopLater();
    return true;
  }

  #stopLater(): void {
    currentContext()!.transaction!.onCommitted.push(() => this.#stop());
  }

  /** What readers see. */
  state(): object {
    const { runtime, request } = this.asking;
    const context = partOf(runtime, request, "context");
    const pinned = typeof context === "object" && context !== null ? Object.keys(context) : [];
    return Object.freeze({
      ...this.#progress.get(),
      addMessage: this.#addMessage,
      cancelGeneration: this.#cancel,
      pinnedCells: pinned,
      flattenedTools: this.#flattened(),
    });
  }

  #flattened(): object {
    return Object.freeze(Object.fromEntries(
      this.#tools().map(({ name, description, parameters }) => [
        name,
        Object.freeze({ description, inputSchema: parameters }),
      ]),
    ));
  }

  #tools(): Tool[] {
    const { runtime, frame, request } = this.asking;
    return toolsOf(runtime, frame, rawPart(runtime, request, "tools"));
  }

  #messages(): CellState {
    const { runtime, request } = this.asking;
    const state = cellOf(rawPart(runtime, request, "messages"));
    if (state === undefined) {
      throw new RequestError(
        "bad-request",
        "Cannot talk to a language model: llmDialog needs `messages`, a Writable with a list",
      );
    }
    return cellStateAt(state);
  }

  /** Runs in the handler of `addMessage`. */
  #add(event: unknown): void {
    const message = typeof event === "string" ? { role: "user", content: event } : event;
    if (typeof message !== "object" || message === null) {
      throw new RequestError("bad-request", "Cannot add the message: { role, content } is needed");
    }
    push(this.#messages(), [message]);
    currentContext()!.transaction!.onCommitted.push(() => this.#generate());
  }

  #stop(): void {
    this.#generation?.abort();
    this.#generation = undefined;
    const { pending } = this.#progress.peek();
    if (pending) this.#progress.set(Object.freeze({ pending: false, ...this.#former() }));
  }

  /** The last whole answer: it is shown until the next one is there. */
  #former(): { result?: string } {
    const { result } = this.#progress.peek();
    return result === undefined ? {} : { result };
  }

  #generate(): void {
    this.#generation?.abort();
    const generation = this.#generation = new AbortController();
    const { runtime, builtins, frame } = this.asking;
    const show = (progress: Progress) => {
      if (this.#generation === generation) this.#progress.set(Object.freeze(progress));
    };
    const former = this.#former();
    show({ pending: true, ...former });
    const release = runtime.pieces.hold(frame.space, frame.piece);
    const answered = this.#converse(
      generation.signal,
      (partial) => show({ pending: true, partial, ...former }),
    )
      .then(
        (result) => show({ pending: false, result }),
        (thrown) => show({ pending: false, error: asRequestError(thrown, "ask a language model") }),
      ).finally(release);
    builtins.started(stopped(answered, generation.signal));
  }

  async #converse(signal: AbortSignal, onText: (said: string) => void): Promise<string> {
    const { runtime, builtins } = this.asking;
    const ready = <T>(fn: () => T) => runtime.whenReady(() => untracked(() => this.#reading(fn)));
    const [system, options, tools] = await ready(() =>
      [systemOf(this.asking), optionsOf(this.asking), this.#tools()] as const
    );
    const messages = await ready(() => this.#messages());
    return await converse(builtins.host, {
      system,
      options,
      tools,
      signal,
      messages: () => ready(() => toPlain(readValue(messages))),
      onText,
      onMessage: async (message: Message) => {
        signal.throwIfAborted();
        await runtime.whenReady(() =>
          runtime.transact("language model", () => push(messages, [message]))
        );
      },
    });
  }

  /** Reads as a computation does. */
  #reading<T>(fn: () => T): T {
    const { runtime, frame } = this.asking;
    return runIn({ mode: "compute", runtime, frame }, fn);
  }
}

/** Resolves when the work is done or given up. */
function stopped(work: Promise<void>, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  work.finally(resolve);
  signal.addEventListener("abort", () => resolve());
  return promise;
}
