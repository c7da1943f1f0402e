/** The lists of links: what a running observer reads enters them, and liveness spreads along them. */

import { Flag, Link, Observer, shared, type Source } from "./nodes.ts";
import { markStale } from "./staleness.ts";

const { EFFECT, LIVE, STALE } = Flag;
const graph = shared;

/** The observer whose function runs now, if any. */
export function activeObserver(): Observer | undefined {
  return graph.active;
}

/**
 * The run that is under way, a number that no other run has; 0 where nothing is recorded. What was
 * read in this run and in this {@linkcode epoch} is recorded, and reads the same again.
 */
export function currentRun(): number {
  return graph.active === undefined ? 0 : graph.active.run;
}

/** A number that grows with every change of any source. */
export function epoch(): number {
  return graph.epoch;
}

/** Runs `fn` without recording what it reads. */
export function untracked<T>(fn: () => T): T {
  const before = graph.active;
  graph.active = undefined;
  try {
    return fn();
  } finally {
    graph.active = before;
  }
}

/** Lets `observer`, while it runs, depend on what is read although nothing is recorded there. */
export function trackedBy(observer: Observer | undefined): ((fn: () => void) => void) | undefined {
  if (observer === undefined) return undefined;
  return (fn) => {
    const before = graph.active;
    graph.active = observer;
    try {
      fn();
    } finally {
      graph.active = before;
    }
  };
}

/** Records that the active observer reads `source`. */
export function track(source: Source): void {
  const observer = graph.active;
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

/** Removes the links that the last run did not read again. */
export function dropUnread(node: Observer): void {
  const last = node.lastIn;
  let link = last === undefined ? node.firstIn : last.nextIn;
  if (link === undefined) return;
  if (last === undefined) node.firstIn = undefined;
  else last.nextIn = undefined;
  if (!(node.flags & LIVE)) return;
  for (; link !== undefined; link = link.nextIn) detach(link);
}

/** Gives up everything that an ended observer read. */
export function dropAll(node: Observer): void {
  node.lastIn = undefined;
  dropUnread(node);
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
  const current = node.checkedAt === graph.epoch;
  node.flags |= current ? LIVE : LIVE | STALE;
  for (let link = node.firstIn; link !== undefined; link = link.nextIn) attach(link);
  // Something changed since the node ran, perhaps while it did: a write stops at a stale node, so
  // those that read it must be stale as well.
  if (!current && node.firstOut !== undefined) markStale(node.firstOut);
}

function becomeIdle(node: Observer): void {
  if (!(node.flags & LIVE)) return;
  node.checkedAt = node.flags & STALE ? -1 : graph.epoch;
  node.flags &= ~(LIVE | STALE);
  for (let link = node.firstIn; link !== undefined; link = link.nextIn) detach(link);
}
