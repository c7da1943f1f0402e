/**
 * What runs while a piece does although nobody reads it: computations that write, and calls that
 * navigate. A piece runs while something observes it or a host holds it.
 */

import type { LiveNode } from "../cell/target.ts";
import type { Runtime } from "../runtime.ts";

/** The effects of one piece, those of the parts in its body included. */
export class Effects {
  readonly #nodes = new Map<LiveNode, (() => void) | undefined>();
  #active = false;

  constructor(readonly runtime: Runtime) {}

  /** Runs `node` whenever the piece does, until the returned function is called. */
  add(node: LiveNode): () => void {
    this.#nodes.set(node, undefined);
    if (this.#active) this.#later();
    return () => {
      this.#nodes.get(node)?.();
      this.#nodes.delete(node);
    };
  }

  /** Says whether the piece runs; effects start and end after the present turn. */
  setActive(active: boolean): void {
    if (this.#active === active) return;
    this.#active = active;
    if (this.#nodes.size > 0) this.#later();
  }

  #later(): void {
    this.runtime.afterTurn(() => {
      for (const [node, end] of this.#nodes) {
        if (this.#active && end === undefined) {
          this.#nodes.set(node, this.runtime.effect(() => void node.get(), node));
        } else if (!this.#active && end !== undefined) {
          end();
          this.#nodes.set(node, undefined);
        }
      }
    });
  }
}
