/**
 * The node behind a call of an input or output builtin: its value is the frozen state
 * `{ pending, result?, error? }` of what the call asks for at present.
 */

import type { CfError } from "@cf/utils";
import { cellOf } from "../cell/faces.ts";
import { presentValue } from "../cell/read.ts";
import { type Schema, shapeOf } from "../cell/schema.ts";
import { CellState } from "../cell/state.ts";
import type { LiveNode } from "../cell/target.ts";
import { currentContext, runIn } from "../context.ts";
import { PatternError } from "../errors.ts";
import { frameFor } from "../pattern/builders.ts";
import type { Frame } from "../pattern/frame.ts";
import { asSite, type Site } from "../pattern/site.ts";
import { toPlain } from "../piece/piece.ts";
import { Computed } from "../reactive/mod.ts";
import type { Runtime } from "../runtime.ts";
import type { Builtins } from "./builtins.ts";
import { asRequestError, RequestError } from "./errors.ts";
import type { RunState } from "./shared-run.ts";

/** Nothing was asked for. */
export const NO_REQUEST: RunState<never> = Object.freeze({ pending: false });

/** What a builtin's function works with. */
export interface Asking {
  readonly runtime: Runtime;
  readonly builtins: Builtins;
  readonly frame: Frame;
  readonly site: Site;
  /** The author's argument, with references in it. */
  readonly request: unknown;
}

/** The state for the request as it stands; reads subscribe. */
export interface Answer {
  (): object;
  /** Takes what a handler sets at a path of the state, if that means something. */
  readonly take?: (path: readonly string[], value: unknown) => boolean;
}

/** A node whose value is a request's state. */
class RequestNode implements LiveNode {
  readonly space: string;
  readonly #name: string;
  readonly #value: Computed<object>;
  readonly #answer: Answer;

  constructor(
    readonly frame: Frame,
    readonly site: Site,
    { kind, answer }: { kind: string; answer: Answer },
  ) {
    const { runtime } = frame;
    this.space = frame.space;
    this.#answer = answer;
    const name = site.name ?? `(${kind})`;
    this.#name = frame.claim(name);
    const ask = () =>
      runIn({ mode: "compute", runtime, frame }, () => runtime.budgeted(this, answer));
    this.#value = new Computed(
      FORGETFUL.has(kind) ? ask : keepingResult(ask, formerOf(frame, { name, id: this.id })),
      sameState,
    );
    frame.onDispose(runtime.builtins.register(this));
    if (site.name !== undefined) frame.register(this);
  }

  get id(): string {
    return this.frame.idOf(this.#name);
  }

  /** For messages. */
  get label(): string {
    return this.site.name ?? this.site.line ?? this.#name;
  }

  get(): unknown {
    const { builtins, queue } = this.frame.runtime;
    if (queue.handling) builtins.hold(this);
    return this.#value.get();
  }

  pin(): void {
    this.frame.runtime.nodes.register(this);
  }

  take(path: readonly string[], value: unknown): boolean {
    return this.#answer.take?.(path, value) ?? false;
  }
}

/** Builtins whose state says nothing of what they asked for before. */
const FORGETFUL: ReadonlySet<string> = new Set(["wish", "navigateTo", "cellFromUrl"]);

/**
 * The last state of the request at one place. A computation that runs again makes its requests
 * anew; one that it makes once per run goes on with the state of the run before.
 */
interface Place {
  last: object | undefined;
}

function formerOf(frame: Frame, { name, id }: { name: string; id: string }): Place {
  const { former } = frame;
  if (former === undefined) return { last: undefined };
  const place: Place = { last: former.given.get(id) };
  frame.onDispose(() => {
    if (place.last !== undefined && !frame.isShared(name)) former.left.set(id, place.last);
  });
  return place;
}

function keepingResult(ask: () => object, place: Place): () => object {
  return () => place.last = withFormer(place.last, ask());
}

/**
 * A state that waits for its answer still has the former one, so that a view need not go blank
 * while the next comes; an error, or asking for nothing, ends it.
 */
function withFormer(former: object | undefined, state: object): object {
  const now = state as RunState<unknown>;
  if (former === undefined || !("result" in former)) return state;
  if (!now.pending || now.error !== undefined || "result" in now) return state;
  return Object.freeze({ ...state, result: former.result });
}

/** Equal states are one to their readers, however often a request is looked at. */
function sameState(a: object, b: object): boolean {
  const keys = Object.keys(a);
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  return keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && Object.is(left[key], right[key]));
}

/** The schema of a state whose `result` has schema `result`. */
function stateSchema(result: Schema | undefined): Schema | undefined {
  if (typeof result !== "object" || result === null) return undefined;
  const { $defs, ...own } = result;
  return {
    type: "object",
    properties: { result: own, candidates: { type: "array", items: own } },
    ...($defs === undefined ? {} : { $defs }),
  };
}

/**
 * Makes the function that authors call. `ask` runs once per node and gives the function that
 * computes the state; `shaped` says whether the author's schema shapes what readers get, `effect`
 * that it runs while its piece does, whether or not anybody reads it.
 */
export function requestBuiltin(
  name: string,
  ask: (asking: Asking) => Answer,
  { shaped = false, effect = false }: { shaped?: boolean; effect?: boolean } = {},
): (...args: unknown[]) => unknown {
  return (...args) => {
    if (currentContext()?.mode === "handler") {
      throw new PatternError(
        "no-body",
        `Cannot call ${name} in a handler: it is a state that changes; call it in the pattern's body ` +
          `and read it in the handler`,
      );
    }
    const { frame, mode, runtime } = frameFor(name);
    const site = args.map(asSite).find((one) => one !== undefined) ?? {};
    const request = asSite(args[0]) === undefined ? args[0] : undefined;
    const answer = ask({ runtime, builtins: runtime.builtins, frame, site, request });
    const node = new RequestNode(frame, site, { kind: name, answer });
    if (effect && mode === "body") frame.keepRunning(node);
    const shape = shapeOf(shaped ? stateSchema(site.schema) : undefined);
    const state = new CellState(runtime, node, [], shape, undefined);
    const reference = runtime.faces.reference(state);
    return mode === "body" ? reference : presentValue({ runtime }, reference, undefined);
  };
}

/** A part of a request as plain JSON: references and cells are read. */
export function plainOf(runtime: Runtime, value: unknown): unknown {
  return toPlain(presentValue({ runtime }, value, undefined));
}

/** A part of a request as the author gave it; the request itself may be a reference. */
export function rawPart(runtime: Runtime, request: unknown, key: string): unknown {
  const value = cellOf(request) === undefined
    ? request
    : presentValue({ runtime }, request, undefined);
  if (typeof value !== "object" || value === null) return undefined;
  return (value as Record<string, unknown>)[key];
}

/** A part of a request as plain JSON. */
export function partOf(runtime: Runtime, request: unknown, key: string): unknown {
  return plainOf(runtime, rawPart(runtime, request, key));
}

/** The state of a request that cannot be made. */
export function failed(error: CfError): RunState<never> {
  return Object.freeze({ pending: false, error: asRequestError(error, "ask") });
}

/** A failure of the author's own request. */
export function badRequest(message: string): RunState<never> {
  return failed(new RequestError("bad-request", message));
}
