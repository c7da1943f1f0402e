/**
 * The hardened compartment that pattern code runs in: shared intrinsics are frozen once per
 * process, and a program sees only the globals listed here.
 *
 * Allowed: the ECMAScript intrinsics that SES shares, `Intl`, `URL`, `URLSearchParams`,
 * `TextEncoder`, `TextDecoder`, `atob`, `btoa`, `structuredClone`, `console` (tagged with the
 * piece), `Date` and `Math` whose current time and randomness work only while an event is
 * handled, and `crypto.randomUUID` and `crypto.getRandomValues` under the same rule.
 * All of it is frozen, so that no program can change what another or the host works with.
 * Not there: `Proxy`, timers, `fetch`, the DOM, `Deno`, `process`, workers, `eval` of the host.
 */

import "ses";
import type { Evaluator, ModuleFunction } from "./modules.ts";
import { cloneStructured } from "./structured-clone.ts";

declare const lockdown: (options: Record<string, unknown>) => void;
declare const Compartment: new (options: Record<string, unknown>) => {
  evaluate(code: string): unknown;
  readonly globalThis: Record<string, unknown>;
};
declare const harden: <T>(value: T) => T;

let locked = false;

/** Freezes the shared intrinsics of this process or worker; later calls do nothing. */
export function hardenRealm(): void {
  if (locked) return;
  locked = true;
  lockdown({
    errorTaming: "unsafe",
    stackFiltering: "verbose",
    overrideTaming: "severe",
    consoleTaming: "unsafe",
    localeTaming: "unsafe",
    domainTaming: "unsafe",
    evalTaming: "unsafe-eval",
    reporting: "none",
  });
  // Programs share these with the host: what one changed, all would see.
  for (const shared of [Intl, URL, URLSearchParams, TextEncoder, TextDecoder, atob, btoa]) {
    harden(shared);
  }
}

/** Freezes what the host hands to programs, with everything that can be reached from it. */
export function hardenForPrograms<T>(value: T): T {
  hardenRealm();
  return harden(value);
}

/** Globals that a compartment starts with and a program must not have. */
const REMOVED = ["Compartment", "lockdown", "harden", "Proxy", "WeakRef", "FinalizationRegistry"];

/** What the host lends to compartments. */
export interface Endowments {
  readonly console: Record<string, (...args: unknown[]) => void>;
  /** The time of the running event in milliseconds; throws outside of one. */
  now(): number;
  /** A random number in [0, 1) for the running event; throws outside of one. */
  random(): number;
}

/** An evaluator of module code in a compartment with `endowments`. */
export function makeEvaluator(endowments: Endowments): Evaluator {
  hardenRealm();
  const compartment = new Compartment({
    globals: harden(hostGlobals(endowments)),
    __options__: true,
  });
  for (const name of REMOVED) delete compartment.globalThis[name];
  return (code, sourceUrl) =>
    compartment.evaluate(
      `(function (require, exports, module) {${code}\n})\n//# sourceURL=${sourceUrl}`,
    ) as ModuleFunction;
}

function hostGlobals(endowments: Endowments): Record<string, unknown> {
  return {
    Intl,
    Float32Array,
    Float64Array,
    URL,
    URLSearchParams,
    TextEncoder,
    TextDecoder,
    atob,
    btoa,
    structuredClone: cloneStructured,
    console: endowments.console,
    Date: eventDate(() => endowments.now()),
    Math: eventMath(() => endowments.random()),
    crypto: eventCrypto(() => endowments.random()),
  };
}

/** A `Date` whose current time is the event's. */
function eventDate(now: () => number): DateConstructor {
  const EventDate = function (this: unknown, ...args: unknown[]): unknown {
    if (new.target === undefined) return new Date(now()).toString();
    return Reflect.construct(Date, args.length === 0 ? [now()] : args, new.target);
  } as unknown as DateConstructor;
  Object.defineProperties(EventDate, {
    now: { value: () => now() },
    parse: { value: Date.parse },
    UTC: { value: Date.UTC },
    prototype: { value: Date.prototype },
  });
  return EventDate;
}

/** `Math` whose randomness is the event's. */
function eventMath(random: () => number): object {
  const descriptors = Object.getOwnPropertyDescriptors(Math);
  return Object.defineProperties({}, {
    ...descriptors,
    random: { value: () => random() },
  });
}

function eventCrypto(random: () => number): object {
  const getRandomValues = <T extends Uint8Array>(array: T): T => {
    for (let i = 0; i < array.length; i++) array[i] = Math.floor(random() * 256);
    return array;
  };
  return {
    getRandomValues,
    randomUUID: () => {
      const bytes = getRandomValues(new Uint8Array(16));
      bytes[6] = (bytes[6]! & 0x0f) | 0x40;
      bytes[8] = (bytes[8]! & 0x3f) | 0x80;
      const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
    },
  };
}
