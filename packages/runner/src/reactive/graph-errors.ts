/** What the dependency graph throws. */

import type { Observer } from "./nodes.ts";

/** A reading or a cycle that the graph refuses. */
export class GraphError extends Error {
  override readonly name = "GraphError";
}

/**
 * Thrown through computations that nest too deeply; the outermost one catches it. Whoever catches
 * errors between must let it pass.
 */
export class TooDeep extends Error {
  override readonly name = "TooDeep";
  /** @internal */
  constructor(readonly node: Observer) {
    super("The computation nests too deeply and is run again");
  }
}
