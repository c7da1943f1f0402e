/**
 * The runtime as a view renderer sees it. The shape is that of `Reactivity` in the view package,
 * which does not need to know the runtime.
 */

import { jsonEqual } from "@cf/utils";
import { cellOf, explicitCellOf } from "./cell/faces.ts";
import { identityOf } from "./cell/identity.ts";
import { cellStateAt, presentValue, readValue } from "./cell/read.ts";
import { resolveState } from "./cell/resolve.ts";
import { isOfKind } from "./cell/kinds.ts";
import { cellKindOf, type Shape } from "./cell/schema.ts";
import type { CellState } from "./cell/state.ts";
import { isDocTarget, type Target } from "./cell/target.ts";
import { sourceOfValueView } from "./cell/value-view.ts";
import { setAt } from "./cell/write.ts";
import { runIn } from "./context.ts";
import { NotReady } from "./errors.ts";
import { effect, untracked } from "./reactive/mod.ts";
import { listKeyOf } from "./pattern/list-key.ts";
import type { Runtime } from "./runtime.ts";

/** What a renderer needs of a runtime. */
export interface ViewHost {
  /** Runs `run` now and after each change of what it read; returns the function that ends it. */
  effect(run: () => void): () => void;
  /** The current value of a reference or a cell; anything else is itself. */
  resolve(value: unknown): unknown;
  /** Whether `value` can be written with `setCell`. */
  isCell(value: unknown): boolean;
  /** Whether `value` can be sent to with `send`. */
  isStream(value: unknown): boolean;
  /**
   * Writes what a person made of a bound property. A promise where the place of the cell has to be
   * loaded first; what is written and sent after that keeps its order.
   */
  setCell(cell: unknown, value: unknown): void | Promise<void>;
  /** Delivers an event to a handler. */
  send(stream: unknown, event: unknown): void;
  /** Whether something that was sent is still being handled. */
  isHandling(): boolean;
  /** What stays the same while a list element stays the same. */
  identity(value: unknown): unknown;
  /** Whether following `a` is following `b`: the same place or node, read in the same way. */
  isSame(a: object, b: object): boolean;
  /** The page's address of the piece behind a cell, `/<space>/<piece>`. */
  address(cell: unknown): string | undefined;
}

/** The reactive system of `runtime` for a renderer. */
export function viewHost(runtime: Runtime): ViewHost {
  const inputs = new Inputs(runtime);
  return {
    effect: (run) => effect(() => runIn({ mode: "compute", runtime }, run)),
    resolve: (value) => resolveForView(runtime, value),
    isCell: (value) => {
      const state = explicitCellOf(value);
      return state !== undefined && cellKindOf(state.shape) !== "stream";
    },
    isStream: (value) => {
      const state = cellOf(value);
      if (state === undefined) return false;
      // Sending to one that is required and missing says so.
      return isRequiredStream(state) || quietly(() => runtime.streamAt(state)) !== undefined;
    },
    setCell: (cell, value) => {
      const state = cellOf(cell);
      if (state === undefined) return;
      return inputs.do(() =>
        runtime.queue.perform("a bound property", () => {
          const place = cellStateAt(state);
          const typed = typedFor(place, value);
          if (typed !== undefined || value === undefined) setAt(place, typed, { past: true });
        })
      );
    },
    send: (stream, event) => {
      const state = cellOf(stream);
      // A failed write was told by its own promise; the event still goes out.
      if (state !== undefined) void inputs.do(() => runtime.send(state, event))?.catch(() => {});
    },
    isHandling: () => runtime.queue.pending > 0,
    identity: (value) => identityForView(runtime, value),
    isSame: (a, b) => isSameForView(runtime, a, b),
    address: (cell) => pieceAddress(cell),
  };
}

function isRequiredStream({ shape, parent, path }: CellState): boolean {
  return cellKindOf(shape) === "stream" &&
    parent?.inner?.schema.required?.includes(path.at(-1)!) === true;
}

/**
 * What a field gives is a text. A cell of numbers gets the number; what is none yet (`-`, an empty
 * field) is `undefined`.
 */
function typedFor({ shape }: CellState, value: unknown): unknown {
  if (typeof value !== "string" || shape === undefined || isOfKind(shape, value)) return value;
  if (!isOfKind(shape, 0)) return value;
  const number = value.trim() === "" ? NaN : Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/**
 * What a person does, in the order in which it was done: a handler that is sent to after a field
 * was filled finds what was typed, also where that had to wait for a document.
 */
class Inputs {
  readonly #runtime: Runtime;
  #last: Promise<void> | undefined;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  /** Acts at once if nothing waits and everything is there. */
  do(act: () => void): void | Promise<void> {
    if (this.#last === undefined) {
      try {
        return act();
      } catch (error) {
        if (!(error instanceof NotReady)) throw error;
      }
    }
    const before = this.#last ?? Promise.resolve();
    const done = before.catch(() => {}).then(() => this.#runtime.whenReady(act));
    this.#last = done;
    const forget = () => {
      if (this.#last === done) this.#last = undefined;
    };
    done.then(forget, forget);
    return done;
  }
}

/**
 * One step: from a reference or cell to what it holds. What is computed comes as it was made, with
 * its own references still inside, so that each of them can be followed by itself.
 */
function resolveForView(runtime: Runtime, value: unknown): unknown {
  if (cellOf(value) === undefined) return value;
  const cell = explicitCellOf(value);
  const found = quietly(() => {
    if (cell !== undefined && cellKindOf(cell.shape) !== "stream") {
      return readValue(cellStateAt(cell));
    }
    return presentValue({ runtime }, value, undefined);
  });
  return sourceOfValueView(found) ?? found;
}

/** Asking for an identity is no reading: it neither subscribes nor fails. */
function identityForView(runtime: Runtime, value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (cellOf(value) === undefined && runtime.placeOfView(value) === undefined) {
    return listKeyOf(value) ?? value;
  }
  try {
    return untracked(() => identityOf(value));
  } catch {
    return value;
  }
}

/**
 * Whether two references lead to one place. Documents have a name; a node is the same only while
 * it is the same object, since a piece that starts anew has other nodes under the same names.
 */
function isSameForView(runtime: Runtime, a: object, b: object): boolean {
  const [one, other] = [a, b].map((value) => cellOf(value) ?? runtime.placeOfView(value));
  if (one === undefined || other === undefined) return false;
  if (one === other) return true;
  return isSameTarget(one.target, other.target) && jsonEqual(one.path, other.path) &&
    isSameShape(one.shape, other.shape) && jsonEqual(one.fallback, other.fallback);
}

function isSameTarget(one: Target, other: Target): boolean {
  if (one === other) return true;
  return isDocTarget(one) && isDocTarget(other) && one.space === other.space &&
    one.id === other.id && one.scope === other.scope;
}

function isSameShape(one: Shape | undefined, other: Shape | undefined): boolean {
  if (one === other) return true;
  return jsonEqual(one?.schema, other?.schema) && jsonEqual(one?.root, other?.root) &&
    isSameShape(one?.own, other?.own);
}

/** Runs `fn`; what is not loaded yet shows as nothing, and the effect runs again when it is. */
function quietly<T>(fn: () => T): T | undefined {
  try {
    return fn();
  } catch (error) {
    if (error instanceof NotReady) return undefined;
    throw error;
  }
}

/** The page address of the piece behind a cell: `/<space>/<piece>`. */
function pieceAddress(cell: unknown): string | undefined {
  const state = cellOf(cell);
  if (state === undefined) return undefined;
  const resolved = quietly(() => resolveState(state, { silent: true }));
  if (resolved === undefined || isDocTarget(resolved.target)) return undefined;
  const { id, space } = resolved.target;
  return id.startsWith("piece:") && !id.includes("#") ? `/${space}/${id}` : undefined;
}
