/**
 * The reactive core: signals, computed values and effects over a glitch-free, lazy dependency
 * graph. It imports nothing and can be used by itself.
 *
 * @module
 */

export { Computed } from "./computed.ts";
export { type Cleanup, effect } from "./effect.ts";
export { activeObserver, currentRun, epoch, track, trackedBy, untracked } from "./links.ts";
export { isLive, Observer, Source } from "./nodes.ts";
export {
  batch,
  changed,
  type EffectErrorHandler,
  flush,
  invalidate,
  setEffectErrorHandler,
  stop,
} from "./graph.ts";
export { GraphError, TooDeep } from "./graph-errors.ts";
export { type Equals, Signal } from "./signal.ts";
export { readWithSources } from "./sources.ts";
