/**
 * What the view needs of a reactive system. The runtime implements it; so does any signals
 * library in a few lines.
 */

/** The reactive system that a renderer runs on. */
export interface Reactivity {
  /**
   * Runs `run` at once, and again whenever something it read through `resolve` changed, until the
   * returned function is called. Afterwards it never runs again, even if a run was due.
   *
   * Effects are independent of each other: one that is created while another runs belongs to its
   * creator alone, survives the other's next run, and what it reads is not tracked by the other.
   * `run` does not throw.
   */
  effect(run: () => void): () => void;

  /**
   * The current value of a reference: a primitive, plain object, array, view node or again a
   * reference. Anything that is no reference is returned as it is. A cell resolves to its value.
   * Throws what the computation behind the reference threw.
   */
  resolve(value: unknown): unknown;

  /** Whether `value` can be written with {@linkcode Reactivity.setCell}. */
  isCell(value: unknown): boolean;

  /** Whether `value` can be sent to with {@linkcode Reactivity.send}. */
  isStream(value: unknown): boolean;

  /** Writes what the user made of a bound property; a promise where that has to wait. */
  setCell(cell: unknown, value: unknown): void | Promise<void>;

  /** Delivers an event's payload to a handler. */
  send(stream: unknown, event: unknown): void;

  /**
   * Whether something that was sent is still being handled, so that values may be older than it.
   * Without this method events are handled when they are sent.
   */
  isHandling?(): boolean;

  /**
   * What stays the same while a list element stays the same: the runtime's key of the element
   * that `value` was made from, else `value` itself.
   */
  identity(value: unknown): unknown;

  /**
   * Whether following `a` is following `b`, now and after every change. References of one identity
   * may differ: a piece that starts anew has other nodes under the same names. Without this method
   * an equal identity is enough.
   */
  isSame?(a: object, b: object): boolean;

  /** The page's address of the piece behind a cell, for links to it, if it has one. */
  address?(cell: unknown): string | undefined;
}

/** Resolves until nothing is left to resolve. A chain of more than 64 references is a mistake. */
export function resolveFully(reactivity: Reactivity, value: unknown): unknown {
  let current = value;
  for (let depth = 0; depth < 64; depth++) {
    if (!isObjectLike(current)) return current;
    const next = reactivity.resolve(current);
    if (next === current) return current;
    current = next;
  }
  throw new RangeError("Cannot resolve a reference: it leads through more than 64 others");
}

/**
 * A plain copy of `value` with every reference inside it resolved, fit for structured cloning.
 * Functions, streams and what is nested deeper than `depthMax` are left out.
 */
export function resolveDeep(reactivity: Reactivity, value: unknown, depthMax = 32): unknown {
  const current = resolveFully(reactivity, value);
  if (!isObjectLike(current)) return typeof current === "symbol" ? undefined : current;
  if (typeof current === "function" || depthMax === 0) return undefined;
  if (reactivity.isStream(current)) return undefined;
  if (Array.isArray(current)) {
    return current.map((item) => resolveDeep(reactivity, item, depthMax - 1));
  }
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(current)) {
    const item = resolveDeep(reactivity, (current as Record<string, unknown>)[key], depthMax - 1);
    if (item !== undefined) copy[key] = item;
  }
  return copy;
}

/** Whether whoever follows `before` may go on with that instead of following `after`. */
export function isSame(reactivity: Reactivity, before: unknown, after: unknown): boolean {
  if (Object.is(before, after)) return true;
  if (!isObjectLike(before) || !isObjectLike(after)) return false;
  return reactivity.isSame === undefined
    ? reactivity.identity(before) === reactivity.identity(after)
    : reactivity.isSame(before, after);
}

/** Whether `value` is an object or a function, which is all that can be a reference. */
export function isObjectLike(value: unknown): value is object {
  return typeof value === "object" ? value !== null : typeof value === "function";
}
