/**
 * One document of a space as this runtime sees it: the confirmed value, the runtime's own commits
 * that are not answered yet, and who reads which path.
 *
 * `value = own visible pending operations applied to confirmed`. Readers subscribe per path: to its
 * *kind* (its primitive value or link, or that it is an object or an array), to its *keys* (of an
 * array, the length), or to everything at and below it. So who read a property is not told when
 * another one arrives beside it.
 *
 * Where nothing is, a reader takes a default. Writing that default changes nothing for the reader,
 * so the path keeps what its readers took.
 */

import { isRecord, type Json, jsonEqual } from "@cf/utils";
import { applyOperation, type DocAddress, type Operation, type Path } from "@cf/protocol";
import { activeObserver, changed, isLive, Source, track } from "../reactive/mod.ts";

/** What one kind of reader of a path depends on. */
export class PathSource extends Source {
  constructor(readonly node: PathNode) {
    super();
  }

  /** What was read: the document, the path in it, and whether less than everything below it. */
  get read(): { document: Document; path: Path; shallow: boolean } {
    const path: string[] = [];
    let at: PathNode | Document = this.node;
    for (; at instanceof PathNode; at = at.above) if (at.key !== undefined) path.unshift(at.key);
    return { document: at, path, shallow: this.node.deep !== this };
  }
}

/** Subscriptions under one path. */
class PathNode {
  kind: PathSource | undefined;
  keys: PathSource | undefined;
  deep: PathSource | undefined;
  children: Map<string, PathNode> | undefined;
  /** Set when it was read while nothing was there. */
  absent: Absent | undefined;
  /** What readers of its kind look at in an object there. */
  distinctions: Distinctions | undefined;
  /** What was found last to be part of them: readers of one type follow each other. */
  absorbed: Distinctions | undefined;

  /** `key` is the last step of the path; the root has none. */
  constructor(readonly above: PathNode | Document, readonly key: string | undefined) {}
}

/** The properties of an object that decide how it reads. */
interface Distinctions {
  /** Whether these are there matters. */
  readonly present: readonly string[];
  /** Their values matter. */
  readonly telling: readonly string[];
}

/** What all readers took where nothing was; `undefined` when nothing or when they differ. */
interface Absent {
  taken: unknown;
  /** Whether one took a part of a default further up, which ends when something is written there. */
  inherits: boolean;
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
  /** Whether it was looked up since the replica last looked for what it can let go. */
  isUsed = true;
  /** A document through which it was found, whose other links may be wanted too. */
  via: Document | undefined;
  /** Made when somebody subscribes, which most documents never see. */
  #root: PathNode | undefined;

  constructor(
    readonly address: DocAddress,
    readonly key: string,
    /** The replica that keeps it. */
    readonly owner?: unknown,
  ) {}

  /** Subscribes the running observer to the kind of what is at `path`. */
  trackKind(path: Path): void {
    if (activeObserver() === undefined) return;
    const node = this.#nodeAt(path);
    track(node.kind ??= new PathSource(node));
  }

  /**
   * The same where nothing is, for an observer that goes on with `taken` instead; `own` is what it
   * would take if what is around the place were there.
   */
  trackAbsent(path: Path, taken: unknown, own: unknown): void {
    if (activeObserver() === undefined) return;
    const node = this.#nodeAt(path);
    if (node.absent === undefined) node.absent = { taken, inherits: false };
    else if (node.absent.taken !== taken) node.absent.taken = undefined;
    if (taken !== own) node.absent.inherits = true;
    track(node.kind ??= new PathSource(node));
  }

  /** A reader of what is not there takes a part of a default further up, by way of a reference. */
  inheritAt(path: Path): void {
    const { absent } = this.#nodeAt(path);
    if (absent !== undefined) absent.inherits = true;
  }

  /** Counts these properties of the object at `path` as part of its kind from now on. */
  distinguish(path: Path, distinctions: Distinctions): void {
    if (activeObserver() === undefined) return;
    const node = this.#nodeAt(path);
    if (node.distinctions === undefined) node.distinctions = distinctions;
    else if (node.distinctions !== distinctions && node.absorbed !== distinctions) {
      node.distinctions = union(node.distinctions, distinctions);
      node.absorbed = distinctions;
    }
  }

  /** Subscribes the running observer to the keys at `path`: names, or how many elements. */
  trackKeys(path: Path): void {
    if (activeObserver() === undefined) return;
    const node = this.#nodeAt(path);
    track(node.keys ??= new PathSource(node));
  }

  /** Subscribes the running observer to everything at and below `path`. */
  trackDeep(path: Path): void {
    if (activeObserver() === undefined) return;
    const node = this.#nodeAt(path);
    track(node.deep ??= new PathSource(node));
  }

  /** Takes the server's version; the own pending operations stay on top. */
  confirm(value: Json | undefined, seq: number): void {
    const was = this.isErased;
    this.confirmed = value;
    this.seq = seq;
    this.state = "loaded";
    this.recompute();
    this.#noticeErased(was);
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
    const was = this.isErased;
    this.state = "loaded";
    this.pending.push(pending);
    if (!pending.hidden) this.#replace(next);
    this.#noticeErased(was);
  }

  /** The own operations of commit `local` became part of the document at `seq`. */
  confirmOwn(local: number, seq: number): void {
    const index = this.pending.findIndex((pending) => pending.local === local);
    if (index < 0) return;
    const was = this.isErased;
    const [own] = this.pending.splice(index, 1);
    const alone = this.pending.length === 0 && !own!.hidden;
    if (seq <= this.seq) return this.recompute();
    this.seq = seq;
    this.confirmed = alone ? this.value : own!.operations.reduce(apply, this.confirmed);
    if (!alone) this.recompute();
    this.#noticeErased(was);
  }

  /** The own operations of commit `local` were refused. */
  dropPending(local: number): void {
    const was = this.isErased;
    this.pending = this.pending.filter((pending) => pending.local !== local);
    this.recompute();
    this.#noticeErased(was);
  }

  /** Whether nothing was ever written to it, as far as is known here. */
  get isUntouched(): boolean {
    return this.seq === 0 && this.pending.length === 0;
  }

  /** Whether there was a value, and is none now: its initial value does not come back. */
  get isErased(): boolean {
    return this.value === undefined &&
      (this.seq > 0 || this.pending.some(({ hidden }) => !hidden));
  }

  /** Whether an effect reads it, or something about it is under way. */
  get isNeeded(): boolean {
    return this.state === "loading" || this.pending.length > 0 ||
      this.#root !== undefined && nodeLive(this.#root);
  }

  /** Whether it was used; from now on it counts as unused. */
  takeUse(): boolean {
    const { isUsed } = this;
    this.isUsed = false;
    return isUsed;
  }

  /** Lets go of everything. Who has read it, and is no effect, looks again at the next use. */
  unload(): void {
    this.touch();
    this.#root = undefined;
    this.state = "unloaded";
    this.ready =
      this.confirmed =
      this.value =
      this.via =
        undefined;
    this.seq = 0;
  }

  /** Tells all readers that the document must be looked at again. */
  touch(): void {
    if (this.#root !== undefined) announceAll(this.#root);
  }

  /** Who took an initial value hears that nothing is here now, which changes no stored value. */
  #noticeErased(was: boolean): void {
    if (this.#root !== undefined && this.isErased !== was) announceAll(this.#root);
  }

  #replace(next: Json | undefined): void {
    const before = this.value;
    if (before === next) return;
    this.value = next;
    if (this.#root !== undefined) announce(this.#root, before, next);
  }

  #nodeAt(path: Path): PathNode {
    let node = this.#root ??= new PathNode(this, undefined);
    for (const part of path) {
      node.children ??= new Map();
      let child = node.children.get(part);
      if (child === undefined) {
        node.children.set(part, child = new PathNode(node, part));
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
  for (const source of [node.kind, node.keys, node.deep]) {
    if (source !== undefined && isLive(source)) return true;
  }
  for (const child of node.children?.values() ?? []) if (nodeLive(child)) return true;
  return false;
}

function announceAll(node: PathNode): void {
  for (const source of [node.kind, node.keys, node.deep]) {
    if (source !== undefined) changed(source);
  }
  for (const child of node.children?.values() ?? []) announceAll(child);
}

function announce(node: PathNode, before: unknown, after: unknown): void {
  if (before === after) return;
  const { kind, keys, deep, children, absent, distinctions } = node;
  const was = before === undefined ? absent?.taken : before;
  if (deep !== undefined && differs(before, after)) changed(deep);
  if (kind !== undefined && (kindDiffers(was, after) || tells(distinctions, was, after))) {
    changed(kind);
  }
  if (keys !== undefined && keysDiffer(was, after)) changed(keys);
  if (children === undefined) return;
  // What was not there may be where the new link leads.
  const leadsElsewhere = isLink(after) && !isLink(before);
  for (const [key, child] of children) {
    const [was, is] = [part(before, key), part(after, key)];
    if (leadsElsewhere) announceAll(child);
    else if (was !== undefined || is !== undefined) announce(child, was, is);
    // A default reaches down only through what was never written.
    else if (after === undefined) announceAll(child);
    else if (before === undefined) announceInherited(child);
  }
}

/** Tells those below a place that was written now who took a part of its default. */
function announceInherited(node: PathNode): void {
  if (node.absent?.inherits) {
    for (const source of [node.kind, node.keys, node.deep]) {
      if (source !== undefined) changed(source);
    }
  }
  for (const child of node.children?.values() ?? []) announceInherited(child);
}

function isLink(value: unknown): boolean {
  return isRecord(value) && "/" in value;
}

function differs(before: unknown, after: unknown): boolean {
  if (Array.isArray(before) && Array.isArray(after) && before.length !== after.length) return true;
  return !jsonEqual(before, after);
}

function part(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string, unknown>)[key];
}

function kindDiffers(before: unknown, after: unknown): boolean {
  if (before === after) return false;
  if (Array.isArray(before)) return !Array.isArray(after);
  if (!isRecord(before) || !isRecord(after)) return true;
  const [was, is] = [isLink(before), isLink(after)];
  return was !== is || was && !jsonEqual(before, after);
}

/** Whether two objects differ in what decides how they read. */
function tells(distinctions: Distinctions | undefined, before: unknown, after: unknown): boolean {
  if (distinctions === undefined || !isRecord(before) || !isRecord(after)) return false;
  const { present, telling } = distinctions;
  return present.some((key) => Object.hasOwn(before, key) !== Object.hasOwn(after, key)) ||
    telling.some((key) => kindDiffers(before[key], after[key]));
}

/** Both together; what is known already stays the same object. */
function union(known: Distinctions, more: Distinctions): Distinctions {
  const present = new Set([...known.present, ...more.present]);
  const telling = new Set([...known.telling, ...more.telling]);
  return present.size === known.present.length && telling.size === known.telling.length
    ? known
    : { present: [...present], telling: [...telling] };
}

function keysDiffer(before: unknown, after: unknown): boolean {
  if (Array.isArray(before)) return !Array.isArray(after) || before.length !== after.length;
  if (!isRecord(before) || !isRecord(after)) return true;
  const keys = Object.keys(before);
  if (keys.length !== Object.keys(after).length) return true;
  return keys.some((key) => !Object.hasOwn(after, key));
}
