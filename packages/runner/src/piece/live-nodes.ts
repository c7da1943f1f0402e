/** The nodes of this runtime that links can lead to, by the ids that are derived from their pieces. */

import type { LiveNode } from "../cell/target.ts";
import type { Runtime } from "../runtime.ts";
import { LinkedNode } from "./linked-node.ts";

/** The registered nodes of one runtime. */
export class LiveNodes {
  readonly #runtime: Runtime;
  readonly #nodes = new Map<string, LiveNode>();

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  /** The node of a derived id: a piece, or something inside one, which need not run yet. */
  at(space: string, id: string): LiveNode {
    if (!id.includes("#")) return this.#runtime.pieces.find(space, id);
    return this.registered(space, id) ?? new LinkedNode(this.#runtime, space, id);
  }

  /** Lets links find a node. */
  register(node: LiveNode): void {
    this.#nodes.set(keyOf(node), node);
  }

  /** The registered node of an id. */
  registered(space: string, id: string): LiveNode | undefined {
    return this.#nodes.get(keyOf({ space, id }));
  }

  /** Ends the registration of a node that was disposed. */
  forget(node: LiveNode): void {
    const key = keyOf(node);
    if (this.#nodes.get(key) === node) this.#nodes.delete(key);
  }
}

function keyOf({ space, id }: { readonly space: string; readonly id: string }): string {
  return `${space}/${id}`;
}
