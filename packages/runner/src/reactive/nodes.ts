/**
 * The dependency graph: push staleness, pull values. Here are its nodes and links, and what holds
 * between them; the files beside this one keep it so.
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
 * - A write marks every live observer it reaches STALE and queues effects; it computes nothing
 *   (`staleness.ts`).
 * - A stale node re-runs only if a source's version differs from the one its link saw; otherwise
 *   it is clean again. Sources are refreshed in order of reading, so a node that a changed
 *   condition no longer reaches is not computed. This is what makes the graph glitch-free
 *   (`evaluation.ts`).
 * - An effect runs before those that were made while it ran (`level`), which it may end. Late
 *   effects run when no other is queued, the outer ones first.
 * - Versions only grow, and grow only when the value changed.
 * - A live observer's links are in the outgoing lists of its sources, all of them or, when it is
 *   idle, none (`links.ts`).
 * - An idle computed is valid as long as no source anywhere changed (`epoch`).
 */

/**
 * The bits of `flags`. A file whose code runs for each node takes them apart at its top: an imported
 * name is looked up at every use, a local one is not.
 */
export const Flag = {
  /** A live observer that a write further up marked: must be checked before use. */
  STALE: 1,
  /** Must run without checking: never ran, or was invalidated as a whole. Such a node is due. */
  DIRTY: 2,
  /** Its function is on the stack. */
  RUNNING: 4,
  /** In the effect queue. */
  QUEUED: 8,
  /** An effect: live by itself. */
  EFFECT: 16,
  /** Its links are in the outgoing lists of its sources. */
  LIVE: 32,
  /** Ended; never runs again. */
  DISPOSED: 64,
  /** Written from outside, not computed: never stale. */
  WRITTEN: 128,
} as const;

/** What all of the graph shares. */
export const shared = {
  /** The observer whose function runs now, if any. */
  active: undefined as Observer | undefined,
  /** Grows with every change of any source. */
  epoch: 0,
  /** The level of the effect that runs now; 0 if none does. */
  level: 0,
};

/** That `observer` read `source`. */
export class Link {
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
  /** @internal */ flags: number = Flag.WRITTEN;
  /** Called when the first live observer arrives, and when the last one has left. */
  onLive: ((live: boolean) => void) | undefined;
}

/** What reads. It begins dirty. */
export abstract class Observer extends Source {
  /** @internal */ override flags: number = Flag.DIRTY;
  /** @internal */ firstIn: Link | undefined;
  /** The link read last by the run that is under way, or by the last run. @internal */
  lastIn: Link | undefined;
  /** @internal */ run = 0;
  /** The epoch at which the value was valid; -1 when it must be checked in any case. @internal */
  checkedAt = -1;
  /** Runs the node's function and reports whether its value changed. @internal */
  abstract recompute(): boolean;
  /** Takes what the function threw for the node's value, or throws it. @internal */
  abstract fail(thrown: unknown): void;
  /** Whether the node takes the blame for effects that never settle. @internal */
  takeRunaway(_error: unknown): boolean {
    return false;
  }
}

/** Levels from here on are those of late effects. */
export const LATE = 1e6;

/** An observer that is queued when it is stale. */
export interface EffectNode extends Observer {
  /**
   * One more than that of the effect that ran when this one was made; of a late effect {@linkcode
   * LATE} and its depth. @internal
   */
  readonly level: number;
}

/** Whether an effect reaches the node. */
export function isLive(source: Source): boolean {
  return source.firstOut !== undefined || (source.flags & Flag.LIVE) !== 0;
}
