/**
 * The hardened compartment that pattern code runs in: shared intrinsics are frozen once per
 * process, and a program sees the globals that `@cf/api/globals` lists and no others. All of them
 * are frozen, the global object too, so that no program can change what another or the host works
 * with.
 */

import "ses";
import { LANGUAGE_GLOBALS, PATTERN_GLOBALS } from "@cf/api/globals";
import { tick } from "../event/budget.ts";
import { AssertionError, sealErrorClass } from "@cf/utils";
import { NotReady } from "../errors.ts";
import { GraphError, TooDeep } from "../reactive/graph-errors.ts";
import { eventCrypto, eventDate, eventIntl, eventMath, type EventSource } from "./event-globals.ts";
import type { Evaluator, ModuleFunction } from "./modules.ts";
import { showStacksOfPatterns } from "./stack.ts";
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
    // What fails in the host fails in the host's way.
    errorTrapping: "none",
    unhandledRejectionTrapping: "none",
  });
  showStacksOfPatterns();
  for (const made of [AssertionError, GraphError, NotReady, TooDeep]) sealErrorClass(made);
  // Programs share these with the host: what one changed, all would see.
  for (
    const shared of [DOMException, Intl, URL, URLSearchParams, TextEncoder, TextDecoder, atob, btoa]
  ) {
    harden(shared);
  }
}

/** Freezes what the host hands to programs, with everything that can be reached from it. */
export function hardenForPrograms<T>(value: T): T {
  hardenRealm();
  return harden(value);
}

/** What the host lends to compartments. */
export interface Endowments extends EventSource {
  readonly console: Record<string, (...args: unknown[]) => void>;
}

const NAMES: ReadonlySet<string> = new Set([
  ...LANGUAGE_GLOBALS,
  ...PATTERN_GLOBALS.map(({ name }) => name),
]);

/** An evaluator of module code in a compartment with `endowments`. */
export function makeEvaluator(endowments: Endowments): Evaluator {
  hardenRealm();
  const compartment = new Compartment({
    globals: harden(hostGlobals(endowments)),
    __options__: true,
  });
  const { globalThis: globals } = compartment;
  for (const name of Object.getOwnPropertyNames(globals)) {
    if (!NAMES.has(name)) delete globals[name];
  }
  globals.Function = harden(textFunction(globals.Function as FunctionConstructor));
  // All pieces of a program share it: what one left there, another would find.
  Object.freeze(globals);
  return (code, sourceUrl) =>
    compartment.evaluate(
      `(function (require, exports, module) {${code}\n})\n//# sourceURL=${sourceUrl}`,
    ) as ModuleFunction;
}

function hostGlobals(endowments: Endowments): Record<string, unknown> {
  return {
    Intl: eventIntl(endowments),
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
    Date: eventDate(endowments),
    Math: eventMath(endowments),
    crypto: eventCrypto(endowments),
  };
}

/** What code could run on and on with, and comments, which could hide it. */
const REPEATS = /\b(?:for|while|do|function|class|async|import)\b|=>|\)\s*\{|\/[/*]|<!--|-->/;

/**
 * `Function` of a compartment. Code made out of text spends no budget inside, so it may hold
 * nothing that could need one: formulas, but no loops and no functions. Each call spends some, as a
 * formula may be handed itself.
 */
function textFunction(original: FunctionConstructor): unknown {
  const TextFunction = function (...parts: unknown[]) {
    const texts = parts.map(String);
    if (texts.some((text) => REPEATS.test(text))) {
      throw new TypeError(
        "Cannot make a function out of text with loops, functions, blocks or comments in it: " +
          "write the function, or use compileAndRun",
      );
    }
    return budgeted(original(...texts) as (...args: unknown[]) => unknown);
  };
  return Object.defineProperties(TextFunction, {
    name: { value: "Function" },
    prototype: { value: Function.prototype },
  });
}

function budgeted(made: (...args: unknown[]) => unknown): unknown {
  const anonymous = function (this: unknown, ...args: unknown[]) {
    tick();
    return Reflect.apply(made, this, args);
  };
  return Object.defineProperty(anonymous, "length", { value: made.length });
}
