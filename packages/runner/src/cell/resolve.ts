/**
 * Finding what is at a place: walks a path, passes through links, and records what was read with
 * the running computation or transaction.
 */

import type { Json } from "@cf/utils";
import { fromSigil, type Link, type Path } from "@cf/protocol";
import { currentContext } from "../context.ts";
import { PatternError } from "../errors.ts";
import { cellOf } from "./faces.ts";
import { CellState } from "./state.ts";
import { DocTarget, isDerivedId, isDocTarget, type LiveNode, type Target } from "./target.ts";
import type { Runtime } from "../runtime.ts";
import type { Document } from "../document/document.ts";

/** What a place holds after all links were followed. */
export type Resolved =
  | {
    readonly kind: "json";
    readonly runtime: Runtime;
    readonly target: DocTarget;
    readonly path: Path;
    /** `undefined` where nothing is. */
    readonly raw: Json | undefined;
    /** How many steps at the end of the path lead nowhere; more than all in a new document. */
    readonly missing: number;
    /** The default of a reference that was passed through. */
    readonly fallback?: Json | undefined;
  }
  | {
    readonly kind: "live";
    readonly node: LiveNode;
    readonly path: Path;
    readonly value: unknown;
  };

const HOPS_MAX = 100;

/**
 * What is at `state`'s place. With `stay`, a link at the very end is not followed; with `silent`,
 * nothing is recorded, for writers whose intent does not depend on what they pass through.
 */
export function resolve(state: CellState, { stay = false, silent = false } = {}): Resolved {
  let { target, path } = state;
  const { runtime } = state;
  for (let hops = 0; hops < HOPS_MAX; hops++) {
    if (!isDocTarget(target)) return resolveLive(target, path);
    const document = runtime.load(target);
    const step = walk(document, path, stay, silent);
    if (step.link === undefined) {
      return { kind: "json", runtime, target, path, raw: step.raw, missing: step.missing };
    }
    const next = targetOf(runtime, step.link, target.space);
    path = [...(step.link.path ?? []), ...step.rest];
    target = next;
  }
  throw new PatternError(
    "link-cycle",
    `Cannot read ${state.key.replaceAll("\0", "/")}: its links lead back to themselves`,
  );
}

/** The target that a link names. */
export function targetOf(runtime: Runtime, link: Link, space: string): Target {
  const inSpace = link.space ?? space;
  if (isDerivedId(link.id)) return runtime.derived(inSpace, link.id);
  return new DocTarget(inSpace, link.id, link.scope ?? "space");
}

interface Step {
  readonly raw: Json | undefined;
  readonly link: Link | undefined;
  readonly rest: Path;
  readonly missing: number;
}

/** Walks as far as the document goes: to the end of the path, or to the first link on it. */
function walk(document: Document, path: Path, stay: boolean, silent: boolean): Step {
  const transaction = currentContext()?.transaction;
  let raw: Json | undefined = transaction === undefined
    ? document.value
    : transaction.valueOf(document);
  let missing = 0;
  for (let depth = 0; depth <= path.length; depth++) {
    if (raw === undefined) missing++;
    const last = depth === path.length;
    if (typeof raw === "object" && raw !== null && !(last && stay)) {
      const link = "/" in raw ? fromSigil(raw) : undefined;
      if (link !== undefined) {
        if (!silent) observe(document, path.slice(0, depth));
        return { raw, link, rest: path.slice(depth), missing: 0 };
      }
    }
    if (last) break;
    raw = typeof raw === "object" && raw !== null && Object.hasOwn(raw, path[depth]!)
      ? (raw as Record<string, Json>)[path[depth]!]
      : undefined;
  }
  if (!silent) observe(document, path);
  return { raw, link: undefined, rest: [], missing };
}

function observe(document: Document, path: Path): void {
  document.trackSurface(path);
  currentContext()?.transaction?.recordRead(document, path, true);
}

/** Follows a path through computed values, references and cells. */
function resolveLive(node: LiveNode, path: Path): Resolved {
  let value = node.get();
  for (let depth = 0;; depth++) {
    const state = cellOf(value);
    if (state !== undefined) {
      const place = state.descend(path.slice(depth));
      const inner = resolve(place);
      if (inner.kind === "live" || inner.fallback !== undefined) return inner;
      const fallback = place.fallbackFor(inner.missing);
      return fallback === undefined ? inner : { ...inner, fallback };
    }
    if (depth === path.length) return { kind: "live", node, path, value };
    value = propertyOf(value, path[depth]!);
  }
}

function propertyOf(value: unknown, key: string): unknown {
  if (typeof value === "string" && key === "length") return value.length;
  if (typeof value !== "object" || value === null) return undefined;
  if (!Object.hasOwn(value, key)) return undefined;
  return (value as Record<string, unknown>)[key];
}

/** The place that `state` leads to after all links, as a state with the same shape. */
export function resolveState(state: CellState, options?: { silent?: boolean }): CellState {
  const found = resolve(state, options);
  if (found.kind === "live") {
    if (found.node === state.target && found.path === state.path) return state;
    return new CellState(state.runtime, found.node, found.path, state.shape, state.fallback);
  }
  const target = state.target;
  if (found.path === state.path && isDocTarget(target) && target === found.target) return state;
  const fallback = found.fallback ?? state.fallback;
  return new CellState(state.runtime, found.target, found.path, state.shape, fallback);
}
