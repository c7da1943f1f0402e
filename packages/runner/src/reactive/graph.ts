/**
 * The dependency graph: push staleness, pull values. It stands alone.
 *
 * A *source* can be read, an *observer* reads. A computed node is both. One {@linkcode Link} stands
 * for «observer read source» and is a member of two lists:
 *
 * ```
 *   source.firstOut ─▶ link ─nextOut─▶ link …     who must hear that the source changed
 *   observer.firstIn ─▶ link ─nextIn─▶ link …     what the observer read, in order of reading
 * ```
 *
 * The outgoing list holds only links of *live* observers: effects, and computed nodes that an
 * effect reaches. So nothing keeps an unobserved computed alive, and it costs nothing until read.
 *
 * Invariants:
 * - A write marks every live observer it reaches STALE and queues effects; it computes nothing.
 * - A stale node re-runs only if a source's version differs from the one its link saw; otherwise
 *   it is clean again. Sources are refreshed in order of reading, so a node that a changed
 *   condition no longer reaches is not computed. This is what makes the graph glitch-free.
 * - Versions only grow, and grow only when the value changed.
 * - An idle (not live) computed is valid as long as no source anywhere changed (`epoch`).
 */

import { GraphError, TooDeep } from "./graph-errors.ts";

/** Marked by a write further up; must be checked before use. */
const STALE = 1;
/** Must run without checking: never ran, or was invalidated as a whole. */
const DIRTY = 2;
/** Its function is on the stack. */
const RUNNING = 4;
/** In the effect queue. */
const QUEUED = 8;
/** An effect: live by itself. */
const EFFECT = 16;
/** Its links are in the outgoing lists of its sources. */
const LIVE = 32;
/** Ended; never runs again. */
const DISPOSED = 64;
/** Reads others: an effect or a computed. */
const OBSERVER = 128;

class Link {
  nextIn: Link | undefined;
  previousOut: Link | undefined;
  nextOut: Link | undefined;

  constructor(
    readonly source: Source,
    readonly observer: Observer,
    /** The source's version when it was read. */
    public seen: number,
    /** The run of the observer that read it last. */
    public run: number,
  ) {}
}

/** What can be read. */
export abstract class Source {
  /** @internal */ firstOut: Link | undefined;
  /** @internal */ lastOut: Link | undefined;
  /** @internal */ version = 0;
  /** @internal */ flags = 0;
  /** Called when the first live observer arrives, and when the last one has left. */
  onLive: ((live: boolean) => void) | undefined;
}

/** What reads. */
export abstract class Observer extends Source {
  /** @internal */ override flags = OBSERVER;
  /** @internal */ firstIn: Link | undefined;
  /** @internal */ lastIn: Link | undefined;
  /** @internal */ run = 0;
  /** @internal */ checkedAt = -1;
  /** Runs the node's function and reports whether its value changed. @internal */
  abstract recompute(): boolean;
}

let active: Observer | undefined;
let runCounter = 0;
let epoch = 0;
let batchDepth = 0;
let runDepth = 0;
let queue: Observer[] = [];

/**
 * How many computations may be on the stack. A node further down is computed first, from the
 * bottom of the stack, and those above it run again.
 */
const DEPTH_MAX = 100;

/** Receives what an effect throws; the default rethrows after the queue is empty. */
export type EffectErrorHandler = (error: unknown) => void;

let onEffectError: EffectErrorHandler | undefined;

/** Sets who hears of errors thrown by effects; returns the former handler. */
export function setEffectErrorHandler(
  handler: EffectErrorHandler | undefined,
): EffectErrorHandler | undefined {
  const before = onEffectError;
  onEffectError = handler;
  return before;
}

/** The observer whose function runs now, if any. */
export function activeObserver(): Observer | undefined {
  return active;
}

/** Runs `fn` without recording what it reads. */
export function untracked<T>(fn: () => T): T {
  const before = active;
  active = undefined;
  try {
    return fn();
  } finally {
    active = before;
  }
}

/** Runs `fn`; effects that its writes made stale run once, after the outermost batch. */
export function batch<T>(fn: () => T): T {
  batchDepth++;
  try {
    return fn();
  } finally {
    batchDepth--;
    settle();
  }
}

/** Records that the active observer reads `source`. */
export function track(source: Source): void {
  const observer = active;
  if (observer === undefined) return;
  const last = observer.lastIn;
  if (last !== undefined && last.source === source) {
    last.seen = source.version;
    return;
  }
  const next = last === undefined ? observer.firstIn : last.nextIn;
  if (next !== undefined && next.source === source) {
    next.seen = source.version;
    next.run = observer.run;
    observer.lastIn = next;
    return;
  }
  const latest = source.lastOut;
  if (latest !== undefined && latest.observer === observer && latest.run === observer.run) return;
  const link = new Link(source, observer, source.version, observer.run);
  link.nextIn = next;
  if (last === undefined) observer.firstIn = link;
  else last.nextIn = link;
  observer.lastIn = link;
  if (observer.flags & LIVE) attach(link);
}

/** Announces that `source` has a new value: marks what depends on it and queues effects. */
export function changed(source: Source): void {
  source.version++;
  epoch++;
  if (source.firstOut !== undefined) markStale(source.firstOut);
  settle();
}

/** Runs queued effects unless a batch is open or a function of the graph is on the stack. */
function settle(): void {
  if (batchDepth === 0 && runDepth === 0 && queue.length > 0) flush();
}

function markStale(first: Link): void {
  let link: Link | undefined = first;
  let stack: Link[] | undefined;
  while (link !== undefined) {
    const observer: Observer = link.observer;
    const flags = observer.flags;
    if (!(flags & STALE)) {
      observer.flags = flags | STALE;
      if (flags & EFFECT) {
        if (!(flags & QUEUED)) {
          observer.flags |= QUEUED;
          queue.push(observer);
        }
      } else if (observer.firstOut !== undefined) {
        if (link.nextOut !== undefined) (stack ??= []).push(link.nextOut);
        link = observer.firstOut;
        continue;
      }
    }
    link = link.nextOut ?? stack?.pop();
  }
}

/** Runs queued effects until none is left. */
export function flush(): void {
  if (batchDepth > 0) return;
  let errors: unknown[] | undefined;
  batchDepth++;
  try {
    for (let round = 0; queue.length > 0; round++) {
      if (round > 100) {
        for (const effect of queue) effect.flags &= ~(QUEUED | STALE);
        queue = [];
        throw new GraphError("Cannot settle: effects keep changing what they read");
      }
      const effects = queue;
      queue = [];
      for (const effect of effects) {
        effect.flags &= ~QUEUED;
        if (effect.flags & DISPOSED) continue;
        try {
          refresh(effect);
        } catch (error) {
          (errors ??= []).push(error);
        }
      }
    }
  } finally {
    batchDepth--;
  }
  if (errors !== undefined) report(errors);
}

function report(errors: unknown[]): void {
  if (onEffectError === undefined) throw errors[0];
  for (const error of errors) onEffectError(error);
}

const pathNodes: Observer[] = [];
const pathLinks: Link[] = [];
let pathTop = 0;

function mustCheck(node: Source): boolean {
  const { flags } = node;
  if (flags & LIVE) return (flags & STALE) !== 0;
  return flags & OBSERVER ? (node as Observer).checkedAt !== epoch : false;
}

/**
 * Brings `root` up to date. Walks down the sources that may be stale with an explicit stack, so
 * that the length of a chain is not bounded by the call stack.
 */
export function refresh(root: Observer): void {
  if (!(root.flags & DIRTY) && !mustCheck(root)) return;
  const base = pathTop;
  let node = root;
  let link = node.firstIn;
  let dirty = (node.flags & DIRTY) !== 0;
  try {
    while (true) {
      while (!dirty && link !== undefined) {
        const source: Source = link.source;
        if (mustCheck(source) && !(source.flags & RUNNING) && !refreshShallow(source as Observer)) {
          pathNodes[pathTop] = node;
          pathLinks[pathTop++] = link;
          node = source as Observer;
          link = node.firstIn;
          dirty = (node.flags & DIRTY) !== 0;
          continue;
        }
        dirty = source.version !== link.seen;
        link = link.nextIn;
      }
      if (dirty) runNow(node);
      else clean(node);
      if (pathTop === base) break;
      node = pathNodes[--pathTop]!;
      link = pathLinks[pathTop];
      dirty = false;
    }
  } finally {
    pathTop = base;
    if (restless.length > 0 && base === 0 && runDepth === 0) wake();
  }
  settle();
}

/** Live nodes that a write of their own run made stale while those that read them were checked. */
let restless: Observer[] = [];

/**
 * A write stops at readers that are stale already, and the check that was under way has made them
 * clean since: they hear now of what is to be computed again.
 */
function wake(): void {
  const nodes = restless;
  restless = [];
  for (const node of nodes) {
    const waits = (node.flags & (LIVE | STALE)) === (LIVE | STALE);
    if (waits && node.firstOut !== undefined) markStale(node.firstOut);
  }
}

/** Brings a node up to date whose sources need no check; gives up (`false`) on one that does. */
function refreshShallow(node: Observer): boolean {
  if (!(node.flags & DIRTY)) {
    let link = node.firstIn;
    for (; link !== undefined; link = link.nextIn) {
      if (mustCheck(link.source)) return false;
      if (link.source.version !== link.seen) break;
    }
    if (link === undefined) {
      clean(node);
      return true;
    }
  }
  runNow(node);
  return true;
}

function runNow(node: Observer): void {
  if (runDepth === 0) runFromBottom(node);
  else run(node);
}

function clean(node: Observer): void {
  node.flags &= ~STALE;
  node.checkedAt = epoch;
}

/** Runs `node`; what is too deep below it runs first. */
function runFromBottom(node: Observer): void {
  try {
    run(node);
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error;
    runWaiting([node, error.node]);
  }
}

function runWaiting(waiting: Observer[]): void {
  for (let next = waiting.at(-1); next !== undefined; next = waiting.at(-1)) {
    try {
      run(next);
      waiting.pop();
    } catch (error) {
      if (!(error instanceof TooDeep)) throw error;
      if (waiting.includes(error.node)) {
        throw new GraphError("Cannot compute: the value depends on itself");
      }
      waiting.push(error.node);
    }
  }
}

function run(node: Observer): void {
  if (node.flags & RUNNING) throw new GraphError("Cannot compute: the value depends on itself");
  if (runDepth >= DEPTH_MAX) throw new TooDeep(node);
  const before = active;
  node.run = ++runCounter;
  node.lastIn = undefined;
  node.flags = (node.flags & ~(STALE | DIRTY)) | RUNNING;
  active = node;
  runDepth++;
  const startedAt = epoch;
  try {
    if (node.recompute()) node.version++;
  } catch (error) {
    if (error instanceof TooDeep) node.flags |= DIRTY;
    throw error;
  } finally {
    runDepth--;
    active = before;
    node.flags &= ~RUNNING;
    const last = node.lastIn as Link | undefined;
    if (last === undefined ? node.firstIn !== undefined : last.nextIn !== undefined) {
      dropUnread(node);
    }
    node.checkedAt = startedAt;
    if ((node.flags & (LIVE | STALE)) === (LIVE | STALE)) restless.push(node);
  }
}

/** Removes the links that the last run did not read again. */
function dropUnread(node: Observer): void {
  const last = node.lastIn;
  let link = last === undefined ? node.firstIn : last.nextIn;
  if (last === undefined) node.firstIn = undefined;
  else last.nextIn = undefined;
  for (; link !== undefined; link = link.nextIn) if (node.flags & LIVE) detach(link);
}

/** Nodes that became live or idle, whose own sources are still to be told. */
const turning: Observer[] = [];
let isTurning = false;

function attach(link: Link): void {
  const source = link.source;
  const last = source.lastOut;
  link.previousOut = last;
  link.nextOut = undefined;
  source.lastOut = link;
  if (last !== undefined) {
    last.nextOut = link;
    return;
  }
  source.firstOut = link;
  turn(source, true);
}

function detach(link: Link): void {
  const { source, previousOut, nextOut } = link;
  if (previousOut === undefined) source.firstOut = nextOut;
  else previousOut.nextOut = nextOut;
  if (nextOut === undefined) source.lastOut = previousOut;
  else nextOut.previousOut = previousOut;
  link.previousOut = link.nextOut = undefined;
  if (source.firstOut === undefined) turn(source, false);
}

/** A source got its first live reader or lost its last one, and passes that on to its sources. */
function turn(source: Source, live: boolean): void {
  if (source instanceof Observer && !(source.flags & EFFECT)) {
    turning.push(source);
    if (!isTurning) passOn();
  }
  source.onLive?.(live);
}

/** Works through what became live or idle without using the call stack for long chains. */
function passOn(): void {
  isTurning = true;
  try {
    for (let node = turning.pop(); node !== undefined; node = turning.pop()) {
      if (node.firstOut === undefined) becomeIdle(node);
      else becomeLive(node);
    }
  } finally {
    isTurning = false;
  }
}

function becomeLive(node: Observer): void {
  if (node.flags & LIVE) return;
  const current = node.checkedAt === epoch;
  node.flags |= current ? LIVE : LIVE | STALE;
  for (let link = node.firstIn; link !== undefined; link = link.nextIn) attach(link);
  // Something changed since the node ran, perhaps while it did: a write stops at a stale node, so
  // those that read it must be stale as well.
  if (!current && node.firstOut !== undefined) markStale(node.firstOut);
}

function becomeIdle(node: Observer): void {
  if (!(node.flags & LIVE)) return;
  node.checkedAt = node.flags & STALE ? -1 : epoch;
  node.flags &= ~(LIVE | STALE);
  for (let link = node.firstIn; link !== undefined; link = link.nextIn) detach(link);
}

/** Starts an effect: it is live from now on and runs at once. */
export function start(effect: Observer): void {
  effect.flags |= EFFECT | LIVE | DIRTY | STALE;
  refresh(effect);
}

/** Ends an observer: it gives up what it read and never runs again. */
export function stop(observer: Observer): void {
  if (observer.flags & DISPOSED) return;
  observer.flags |= DISPOSED;
  if (observer.flags & LIVE) {
    for (let link = observer.firstIn; link !== undefined; link = link.nextIn) detach(link);
  }
  observer.firstIn = observer.lastIn = undefined;
}

/** Makes an observer run again at its next use although no source of it changed. */
export function invalidate(observer: Observer): void {
  observer.flags |= DIRTY;
  observer.checkedAt = -1;
  epoch++;
  if (observer.flags & EFFECT) {
    observer.flags |= STALE;
    if (!(observer.flags & QUEUED)) {
      observer.flags |= QUEUED;
      queue.push(observer);
    }
  } else if (observer.flags & LIVE) {
    observer.flags |= STALE;
    if (observer.firstOut !== undefined) markStale(observer.firstOut);
  }
  settle();
}

/** Prepares a computed node that never ran. */
export function neverRan(observer: Observer): void {
  observer.flags |= DIRTY;
}

/** Whether the node's function is on the stack. */
export function isRunning(observer: Observer): boolean {
  return (observer.flags & RUNNING) !== 0;
}

/** Whether an effect reaches the node. */
export function isLive(source: Source): boolean {
  return source.firstOut !== undefined || (source.flags & LIVE) !== 0;
}
