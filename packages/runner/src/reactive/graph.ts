/**
 * What a reading does, and when effects run. Bringing a node up to date checks what may be stale and
 * runs what must run, in order of reading. Effects run after the outermost batch, when no function
 * of the graph is on the stack.
 *
 * A check walks down the sources with a stack of its own, so that the length of a chain is not
 * bounded by the call stack. A function that reads what never ran does nest on the call stack; past
 * {@linkcode DEPTH_MAX} it is given up with {@linkcode TooDeep}, the node furthest down runs first,
 * from the bottom of the stack, and those above it run again.
 */

import { GraphError, TooDeep } from "./graph-errors.ts";
import { dropAll, dropUnread } from "./links.ts";
import { type EffectNode, Flag, type Link, type Observer, shared, type Source } from "./nodes.ts";
import { dequeue, enqueue, markStale, queuedCount } from "./staleness.ts";

const { DIRTY, DISPOSED, EFFECT, LIVE, RUNNING, STALE, WRITTEN } = Flag;
const graph = shared;

/** How many computations may be on the stack. */
const DEPTH_MAX = 100;

/** How often effects may make effects stale before it is taken for a cycle. */
const ROUNDS_MAX = 100;

let runDepth = 0;
let runCounter = 0;

/** The links by which the checks under way came from a node to a source of it. */
const path: (Link | undefined)[] = [];
let pathEnd = 0;

/** Live nodes that a write of their own run made stale while those that read them were checked. */
let restless: Observer[] = [];

/** What runs, from the last to the first, after something nested too deeply. */
let waiting: Observer[] | undefined;

/** Whether the node must be checked, or run, before its value is used. */
function isDue(node: Source): boolean {
  const { flags } = node;
  if (flags & (STALE | WRITTEN | LIVE)) return (flags & STALE) !== 0;
  return (node as Observer).checkedAt !== graph.epoch;
}

/**
 * Brings a node that is due up to date. Mostly what changed is its first source, or what that one
 * reads first: nothing need be walked then.
 */
function evaluate(root: Observer): void {
  const first = root.firstIn;
  if (first !== undefined && !(root.flags & DIRTY)) {
    const source = first.source as Observer;
    const below = isDue(source) && !(source.flags & RUNNING) ? source.firstIn : undefined;
    if (below !== undefined && isChanged(below)) run(source);
    if (isChanged(first)) {
      run(root);
      if (restless.length > 0 && pathEnd === 0 && runDepth === 0) wake();
      return;
    }
  }
  check(root);
}

/** Whether the source is up to date and its value is another one than the observer saw. */
function isChanged(link: Link): boolean {
  return !isDue(link.source) && link.source.version !== link.seen;
}

/** Walks down from `root` through what is due, and back, running what must run. */
function check(root: Observer): void {
  const base = pathEnd;
  let node = root;
  let mustRun = (root.flags & DIRTY) !== 0;
  let link = root.firstIn;
  try {
    while (true) {
      while (!mustRun && link !== undefined) {
        const source = link.source;
        if (isDue(source) && !(source.flags & RUNNING)) {
          path[pathEnd++] = link;
          node = source as Observer;
          mustRun = (node.flags & DIRTY) !== 0;
          link = node.firstIn;
        } else {
          mustRun = source.version !== link.seen;
          link = link.nextIn;
        }
      }
      if (mustRun) run(node);
      else clean(node);
      if (pathEnd === base) return;
      const from = path[--pathEnd]!;
      path[pathEnd] = undefined;
      mustRun = node.version !== from.seen;
      link = from.nextIn;
      node = from.observer;
    }
  } finally {
    if (pathEnd > base) abandon(base);
    if (restless.length > 0 && base === 0 && runDepth === 0) wake();
  }
}

/** Forgets the rest of a check that an error ended. */
function abandon(base: number): void {
  path.fill(undefined, base, pathEnd);
  pathEnd = base;
}

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

/** No source of the node changed. */
function clean(node: Observer): void {
  node.flags &= ~STALE;
  node.checkedAt = graph.epoch;
}

function run(node: Observer): void {
  if (node.flags & RUNNING) throw new GraphError("Cannot compute: the value depends on itself");
  if (runDepth >= DEPTH_MAX) throw new TooDeep(node);
  node.run = ++runCounter;
  node.lastIn = undefined;
  node.flags = (node.flags & ~(STALE | DIRTY)) | RUNNING;
  const startedAt = graph.epoch;
  let failure: { readonly thrown: unknown } | undefined;
  const before = graph.active;
  graph.active = node;
  runDepth++;
  try {
    if (node.recompute()) node.version++;
  } catch (thrown) {
    failure = { thrown };
  }
  runDepth--;
  graph.active = before;
  const flags = node.flags &= ~RUNNING;
  dropUnread(node);
  node.checkedAt = startedAt;
  if ((flags & (LIVE | STALE)) === (LIVE | STALE)) restless.push(node);
  if (failure !== undefined) fail(node, failure.thrown);
}

/** What a node's function threw is its value, except that it nests too deeply. */
function fail(node: Observer, thrown: unknown): void {
  if (!(thrown instanceof TooDeep)) {
    node.version++;
    if (restless.length > 0 && runDepth === 0) wake();
    return node.fail(thrown);
  }
  node.flags |= DIRTY | STALE;
  node.checkedAt = -1;
  if (runDepth > 0 || waiting !== undefined) throw thrown;
  runFromBottom(node, thrown.node);
}

/** Runs what is too deep below `node`, and then `node`. */
function runFromBottom(node: Observer, deepest: Observer): void {
  const nodes = waiting = [node, deepest];
  try {
    for (let next = nodes.at(-1); next !== undefined; next = nodes.at(-1)) {
      const deeper = runOrFindDeeper(next);
      if (deeper === undefined) {
        nodes.pop();
        continue;
      }
      if (nodes.includes(deeper)) {
        throw new GraphError("Cannot compute: the value depends on itself");
      }
      nodes.push(deeper);
    }
  } finally {
    waiting = undefined;
  }
}

/** Runs `node`; returns the node below it that must run before, if there is one. */
function runOrFindDeeper(node: Observer): Observer | undefined {
  try {
    run(node);
    return undefined;
  } catch (error) {
    if (error instanceof TooDeep) return error.node;
    throw error;
  }
}

/** Receives what an effect throws; the default rethrows after the queue is empty. */
export type EffectErrorHandler = (error: unknown) => void;

let onEffectError: EffectErrorHandler | undefined;
let batchDepth = 0;

/** Sets who hears of errors thrown by effects; returns the former handler. */
export function setEffectErrorHandler(
  handler: EffectErrorHandler | undefined,
): EffectErrorHandler | undefined {
  const before = onEffectError;
  onEffectError = handler;
  return before;
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

/** Announces that `source` has a new value: marks what depends on it and queues effects. */
export function changed(source: Source): void {
  source.version++;
  graph.epoch++;
  if (source.firstOut !== undefined) markStale(source.firstOut);
  settle();
}

/** Brings `observer` up to date; its own function must not be what asks. */
export function refresh(observer: Observer): void {
  if (observer.flags & RUNNING) {
    throw new GraphError("Cannot compute: the value depends on itself");
  }
  if (!isDue(observer)) return;
  evaluate(observer);
  settle();
}

/** Runs queued effects unless a batch is open or a function of the graph is on the stack. */
function settle(): void {
  if (batchDepth === 0 && runDepth === 0 && queuedCount() > 0) flush();
}

/** Runs queued effects until none is left. */
export function flush(): void {
  if (batchDepth > 0) return;
  let errors: unknown[] | undefined;
  batchDepth++;
  try {
    for (let round = 0; queuedCount() > 0; round++) {
      if (round > ROUNDS_MAX) {
        errors = [...errors ?? [], ...giveUp()];
        break;
      }
      for (let left = queuedCount(); left > 0; left--) {
        const effect = dequeue()!;
        graph.level = effect.level;
        try {
          if (effect.flags & STALE) evaluate(effect);
        } catch (error) {
          (errors ??= []).push(error);
        }
      }
    }
  } finally {
    graph.level = 0;
    batchDepth--;
  }
  if (errors !== undefined) report(errors);
}

/** Empties the queue. Gives the error that no effect took for its own. */
function giveUp(): unknown[] {
  const error = new GraphError("Cannot settle: effects keep changing what they read");
  let isTaken = false;
  for (let effect = dequeue(); effect !== undefined; effect = dequeue()) {
    effect.flags &= ~STALE;
    if (effect.takeRunaway(error)) isTaken = true;
  }
  return isTaken ? [] : [error];
}

function report(errors: unknown[]): void {
  if (onEffectError === undefined) throw errors[0];
  for (const error of errors) onEffectError(error);
}

/** Starts an effect: it is live from now on and runs at once. */
export function start(effect: EffectNode): void {
  effect.flags |= EFFECT | LIVE | STALE;
  const around = graph.level;
  graph.level = effect.level;
  try {
    refresh(effect);
  } finally {
    graph.level = around;
  }
}

/** Ends an observer: it gives up what it read and never runs again. */
export function stop(observer: Observer): void {
  if (observer.flags & DISPOSED) return;
  dropAll(observer);
  observer.flags = (observer.flags & ~(LIVE | STALE)) | DISPOSED;
}

/** Makes an observer run again at its next use although no source of it changed. */
export function invalidate(observer: Observer): void {
  observer.flags |= DIRTY;
  observer.checkedAt = -1;
  graph.epoch++;
  if (observer.flags & LIVE) {
    observer.flags |= STALE;
    if (observer.flags & EFFECT) enqueue(observer as EffectNode);
    else if (observer.firstOut !== undefined) markStale(observer.firstOut);
  }
  settle();
}
