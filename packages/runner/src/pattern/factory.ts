/**
 * Patterns: the factory that `pattern(fn)` gives, and what it does where it is called. In a body
 * it makes a part of the running piece; in a handler it makes a new piece of the space.
 */

import { currentContext } from "../context.ts";
import { PatternError } from "../errors.ts";
import { ANY, type Schema, type Shape, shapeOf } from "../cell/schema.ts";
import type { Scope } from "@cf/protocol";
import { asSite, type Site } from "./site.ts";

/** Where a pattern's code is found again after a reload. */
export interface PatternReference {
  readonly program: string;
  readonly module: string;
  readonly name: string;
}

/** What `pattern(fn)` describes. */
export class Pattern {
  readonly argument: Shape | undefined;
  readonly result: Shape;
  /** Set when the module that declares the pattern was loaded. */
  reference: PatternReference | undefined;

  constructor(
    readonly body: (argument: unknown) => unknown,
    readonly argumentSchema: Schema | undefined,
    readonly resultSchema: Schema | undefined,
    readonly name: string,
    /** Whether its body makes effects, so that a part runs it although nobody reads it. */
    readonly hasEffects = false,
  ) {
    this.argument = shapeOf(argumentSchema);
    this.result = shapeOf(resultSchema) ?? ANY;
    anyHasEffects ||= hasEffects;
  }
}

let anyHasEffects = false;

/** Whether a pattern with effects was declared: if none was, none can be chosen. */
export function somePatternHasEffects(): boolean {
  return anyHasEffects;
}

/** Where and how an instance is to be made, besides its inputs. */
export interface Placement {
  readonly scope?: Scope;
  /** A space's DID, a name, a cell or piece that is there; `undefined` for a space of its own. */
  readonly elsewhere?: { readonly space: unknown };
}

type Make = (inputs: unknown, options?: unknown) => unknown;

const patterns = new WeakMap<object, { pattern: Pattern; make: Make }>();

/** The pattern behind a factory. */
export function patternOf(value: unknown): Pattern | undefined {
  return typeof value === "function" ? patterns.get(value)?.pattern : undefined;
}

/** Whether an export can be run as a piece. */
export function isPattern(value: unknown): boolean {
  return patternOf(value) !== undefined;
}

/** Makes an instance and gives the reference to it, also in a computation: a view shows pieces. */
export function makeReferred(factory: object, inputs: unknown, own?: Site): unknown {
  return patterns.get(factory)!.make(inputs, own);
}

/** Makes the callable that authors use; a computation that calls it gets the result's value. */
export function makeFactory(pattern: Pattern, placement: Placement = {}): object {
  const make = (inputs?: unknown, options?: unknown): unknown => {
    const context = currentContext();
    if (context === undefined || context.mode === "host") {
      throw new PatternError(
        "no-runtime",
        `Cannot call pattern '${pattern.name}' here: call it in a pattern's body or in a handler`,
      );
    }
    const site: Site = asSite(options) ?? {};
    return context.runtime.pieces.instantiate(context, pattern, inputs, site, placement);
  };
  const factory = (inputs?: unknown, options?: unknown): unknown => {
    const reference = make(inputs, options);
    const context = currentContext()!;
    return context.mode === "compute" ? context.runtime.currentValue(reference) : reference;
  };
  const members = {
    asScope: (scope: Scope) => makeFactory(pattern, { ...placement, scope }),
    inSpace: (space?: unknown) => makeFactory(pattern, { ...placement, elsewhere: { space } }),
    argumentSchema: pattern.argumentSchema,
    resultSchema: pattern.resultSchema,
  };
  Object.assign(factory, members);
  patterns.set(factory, { pattern, make });
  return factory;
}
