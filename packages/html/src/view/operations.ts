/**
 * View operations: what a renderer tells the holder of the real tree, and what it hears back.
 *
 * A batch is one flat array: an operation code, then its operands, then the next code. Flat
 * arrays of primitives are what structured cloning copies fastest. Operands by code:
 *
 * ```text
 * create     id namespace tag     an element, not yet in the tree
 * text       id text              a text node, not yet in the tree
 * setText    id text              new text of a text node
 * content    id text              new text of an element that has no other children
 * attribute  id name text|null    sets or removes an attribute
 * property   id name value        sets a property to a plain value
 * style      id css               replaces the inline style
 * listen     id type              reports events of this type from now on
 * unlisten   id type
 * bind       id name              reports what the user makes of a property from now on
 * bound      id name value turn   sets a bound property, unless the user is ahead of `turn`
 * field      id name value turn settled
 *                                 sets a property that the user changes too, and whose changes are
 *                                 heard as events, unless the user is ahead of `turn`; while not
 *                                 `settled`, what was entered before comes back as an echo and
 *                                 is passed over
 * insert     parent id before     inserts or moves; `before` is a sibling, 0 for the end
 * remove     id                   removes the node and forgets everything in it
 * ```
 *
 * Ids are positive, count up, and are never used twice, so a late event cannot reach another
 * node. Id 0 is the root, which exists from the start and is only ever a parent.
 */

/** Operation codes. */
export const Op = {
  create: 1,
  text: 2,
  setText: 3,
  content: 4,
  attribute: 5,
  property: 6,
  style: 7,
  listen: 8,
  unlisten: 9,
  bind: 10,
  bound: 11,
  insert: 12,
  remove: 13,
  field: 14,
} as const;

/** Namespaces of created elements. */
export const Namespace = { html: 0, svg: 1, math: 2 } as const;

/** The URI of a namespace code. */
export const NAMESPACE_URIS = [
  "http://www.w3.org/1999/xhtml",
  "http://www.w3.org/2000/svg",
  "http://www.w3.org/1998/Math/MathML",
] as const;

/** A flat sequence of operations; see the head of this file. */
export type ViewBatch = readonly unknown[];

/** Holds the real tree: the DOM in a page, a plain tree headless. */
export interface ViewApplier {
  /** Applies a batch in order and at once. */
  apply(batch: ViewBatch): void;
}

/** What a pattern's handler receives: a plain, serializable account of an event. */
export interface EventPayload {
  readonly type: string;
  readonly target: EventTargetPayload;
  readonly detail?: unknown;
  readonly [key: string]: unknown;
}

/** The state of the element that an event is about. */
export interface EventTargetPayload {
  readonly value?: unknown;
  readonly checked?: boolean;
  readonly name?: string;
  readonly id?: string;
  readonly dataset?: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
}

/**
 * What an applier reports. `turn` counts the user's changes of one bound property, from the turn of
 * the value that was set last; with an event it counts those of the `value` of a field whose
 * changes are heard.
 */
export type ViewEvent =
  | {
    readonly kind: "event";
    readonly node: number;
    readonly payload: EventPayload;
    readonly turn?: number;
  }
  | {
    readonly kind: "bound";
    readonly node: number;
    readonly name: string;
    readonly value: unknown;
    readonly turn: number;
  };
