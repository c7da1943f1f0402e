/**
 * What a write does: marks what it reaches as stale, and queues the effects among it. An effect
 * runs before those that were made while it ran: it may end them, and what they read is then not
 * computed.
 */

import { type EffectNode, Flag, type Link } from "./nodes.ts";

const { EFFECT, QUEUED, STALE } = Flag;

/**
 * Marks the observers of the links from `first` on, and what reads those. Stops at what is marked
 * already: everything below it is marked too.
 */
export function markStale(first: Link): void {
  let link = first;
  let next = link.nextOut;
  let waiting: Link[] | undefined;
  while (true) {
    const observer = link.observer;
    const flags = observer.flags;
    if (!(flags & STALE)) {
      observer.flags = flags | STALE;
      const below = observer.firstOut;
      if (flags & EFFECT) {
        enqueue(observer as EffectNode);
      } else if (below !== undefined) {
        link = below;
        if (below.nextOut !== undefined) {
          if (next !== undefined) (waiting ??= []).push(next);
          next = below.nextOut;
        }
        continue;
      }
    }
    next ??= waiting?.pop();
    if (next === undefined) return;
    link = next;
    next = link.nextOut;
  }
}

/**
 * The queued effects from `queueStart` to `queueEnd`, the lowest level first, each level in the
 * order in which its effects became stale. Mostly all are of one level, and each goes to the end.
 */
const queue: (EffectNode | undefined)[] = [];
let queueStart = 0;
let queueEnd = 0;
/** The level of the last one. */
let lastLevel = 0;

/** Adds an effect to the queue, once. */
export function enqueue(effect: EffectNode): void {
  if (effect.flags & QUEUED) return;
  effect.flags |= QUEUED;
  const { level } = effect;
  if (level >= lastLevel || queueStart === queueEnd) {
    lastLevel = level;
    queue[queueEnd++] = effect;
  } else {
    insert(effect);
  }
}

/** Puts an effect before those of higher levels. */
function insert(effect: EffectNode): void {
  let low = queueStart;
  for (let high = queueEnd; low < high;) {
    const middle = (low + high) >>> 1;
    if (queue[middle]!.level <= effect.level) low = middle + 1;
    else high = middle;
  }
  queue[queueEnd++] = undefined;
  queue.copyWithin(low + 1, low, queueEnd - 1);
  queue[low] = effect;
}

/** How many effects are queued. */
export function queuedCount(): number {
  return queueEnd - queueStart;
}

/** Takes the effect that is to run next out of the queue. */
export function dequeue(): EffectNode | undefined {
  const effect = queue[queueStart];
  if (effect === undefined) return undefined;
  queue[queueStart++] = undefined;
  if (queueStart === queueEnd) queueStart = queueEnd = 0;
  effect.flags &= ~QUEUED;
  return effect;
}
