/**
 * One document of a space as this runtime sees it: the confirmed value, the runtime's own commits
 * that are not answered yet, and who reads which path.
 *
 * `value = own visible pending operations applied to confirmed`. Readers subscribe per path: to a
 * path's *surface* (its primitive value, or kind and keys) or to everything below it.
 */

import { isRecord, type Json, jsonEqual } from "@cf/utils";
import { applyOperation, type DocAddress, type Operation, type Path } from "@cf/protocol";
import { changed, isLive, Source, track } from "../reactive/mod.ts";

class PathSource extends Source {}

/** Subscriptions under one path. */
interface PathNode {
  surface: PathSource | undefined;
  deep: PathSource | undefined;
  children: Map<string, PathNode> | undefined;
}

/** The part of an own commit that touches one document. */
export interface PendingOperations {
  readonly local: number;
  readonly operations: readonly Operation[];
  /** Kept invisible until confirmed, because rows become visible with it. */
  readonly hidden: boolean;
}

/** Loading state of a document. */
export type DocumentState = "unloaded" | "loading" | "loaded";

/** A document replica. */
export class Document {
  state: DocumentState = "unloaded";
  /** Resolves when the document is loaded; set while loading. */
  ready: Promise<void> | undefined;
  confirmed: Json | undefined;
  seq = 0;
  value: Json | undefined;
  pending: PendingOperations[] = [];
  readonly #root: PathNode = { surface: undefined, deep: undefined, children: undefined };

  constructor(readonly address: DocAddress, readonly key: string) {}

  /** Subscribes the running observer to the surface of `path`. */
  trackSurface(path: Path): void {
    const node = this.#nodeAt(path);
    track(node.surface ??= new PathSource());
  }

  /** Subscribes the running observer to everything at and below `path`. */
  trackDeep(path: Path): void {
    const node = this.#nodeAt(path);
    track(node.deep ??= new PathSource());
  }

  /** Takes the server's version; the own pending operations stay on top. */
  confirm(value: Json | undefined, seq: number): void {
    this.confirmed = value;
    this.seq = seq;
    this.state = "loaded";
    this.recompute();
  }

  /** Applies the pending operations to the confirmed value and tells readers of differences. */
  recompute(): void {
    let next = this.confirmed;
    for (const { operations, hidden } of this.pending) {
      if (hidden) continue;
      next = operations.reduce(apply, next);
    }
    this.#replace(next);
  }

  /**
   * Adds own operations that give `next` when applied to the visible value, as the transaction
   * that made them has seen.
   */
  addPending(pending: PendingOperations, next: Json | undefined): void {
    this.state = "loaded";
    this.pending.push(pending);
    if (!pending.hidden) this.#replace(next);
  }

  /** The own operations of commit `local` became part of the document at `seq`. */
  confirmOwn(local: number, seq: number): void {
    const index = this.pending.findIndex((pending) => pending.local === local);
    if (index < 0) return;
    const [own] = this.pending.splice(index, 1);
    const alone = this.pending.length === 0 && !own!.hidden;
    if (seq <= this.seq) return this.recompute();
    this.seq = seq;
    this.confirmed = alone ? this.value : own!.operations.reduce(apply, this.confirmed);
    if (!alone) this.recompute();
  }

  /** The own operations of commit `local` were refused. */
  dropPending(local: number): void {
    this.pending = this.pending.filter((pending) => pending.local !== local);
    this.recompute();
  }

  /** Whether any effect depends on the document. */
  get watched(): boolean {
    return nodeLive(this.#root);
  }

  /** Tells all readers that the document must be looked at again. */
  touch(): void {
    announceAll(this.#root);
  }

  #replace(next: Json | undefined): void {
    const before = this.value;
    if (before === next) return;
    this.value = next;
    announce(this.#root, before, next);
  }

  #nodeAt(path: Path): PathNode {
    let node = this.#root;
    for (const part of path) {
      node.children ??= new Map();
      let child = node.children.get(part);
      if (child === undefined) {
        node.children.set(
          part,
          child = { surface: undefined, deep: undefined, children: undefined },
        );
      }
      node = child;
    }
    return node;
  }
}

function apply(value: Json | undefined, operation: Operation): Json | undefined {
  return applyOperation(value, operation);
}

function nodeLive(node: PathNode): boolean {
  if (node.surface !== undefined && isLive(node.surface)) return true;
  if (node.deep !== undefined && isLive(node.deep)) return true;
  for (const child of node.children?.values() ?? []) if (nodeLive(child)) return true;
  return false;
}

function announceAll(node: PathNode): void {
  if (node.surface !== undefined) changed(node.surface);
  if (node.deep !== undefined) changed(node.deep);
  for (const child of node.children?.values() ?? []) announceAll(child);
}

function announce(node: PathNode, before: unknown, after: unknown): void {
  if (before === after) return;
  if (node.deep !== undefined && differs(before, after)) changed(node.deep);
  if (node.surface !== undefined && surfaceDiffers(before, after)) changed(node.surface);
  if (node.children === undefined) return;
  for (const [key, child] of node.children) announce(child, part(before, key), part(after, key));
}

function differs(before: unknown, after: unknown): boolean {
  if (Array.isArray(before) && Array.isArray(after) && before.length !== after.length) return true;
  return !jsonEqual(before, after);
}

function part(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string, unknown>)[key];
}

function surfaceDiffers(before: unknown, after: unknown): boolean {
  if (Array.isArray(before) && Array.isArray(after)) return before.length !== after.length;
  if (!isRecord(before) || !isRecord(after)) return true;
  if ("/" in before || "/" in after) return !jsonEqual(before, after);
  const keys = Object.keys(before);
  if (keys.length !== Object.keys(after).length) return true;
  return keys.some((key) => !Object.hasOwn(after, key));
}
