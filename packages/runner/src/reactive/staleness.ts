/**
 * What a write does: marks what it reaches as stale, and queues the effects among it. An effect
 * runs before those that were made while it ran: it may end them, and what they read is then not
 * computed.
 */

import { type EffectNode, Flag, LATE, type Link } from "./nodes.ts";

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

/** The effects of one level in the order in which they became stale. */
class Level {
  readonly #effects: (EffectNode | undefined)[] = [];
  #start = 0;
  #end = 0;

  get isEmpty(): boolean {
    return this.#start === this.#end;
  }

  add(effect: EffectNode): void {
    this.#effects[this.#end++] = effect;
  }

  take(): EffectNode {
    const effect = this.#effects[this.#start]!;
    this.#effects[this.#start++] = undefined;
    if (this.#start === this.#end) this.#start = this.#end = 0;
    return effect;
  }
}

/** Queued effects, the lowest level first. */
class Queue {
  count = 0;
  readonly #levels: Level[] = [];
  /** No level below has a queued effect. */
  #lowest = 0;

  add(effect: EffectNode, level: number): void {
    while (this.#levels.length <= level) this.#levels.push(new Level());
    this.#levels[level]!.add(effect);
    if (level < this.#lowest) this.#lowest = level;
    this.count++;
  }

  take(): EffectNode | undefined {
    if (this.count === 0) return undefined;
    while (this.#levels[this.#lowest]!.isEmpty) this.#lowest++;
    this.count--;
    return this.#levels[this.#lowest]!.take();
  }
}

const early = new Queue();
const late = new Queue();

/** Adds an effect to the queue, once. */
export function enqueue(effect: EffectNode): void {
  if (effect.flags & QUEUED) return;
  effect.flags |= QUEUED;
  const { level } = effect;
  if (level < LATE) early.add(effect, level);
  else late.add(effect, level - LATE);
}

/** How many effects are queued. */
export function queuedCount(): number {
  return early.count + late.count;
}

/** Takes the effect that is to run next out of the queue. */
export function dequeue(): EffectNode | undefined {
  const effect = early.take() ?? late.take();
  if (effect !== undefined) effect.flags &= ~QUEUED;
  return effect;
}
