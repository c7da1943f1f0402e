/**
 * What a user enters into a field whose value comes back through a handler: `value={draft}` with
 * `onInput={(event) => draft.set(event.target.value)}`.
 *
 * While an answer is under way the user types on. Each change has a turn, the view says with each
 * value of how many it had heard, and a value that is older than what was made since is passed over:
 * another one follows. While events are still being handled, the view may have heard of more than
 * its value knows; then a value that was entered before is an echo of that, and is passed over, too.
 */

import { sameValue } from "./same-value.ts";

/** More changes than are ever under way at once. */
const ECHOES_MAX = 256;

/** The user's changes of one property. */
export class Entered {
  #turn = 0;
  #value: unknown;
  /** What was entered and has not come back, oldest first. */
  #echoes: unknown[] = [];
  #waiting: { readonly value: unknown } | undefined;

  /** `value` is what the property is at first. */
  constructor(value: unknown) {
    this.#value = value;
  }

  /** Takes note of what the property is after an event, and gives its turn. */
  take(value: unknown): number {
    if (sameValue(value, this.#value)) return this.#turn;
    this.#value = value;
    this.#waiting = undefined;
    this.#echoes.push(value);
    if (this.#echoes.length > ECHOES_MAX) this.#echoes.shift();
    return ++this.#turn;
  }

  /** Whether a value of the view is older than what the user made since; else it is shown now. */
  passesOver(
    value: unknown,
    { turn, isSettled }: { readonly turn: number; readonly isSettled: boolean },
  ): boolean {
    if (turn < this.#turn) return true;
    const at = isSettled ? -1 : this.#echoes.findLastIndex((echo) => sameValue(echo, value));
    const isEcho = at >= 0 && at < this.#echoes.length - 1;
    this.#echoes = at < 0 ? [] : this.#echoes.slice(at + 1);
    if (!isEcho) this.#value = value;
    return isEcho;
  }

  /** Keeps a value until the end of a composition. */
  wait(value: unknown): void {
    this.#waiting = { value };
  }

  /** The value that waited, if the user has made nothing new since. */
  waited(): { readonly value: unknown } | undefined {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    return waiting;
  }
}
