/**
 * The builders that pattern code calls: `pattern`, `handler`, `action`, `computed`, `lift` and
 * their relatives. Each accepts the compiler's form and the older spellings with positional
 * schemas.
 */

import { isRecord, type Json } from "@cf/utils";
import { stateOf } from "../cell/cell.ts";
import { cellOf } from "../cell/faces.ts";
import { presentInput } from "../cell/present-input.ts";
import { holdsCells, isPlain, presentValue, read } from "../cell/read.ts";
import { type Schema, type Shape, shapeOf } from "../cell/schema.ts";
import { impliedDefault } from "../cell/defaults.ts";
import { isDocTarget } from "../cell/target.ts";
import { type Context, currentContext } from "../context.ts";
import { PatternError } from "../errors.ts";
import { caught } from "../event/suspension.ts";
import { ListNode } from "./list.ts";
import { makeFactory, Pattern } from "./factory.ts";
import { BranchNode, derive, referenceTo } from "./nodes.ts";
import type { Frame } from "./frame.ts";
import { givenPlace, withPlaces } from "./places.ts";
import { asSite, type Site, splitSite, unnamed } from "./site.ts";
import { pickOf } from "./picks.ts";
import { makeStream } from "./stream.ts";
import { declarePattern } from "../piece/modules.ts";

type Fn = (...args: unknown[]) => unknown;

/** The running body's frame, or an error that names the builder. */
export function frameFor(builder: string): Context & { frame: Frame } {
  const context = currentContext();
  if (context?.frame === undefined) {
    const where = context?.mode === "handler" ? "in a handler" : "outside a pattern's body";
    throw new PatternError(
      "no-body",
      `Cannot call ${builder} ${where}: it builds a node, so it belongs to a pattern's body`,
    );
  }
  return context as Context & { frame: Frame };
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "boolean" || isRecord(value) && asSite(value) === undefined;
}

function requireFunction(builder: string, args: readonly unknown[]): Fn {
  const fn = args.find((argument) => typeof argument === "function");
  if (fn === undefined) throw new TypeError(`Cannot call ${builder}: it needs a function`);
  return fn as Fn;
}

/** `pattern(fn)`, `pattern(fn, argument, result)`. */
export function pattern(...args: unknown[]): object {
  const { own, site } = splitSite(args);
  const body = requireFunction("pattern", own);
  const schemas = own.filter(isSchema);
  const made = new Pattern(
    body,
    schemas[0] ?? site.argument,
    schemas[1] ?? site.result,
    site.name ?? "pattern",
    site.effect === true,
  );
  const factory = makeFactory(made);
  declarePattern(made, factory, site.name);
  return factory;
}

/** `handler(fn)`, `handler(eventSchema, stateSchema, fn)`; gives `(state) => Stream`. */
export function handler(...args: unknown[]): object {
  const { own, site } = splitSite(args);
  const fn = requireFunction("handler", own);
  // What follows the function are older options, no schemas.
  const schemas = own.slice(0, own.indexOf(fn)).filter(isSchema);
  const eventSchema = schemas[0] ?? site.event;
  const event = shapeOf(eventSchema);
  const stateShape = shapeOf(schemas[1] ?? site.state);
  const bind = (state?: unknown, options?: unknown) => {
    const { frame, mode } = frameFor(`handler '${site.name ?? "(anonymous)"}'`);
    const at = asSite(options) ?? {};
    const bound = withPlaces({ frame, mode }, state ?? {}, { shape: stateShape, at });
    return makeStream(
      frame,
      { ...named(site), ...(eventSchema === undefined ? {} : { event: eventSchema }), ...at },
      (value) =>
        fn(presentEvent(frame, value, event), presentInput(frame.runtime, bound, stateShape)),
    );
  };
  return Object.assign(bind, { with: bind });
}

function named(site: Site): Site {
  return site.line === undefined ? {} : { line: site.line };
}

/** `action(fn)`: a handler that closes over the body. */
export function action(...args: unknown[]): object {
  const { own, site } = splitSite(args);
  const fn = requireFunction("action", own);
  const { frame } = frameFor("action");
  const event = shapeOf(site.event);
  return makeStream(frame, site, (value) => fn(presentEvent(frame, value, event)));
}

/** `computed(fn)`: a cached value of what `fn` reads. */
export function computed(...args: unknown[]): object {
  const { own, site } = splitSite(args);
  const fn = requireFunction("computed", own);
  const { frame } = frameFor("computed");
  return derive(frame, () => fn(), { site, kind: "computed" });
}

/** What the compiler wraps around an expression that reads references. */
export function deriveExpression(fn: Fn, options?: unknown): unknown {
  const context = currentContext();
  if (context?.mode !== "body") return fn();
  const { frame } = frameFor("an expression");
  return derive(frame, () => fn(), { site: asSite(options) ?? {}, kind: "expression" });
}

/** `lift(fn)`, `lift(input, output, fn)`; gives `(input) => value`. */
export function lift(...args: unknown[]): object {
  const { own, site } = splitSite(args);
  const fn = requireFunction("lift", own);
  const schemas = own.filter(isSchema);
  const inputShape = shapeOf(schemas[0] ?? site.input);
  const output = schemas[1] ?? site.output;
  return (input?: unknown, options?: unknown) => {
    const { frame, mode } = frameFor(`lift '${site.name ?? "(anonymous)"}'`);
    if (mode !== "body") return fn(presentInput(frame.runtime, input, inputShape));
    const at = asSite(options) ?? {};
    const given = withPlaces({ frame, mode }, input, { shape: inputShape, at });
    const run = () => fn(presentInput(frame.runtime, given, inputShape));
    const typed = {
      ...(output === undefined ? {} : { schema: output }),
      ...(site.effect === true ? { effect: true } : {}),
      ...at,
    };
    return derive(frame, run, { site: typed, kind: "lift" });
  };
}

/** An event that was sent without a value is its type's default, if that has one. */
function presentEvent(frame: Frame, event: unknown, shape: Shape | undefined): unknown {
  const given = event === undefined ? shape?.schema.default ?? impliedDefault(shape) : event;
  return presentInput(frame.runtime, given, shape);
}

/** A list or a choice whose parts have effects: it is built while its piece runs. */
export function running(value: unknown): unknown {
  const state = cellOf(value);
  if (state === undefined || isDocTarget(state.target) || state.path.length > 0) return value;
  const { frame, mode } = frameFor("a list or a choice");
  if (mode === "body") frame.keepRunning(state.target);
  return value;
}

/** Builds the branch that `test` chooses, and nothing else. */
// deno-lint-ignore cf/function-arguments -- compiled code calls it for every condition.
export function cond(test: unknown, then: Fn, otherwise: Fn, options?: unknown): unknown {
  return branch(
    test,
    (value) => value ? { choice: "then", build: then } : { choice: "else", build: otherwise },
    { kind: "cond", options },
  );
}

/** `a && b`: `b` is built when `a` is truthy; otherwise the value is `a`. */
export function and(test: unknown, then: Fn, options?: unknown): unknown {
  return branch(test, (value) => value ? { choice: "then", build: then } : ready(value), {
    kind: "and",
    options,
  });
}

/** `a || b`: `b` is built when `a` is falsy; otherwise the value is `a`. */
export function or(test: unknown, otherwise: Fn, options?: unknown): unknown {
  return branch(
    test,
    (value) => value ? ready(test, "left") : { choice: "else", build: otherwise },
    { kind: "or", options },
  );
}

/** `a ?? b`: `b` is built when `a` is null or undefined; otherwise the value is `a`. */
export function coalesce(test: unknown, otherwise: Fn, options?: unknown): unknown {
  return branch(
    test,
    (value) =>
      value === null || value === undefined
        ? { choice: "else", build: otherwise }
        : ready(test, "left"),
    { kind: "coalesce", options },
  );
}

/**
 * The same place, reading as `otherwise()` while it is undefined: the default of a destructured
 * input. Plain data becomes the place's default, so that it can still be written; what is computed
 * has no place of its own, and whoever it is given to would find no default there.
 */
export function fallback(value: unknown, otherwise: Fn): unknown {
  const context = currentContext();
  if (context?.runtime.isReactive(value) !== true) return value === undefined ? otherwise() : value;
  if (context.mode !== "body") {
    return presentValue(context, value, undefined) === undefined ? otherwise() : value;
  }
  const state = givenPlace(stateOf(value as object));
  if (state === "literal") return value;
  const chosen = (build: Fn) =>
    branch(
      value,
      (found) => found === undefined ? { choice: "else", build } : ready(value, "left"),
      { kind: "fallback", options: undefined },
    );
  let other: unknown;
  try {
    other = otherwise();
  } catch (error) {
    caught(error);
    // It counts only where the default is needed.
    return chosen(() => {
      throw error;
    });
  }
  const plain = isDocTarget(state.target) && typeof other !== "function" &&
    !context.runtime.isReactive(other) &&
    (typeof other !== "object" || other === null || isPlain(other) && !holdsCells(other));
  if (!plain) return chosen(() => other);
  return context.runtime.faces.reference(state.withFallback(other as Json));
}

interface Choice {
  readonly choice: string;
  readonly build: Fn;
}

function ready(value: unknown, choice = `value:${String(value)}`): Choice {
  return { choice, build: () => value };
}

/** A node that shows what `choose` says for the value of `test`, built by itself. */
export function branch(
  asked: unknown,
  choose: (value: unknown) => Choice,
  { kind, options }: { kind: string; options: unknown },
): unknown {
  const { frame, mode } = frameFor("a condition");
  const { runtime } = frame;
  const pick = pickOf(asked);
  const test = pick === undefined ? asked : deriveExpression(pick);
  const reactive = runtime.isReactive(test);
  if (mode !== "body" || !reactive) return choose(runtime.currentValue(test)).build();
  const site: Site = asSite(options) ?? {};
  const node = new BranchNode(
    frame,
    site.name ?? unnamed(kind, site),
    () => choose(isAbsentList(test) ? undefined : runtime.currentValue(test)),
  );
  return referenceTo(frame, node, site);
}

/** A list node reads as an empty list where there is none; an operator must see the difference. */
function isAbsentList(test: unknown): boolean {
  const state = cellOf(test);
  return state?.target instanceof ListNode && state.path.length === 0 && state.target.absent;
}

/** `ifElse(c, a, b)`: both sides exist already, one is shown. */
export function ifElse(...args: unknown[]): unknown {
  const { own: [test, then, otherwise] } = splitSite(args);
  return cond(test, () => then, () => otherwise);
}

/** `when(c, v)`: `v` if `c` is truthy, else `c`. */
export function when(...args: unknown[]): unknown {
  const { own: [test, value] } = splitSite(args);
  return and(test, () => value);
}

/** `unless(c, v)`: `v` if `c` is falsy, else `c`. */
export function unless(...args: unknown[]): unknown {
  const { own: [test, value] } = splitSite(args);
  return or(test, () => value);
}

/** A reactive template: text as of a template literal; a cell in it stands for its value. */
export function str(strings: TemplateStringsArray, ...holes: unknown[]): unknown {
  const { frame, mode } = frameFor("str");
  const textOf = (hole: unknown) => {
    const value = presentValue({ runtime: frame.runtime }, hole, undefined);
    const state = cellOf(value);
    return String(state === undefined ? value : read(state));
  };
  const render = () => strings.reduce((text, part, i) => text + textOf(holes[i - 1]) + part);
  return mode === "body" ? derive(frame, render, { site: {}, kind: "str" }) : render();
}

/** The reference to a path whose name is also the name of a cell method. */
export function key(reference: unknown, name: string): unknown {
  const context = currentContext();
  if (typeof reference !== "object" || reference === null) return undefined;
  if (context?.runtime.isReactive(reference) !== true) {
    return (reference as Record<string, unknown>)[name];
  }
  const state = cellOf(reference)!.child(name);
  return context.runtime.faces.reference(state);
}

/** What a captured name stands for: a value in a computation, itself in a body. */
export function readCaptured(x: unknown): unknown {
  const pick = pickOf(x);
  if (pick === undefined && (typeof x !== "object" || x === null)) return x;
  const context = currentContext();
  if (context === undefined || context.mode === "body") return x;
  if (pick !== undefined) return pick();
  return presentValue(context, x, undefined);
}
