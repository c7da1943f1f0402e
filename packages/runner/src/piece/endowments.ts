/** What a runtime lends to the compartments of its programs. */

import { currentMoment } from "../event/clock.ts";
import type { ConsoleLevel, RuntimeOptions } from "../runtime-options.ts";
import type { Endowments } from "./compartment.ts";

/** A console that tells the host, and the time and chance of the running event. */
export function endowmentsOf({ onConsole }: RuntimeOptions): Endowments {
  const say = (level: ConsoleLevel) => (...args: unknown[]) => {
    if (onConsole !== undefined) onConsole(level, args);
    else console[level](...args);
  };
  return {
    console: {
      log: say("log"),
      info: say("info"),
      debug: say("debug"),
      warn: say("warn"),
      error: say("error"),
    },
    now: () => currentMoment("Date.now()").nowMs,
    random: () => currentMoment("Math.random()").random(),
  };
}
