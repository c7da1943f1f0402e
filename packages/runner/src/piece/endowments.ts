/** What a runtime lends to the compartments of its programs. */

import { isRunAgain } from "../pattern/idempotence.ts";
import { currentContext } from "../context.ts";
import { currentMoment } from "../event/clock.ts";
import type { ConsoleLevel, RuntimeOptions } from "../runtime-options.ts";
import type { Endowments } from "./compartment.ts";
import { loggedCopy } from "./logged.ts";

/** A console that tells the host, and the time and chance of the running event. */
export function endowmentsOf({ onConsole }: Pick<RuntimeOptions, "onConsole">): Endowments {
  const say = (level: ConsoleLevel) => (...given: unknown[]) => {
    const args = given.map(loggedCopy);
    const piece = currentContext()?.frame?.piece;
    if (isRunAgain()) return;
    if (onConsole !== undefined) onConsole(level, args, piece);
    else console[level](...(piece === undefined ? [] : [`[${piece}]`]), ...args);
  };
  return {
    console: consoleOf(say),
    now: (what = "Date.now()") => currentMoment(what).nowMs,
    random: () => currentMoment("Math.random()").random(),
  };
}

/**
 * The console of patterns. Its timers measure nothing, because computations have no clock, and groups do not indent,
 * because what several pieces say is mixed.
 */
function consoleOf(say: (level: ConsoleLevel) => (...args: unknown[]) => void) {
  const log = say("log");
  const fail = say("error");
  const silent = () => {};
  const counts = new Map<string, number>();
  const group = (...args: unknown[]) => {
    if (args.length > 0) log(...args);
  };
  return {
    log,
    info: say("info"),
    debug: say("debug"),
    warn: say("warn"),
    error: fail,
    trace: say("debug"),
    dir: (data?: unknown) => log(data),
    table: (data?: unknown) => log(data),
    assert: (condition?: unknown, ...args: unknown[]) => {
      if (!condition) fail("Assertion failed", ...args);
    },
    count: (label: unknown = "default") => {
      const count = (counts.get(String(label)) ?? 0) + 1;
      counts.set(String(label), count);
      log(`${label}: ${count}`);
    },
    countReset: (label: unknown = "default") => void counts.delete(String(label)),
    group,
    groupCollapsed: group,
    groupEnd: silent,
    time: silent,
    timeEnd: silent,
    timeLog: (_label?: unknown, ...args: unknown[]) => group(...args),
  };
}
