/**
 * What goes wrong in patterns, told to a developer's tools: only while the server says that one
 * listens, one message at a time, and of many that wait only the newest.
 */

import { RUN_FAILURE_CHARS_MAX, type RunFailure } from "@cf/protocol";
import type { Problem } from "../messages.ts";

const WAITING_MAX = 20;

/** Tells of the problems of one space. */
export class FailureReports {
  readonly #send: (failure: RunFailure) => Promise<unknown>;
  readonly #waiting: RunFailure[] = [];
  #isHeard = false;
  #isSending = false;

  constructor(send: (failure: RunFailure) => Promise<unknown>) {
    this.#send = send;
  }

  /** Somebody listens; what went wrong before is told now. */
  listen(): void {
    this.#isHeard = true;
    this.#flush();
  }

  /** Something went wrong. */
  add({ code, message, where = "", position }: Problem): void {
    const cut = (text: string) => text.slice(0, RUN_FAILURE_CHARS_MAX);
    this.#waiting.push({
      code: cut(code),
      message: cut(message),
      where: cut(where),
      ...(position === undefined ? {} : { position }),
    });
    if (this.#waiting.length > WAITING_MAX) this.#waiting.shift();
    this.#flush();
  }

  async #flush(): Promise<void> {
    if (!this.#isHeard || this.#isSending) return;
    this.#isSending = true;
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      // The page shows it all the same; a tool that went away hears nothing.
      await this.#send(next).catch(() => {});
    }
    this.#isSending = false;
  }
}
