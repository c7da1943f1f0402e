/**
 * Parts: the renderer's picture of what stands in the real tree.
 *
 * Every part stands for at least one node (an empty text stands for nothing), so that whatever
 * comes before it can always be inserted before its first node.
 */

import type { Reactivity } from "./reactivity.ts";

/** A piece of rendered view: a text, an element, or what a reference currently resolves to. */
export interface Part {
  /** What identifies the rendered value in a list; see `Reactivity.identity`. */
  key: unknown;
  /** The id of the first node. */
  first(): number;
  /** Whether {@linkcode Part.update} can make this part show `value`. */
  accepts(value: unknown): boolean;
  /** Shows `value` instead, keeping nodes. The caller has checked `accepts`. */
  update(value: unknown): void;
  /** Inserts or moves all nodes of the part. */
  insert(parent: number, before: number): void;
  /** Takes the nodes out of the tree and ends the part. */
  remove(): void;
  /** Ends the part when the nodes leave the tree together with an ancestor. */
  dispose(): void;
}

/** A part that reacts to events of its node. */
export interface EventTargetPart {
  handle(type: string, payload: unknown, turn?: number): void;
  handleBound(name: string, value: unknown, turn: number): void;
}

/** What parts share: where operations go, and how parts are made. */
export interface ViewContext {
  readonly reactivity: Reactivity;
  /** A fresh node id. */
  nextId(): number;
  /** Appends operations; see `operations.ts` for their operands. */
  emit(...operands: unknown[]): void;
  /** Makes the part for one flattened child. */
  createPart(value: unknown, namespace: number): Part;
  /** Routes events of node `id` to `target` until {@linkcode ViewContext.silence}. */
  hear(id: number, target: EventTargetPart): void;
  silence(id: number): void;
  /** Remembers the cell that is dragged with node `id`, until the node is silenced. */
  carry(id: number, cell: unknown): void;
  /** Says something once per renderer and `topic`. */
  warnOnce(topic: string, message: string): void;
  /** Reports a failure of a handler, a binding or a prop. */
  report(error: unknown): void;
}

/** Whether `value` renders nothing. */
export function isNothing(value: unknown): value is null | undefined | boolean {
  return value === null || value === undefined || typeof value === "boolean";
}

/** Whether `value` renders as text. */
export function isText(value: unknown): value is string | number | bigint {
  return typeof value === "string" || typeof value === "number" || typeof value === "bigint";
}

/** What a failed computation has to say. */
export function errorMessage(error: unknown): string {
  if (error instanceof Error) return error.message === "" ? error.name : error.message;
  const message = (error as { message?: unknown } | null)?.message;
  return typeof message === "string" ? message : String(error);
}
