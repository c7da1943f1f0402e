/** How many things may go on at once: of one caller, and of all. Who finds no place waits. */

import { Turnstile } from "@cf/utils";
import { LimitExceededError } from "../errors.ts";

/** Limits of {@linkcode Slots}. */
export interface SlotLimits {
  /** Of one caller. */
  readonly callerMax: number;
  /** Of one caller that wait; one more is refused. */
  readonly waitingMax: number;
  /** Of all callers; one more is refused. */
  readonly totalMax: number;
}

/** Places for callers. */
export class Slots {
  readonly #limits: SlotLimits;
  readonly #action: string;
  readonly #callers = new Map<string, Turnstile>();
  #total = 0;

  /** `action` completes «Cannot …» for who is refused. */
  constructor(action: string, limits: SlotLimits) {
    this.#action = action;
    this.#limits = limits;
  }

  /** How many places are taken. */
  get total(): number {
    return this.#total;
  }

  /**
   * Resolves to the function that gives the place back, once there is one. Throws `limit-exceeded`;
   * an aborted signal rejects with its reason.
   */
  async take(name: string, signal: AbortSignal): Promise<() => void> {
    const { callerMax, waitingMax, totalMax } = this.#limits;
    let caller = this.#callers.get(name);
    if (caller === undefined) this.#callers.set(name, caller = new Turnstile(callerMax));
    if (caller.free === 0 && caller.waiting >= waitingMax) {
      throw new LimitExceededError(this.#action, "waiting", waitingMax);
    }
    const leave = await caller.enter(signal);
    const done = () => {
      leave();
      if (caller.free === callerMax && this.#callers.get(name) === caller) {
        this.#callers.delete(name);
      }
    };
    if (this.#total >= totalMax) {
      done();
      throw new LimitExceededError(this.#action, "at once", totalMax);
    }
    this.#total++;
    let isGiven = false;
    return () => {
      if (isGiven) return;
      isGiven = true;
      this.#total--;
      done();
    };
  }
}
