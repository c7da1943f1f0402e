/**
 * What a verb is: a module that exports `about`, `options` and `run`. Options are declared as
 * values from which the types of `run`'s argument follow.
 */

import type { Io } from "./io.ts";

/** A flag or an argument, and how its text becomes a value of type `T`. */
export interface Option<T> {
  /** Commander's syntax: `-f, --force`, `--port <number>`, `<file>`, `[path...]`. */
  readonly syntax: string;
  readonly summary: string;
  /** Parses one occurrence; left out for switches. Throws `RangeError` for what does not fit. */
  readonly parse?: (text: string) => unknown;
  readonly fallback?: T;
  /** Words that completion offers. */
  readonly choices?: readonly string[];
  /** Whether completion offers file names. */
  readonly files?: boolean;
}

/** The options of one verb, by the name under which `run` receives them. */
// deno-lint-ignore no-explicit-any -- The type parameter is recovered by ValuesOf.
export type Options = Readonly<Record<string, Option<any>>>;

/** What `run` receives for a set of options. */
export type ValuesOf<O extends Options> = {
  readonly [K in keyof O]: O[K] extends Option<infer T> ? T : never;
};

/** What help and completion say about a verb. */
export interface About {
  /** Noun and verb, `piece new`, or a single word. */
  readonly name: string;
  readonly summary: string;
  /** Whole command lines, each with what it does. */
  readonly examples: readonly (readonly [command: string, meaning: string])[];
}

/** A module of one verb. */
export interface Verb<O extends Options = Options> {
  readonly about: About;
  readonly options: O;
  /** Resolves when done; a number is the exit status. Failures are thrown. */
  run(options: ValuesOf<O>, io: Io): Promise<number | void>;
}

/** A required argument. */
export function argument(name: string, summary: string, extra: Extra = {}): Option<string> {
  return { syntax: `<${name}>`, summary, ...extra };
}

/** An argument that may be left out. */
export function optionalArgument(
  name: string,
  summary: string,
  extra: Extra = {},
): Option<string | undefined> {
  return { syntax: `[${name}]`, summary, ...extra };
}

/** All remaining arguments. */
export function restArguments(
  name: string,
  summary: string,
  extra: Extra = {},
): Option<readonly string[]> {
  return { syntax: `[${name}...]`, summary, ...extra };
}

/** A switch. */
export function flag(syntax: string, summary: string): Option<boolean> {
  return { syntax, summary, fallback: false };
}

/** A flag with a text, or `undefined` when it is not given. */
export function text(
  syntax: string,
  summary: string,
  extra: Extra = {},
): Option<string | undefined> {
  return { syntax, summary, ...extra };
}

/** A flag with one or more texts, or `undefined` when it is not given. */
export function restFlag(
  syntax: string,
  summary: string,
  extra: Extra = {},
): Option<readonly string[] | undefined> {
  return { syntax, summary, ...extra };
}

/** A flag with a whole number of at least 0. */
export function count(syntax: string, summary: string): Option<number | undefined> {
  return { syntax, summary, parse: parseCount };
}

type Extra = Pick<Option<unknown>, "choices" | "files">;

function parseCount(given: string): number {
  if (!/^\d{1,15}$/.test(given)) {
    throw new RangeError(`Cannot read '${given}': a whole number of at least 0 is needed`);
  }
  return Number(given);
}
