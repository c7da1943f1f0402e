/**
 * The children of one element, or of one array within them, reconciled by identity.
 *
 * A child that was there before keeps its part, and with it its nodes and their state, wherever
 * it moves; only children outside the longest increasing subsequence of old positions move.
 * A view computed anew as a whole consists of other objects throughout: then, and only then,
 * elements of equal name are matched by order and patched, so that a re-render keeps focus, caret
 * and scrolling.
 */

import { changeInPlace, isVNode } from "@cf/utils";
import { longestIncreasing } from "./longest-increasing.ts";
import { isNothing, isText, type Part, type ViewContext } from "./part.ts";
import { TEXT_KEY } from "./text-part.ts";

/** An ordered list of parts before an anchor. */
export class ChildList {
  readonly #context: ViewContext;
  readonly #namespace: number;
  /** The node after the last child, or 0 for the end of the parent. */
  readonly #anchor: number;
  #parent = -1;
  #parts: Part[];
  /** The values of the parts, in this list's own array. */
  #values: unknown[];

  /** Makes the parts without inserting them. */
  constructor(context: ViewContext, children: unknown, namespace: number, anchor: number) {
    this.#context = context;
    this.#namespace = namespace;
    this.#anchor = anchor;
    const values = flattenFrom(children, 0);
    this.#values = values;
    this.#parts = values.map((value) => this.#create(value));
  }

  /** The first node of the list, or its anchor when it is empty. */
  first(): number {
    return this.#parts[0]?.first() ?? this.#anchor;
  }

  /** Inserts or moves everything; `before` is the anchor unless that moves along. */
  insert(parent: number, before: number): void {
    this.#parent = parent;
    for (const part of this.#parts) part.insert(parent, before);
  }

  remove(): void {
    for (const part of this.#parts) part.remove();
    this.#parts = [];
    this.#values = [];
  }

  dispose(): void {
    for (const part of this.#parts) part.dispose();
  }

  /**
   * Shows `children` instead. The head and the tail that are the very same values as before are
   * passed over by comparing them, so that what is appended to a long list costs what it adds.
   */
  update(children: unknown): void {
    const known = this.#values;
    const start = this.#commonHead(children);
    const values = flattenFrom(children, start);
    let knownEnd = known.length;
    let count = values.length;
    while (knownEnd > start && count > 0 && this.#stays(knownEnd - 1, values[count - 1])) {
      knownEnd--;
      count--;
    }
    if (start === knownEnd && count === 0) return;
    values.length = count;
    const parts = start === knownEnd
      ? this.#insertNew(values, start)
      : this.#reconcile(values, start, knownEnd);
    const change = { start, removed: knownEnd - start, added: count };
    changeInPlace(this.#parts, change, parts);
    changeInPlace(known, change, values);
  }

  /** Makes and inserts parts for `values` before the part that is now at `at`. */
  #insertNew(values: readonly unknown[], at: number): Part[] {
    const before = this.#firstOf(at);
    return values.map((value) => {
      const part = this.#create(value);
      part.insert(this.#parent, before);
      return part;
    });
  }

  /** The parts for `values` in place of those from `from` to `to`, which go on, move or end. */
  #reconcile(values: readonly unknown[], from: number, to: number): Part[] {
    const keys = values.map((value) => keyOf(this.#context, value));
    const old = this.#parts.slice(from, to);
    const next = new Array<Part>(values.length).fill(NO_PART);
    let start = 0;
    let oldEnd = old.length;
    let end = values.length;
    while (start < oldEnd && start < end && matches(old[start]!, keys[start], values[start])) {
      next[start] = reuse(old[start]!, keys[start], values[start]);
      start++;
    }
    while (
      oldEnd > start && end > start && matches(old[oldEnd - 1]!, keys[end - 1], values[end - 1])
    ) {
      oldEnd--;
      end--;
      next[end] = reuse(old[oldEnd]!, keys[end], values[end]);
    }
    const before = end < next.length ? next[end]!.first() : this.#firstOf(to);
    const isWhole = old.length === this.#parts.length && start === 0 && end === values.length;
    this.#updateMiddle({ old, values, keys, next, start, end, oldEnd, before, isWhole });
    return next;
  }

  /** How many of the first children are the very ones shown. */
  #commonHead(children: unknown): number {
    if (!Array.isArray(children)) return 0;
    const end = Math.min(this.#values.length, children.length);
    let length = 0;
    while (length < end && this.#stays(length, children[length])) length++;
    return length;
  }

  /** Whether the part at `at` shows this very value. A reference may have come to mean another. */
  #stays(at: number, value: unknown): boolean {
    if (this.#values[at] !== value) return false;
    return isText(value) || isVNode(value) || keyOf(this.#context, value) === this.#parts[at]!.key;
  }

  #firstOf(position: number): number {
    return this.#parts[position]?.first() ?? this.#anchor;
  }

  /** Matches what lies between the common head and tail, and places it from the end backwards. */
  #updateMiddle(span: Span): void {
    const { old, values, keys, next, start, end, oldEnd } = span;
    const sources = this.#match(span);
    for (let i = start; i < oldEnd; i++) if (!span.kept!.has(i)) old[i]!.remove();
    const still = longestIncreasing(sources);
    let before = span.before;
    for (let i = end - 1; i >= start; i--) {
      const source = sources[i - start]!;
      if (source < 0) {
        next[i] = this.#create(values[i], keys[i]);
        next[i]!.insert(this.#parent, before);
      } else {
        next[i] = reuse(old[source]!, keys[i], values[i]);
        if (still[i - start] === 0) next[i]!.insert(this.#parent, before);
      }
      before = next[i]!.first();
    }
  }

  /** For each new child of the span the position of the old part that goes on as it, or -1. */
  #match(span: Span): Int32Array {
    const { old, values, keys, start, end, oldEnd } = span;
    const sources = new Int32Array(end - start).fill(-1);
    const kept = span.kept = new Set<number>();
    if (start === end || start === oldEnd) return sources;
    const positions = positionsByKey(old, start, oldEnd);
    let identified = false;
    for (let i = start; i < end; i++) {
      const queue = positions.get(keys[i]);
      const at = queue?.find((position) =>
        !kept.has(position) && old[position]!.accepts(values[i])
      );
      if (at === undefined) continue;
      if (queue![0] === at) queue!.shift();
      sources[i - start] = at;
      kept.add(at);
      if (keys[i] !== TEXT_KEY) identified = true;
    }
    if (!identified && span.isWhole) this.#matchByOrder(span, sources);
    return sources;
  }

  /** Matches elements computed anew by name and `key` prop, in order. */
  #matchByOrder(span: Span, sources: Int32Array): void {
    const { old, values, keys, start, end, oldEnd } = span;
    const kept = span.kept!;
    const free = new Map<string, number[]>();
    for (let i = start; i < oldEnd; i++) {
      if (kept.has(i) || !isVNode(old[i]!.key)) continue;
      const shape = shapeOf(old[i]!.key);
      const queue = free.get(shape);
      if (queue === undefined) free.set(shape, [i]);
      else queue.push(i);
    }
    for (const queue of free.values()) queue.reverse();
    for (let i = start; i < end; i++) {
      if (sources[i - start]! >= 0 || !isVNode(values[i]) || keys[i] !== values[i]) continue;
      const at = free.get(shapeOf(values[i]))?.pop();
      if (at === undefined) continue;
      sources[i - start] = at;
      kept.add(at);
    }
  }

  #create(value: unknown, key: unknown = keyOf(this.#context, value)): Part {
    const part = this.#context.createPart(value, this.#namespace);
    part.key = key;
    return part;
  }
}

/** Fills a list of parts until each has its own: holes make every later store slow. */
const NO_PART = undefined as unknown as Part;

interface Span {
  /** The parts before, of which those from `start` to `oldEnd` are still to be matched. */
  readonly old: readonly Part[];
  readonly values: readonly unknown[];
  readonly keys: readonly unknown[];
  readonly next: Part[];
  readonly start: number;
  readonly end: number;
  readonly oldEnd: number;
  /** The node after the last of the span. */
  readonly before: number;
  /** Whether no child of the list is the one before. */
  readonly isWhole: boolean;
  /** Positions of old parts that go on. */
  kept?: Set<number>;
}

/** Children from `start` on as one new array without those that render nothing. */
function flattenFrom(children: unknown, start: number): unknown[] {
  const out: unknown[] = [];
  if (!Array.isArray(children)) append(children, out);
  else for (let i = start; i < children.length; i++) append(children[i], out);
  return out;
}

function append(child: unknown, out: unknown[]): void {
  if (Array.isArray(child)) { for (const item of child) append(item, out); }
  else if (!isNothing(child)) out.push(child);
}

function keyOf(context: ViewContext, value: unknown): unknown {
  return isText(value) ? TEXT_KEY : context.reactivity.identity(value);
}

function matches(part: Part, key: unknown, value: unknown): boolean {
  return part.key === key && part.accepts(value);
}

function reuse(part: Part, key: unknown, value: unknown): Part {
  part.key = key;
  part.update(value);
  return part;
}

function positionsByKey(parts: readonly Part[], from: number, to: number): Map<unknown, number[]> {
  const positions = new Map<unknown, number[]>();
  for (let i = from; i < to; i++) {
    const queue = positions.get(parts[i]!.key);
    if (queue === undefined) positions.set(parts[i]!.key, [i]);
    else queue.push(i);
  }
  return positions;
}

function shapeOf(node: unknown): string {
  if (!isVNode(node)) return "";
  const key = node.props?.key;
  return isText(key) ? `${node.name}\n${key}` : node.name;
}
