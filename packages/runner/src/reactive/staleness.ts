/** What a write does: marks what it reaches as stale, and queues the effects among it. */

import { Flag, type Link, type Observer } from "./nodes.ts";

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
        enqueue(observer);
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

const queue: (Observer | undefined)[] = [];
let queueStart = 0;
let queueEnd = 0;

/** Adds an effect to the queue, once. */
export function enqueue(effect: Observer): void {
  if (effect.flags & QUEUED) return;
  effect.flags |= QUEUED;
  queue[queueEnd++] = effect;
}

/** How many effects are queued. */
export function queuedCount(): number {
  return queueEnd - queueStart;
}

/** Takes the first effect out of the queue. */
export function dequeue(): Observer | undefined {
  const effect = queue[queueStart];
  if (effect === undefined) return undefined;
  queue[queueStart++] = undefined;
  if (queueStart === queueEnd) queueStart = queueEnd = 0;
  effect.flags &= ~QUEUED;
  return effect;
}
