/**
 * Time and randomness for pattern code: they exist only while an event is handled, are constant
 * in time through one event, and repeat when the event's handler is tried again.
 */

import { sha256 } from "@cf/utils";
import { currentContext } from "../context.ts";
import { PatternError } from "../errors.ts";

/** What one event sees of time and chance. */
export interface EventMoment {
  /** Whole seconds, in milliseconds since 1970. */
  readonly nowMs: number;
  /** The next random number in [0, 1). */
  random(): number;
}

/** The moment of an event that happened at `timeMs`; `cause` seeds the randomness. */
export function momentOf(cause: string, timeMs: number): EventMoment {
  let block = 0;
  let words: number[] = [];
  const refill = () => {
    const digest = sha256(`${cause}/random/${block++}`);
    const view = new DataView(digest.buffer);
    words = Array.from({ length: 8 }, (_, i) => view.getUint32(i * 4));
  };
  return {
    nowMs: Math.floor(timeMs / 1000) * 1000,
    random: () => {
      if (words.length < 2) refill();
      return ((words.pop()! >>> 5) * 67108864 + (words.pop()! >>> 6)) / 9007199254740992;
    },
  };
}

let moment: EventMoment | undefined;

/** Runs `fn` at `at`. */
export function duringEvent<T>(at: EventMoment, fn: () => T): T {
  const before = moment;
  moment = at;
  try {
    return fn();
  } finally {
    moment = before;
  }
}

/** The running event's moment, or an error that says where `what` is allowed. */
export function currentMoment(what: string): EventMoment {
  if (moment !== undefined && currentContext()?.mode === "handler") return moment;
  const why = currentContext() === undefined
    ? "no handler runs; call it in a handler or an action, after an await if need be but not in a " +
      "callback of then(), and keep the result in a constant or a cell"
    : "computations must give the same result each time; call it in a handler or an action and " +
      `keep the result in a cell, or use wish({ query: "#now" })`;
  throw new PatternError("not-idempotent", `Cannot call ${what} here: ${why}`);
}
