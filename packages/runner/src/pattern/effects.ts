/**
 * What runs while a piece does although nobody reads it: computations that write, and calls that
 * navigate. A piece runs while something observes it or a host holds it.
 */

import type { LiveNode } from "../cell/target.ts";
import type { Runtime } from "../runtime.ts";

/** How far inside of the piece an effect is, and how to end it while it runs. */
interface Entry {
  readonly depth: number;
  end: (() => void) | undefined;
}

/** The effects of one piece, those of the parts in its body included. */
export class Effects {
  readonly #nodes = new Map<LiveNode, Entry>();
  #active = false;

  constructor(readonly runtime: Runtime) {}

  /**
   * Runs `node` whenever the piece does, until the returned function is called. At a `depth` below
   * that of another it may be ended by it, and runs after it.
   */
  add(node: LiveNode, depth: number): () => void {
    this.#nodes.set(node, { depth, end: undefined });
    if (this.#active) this.#later();
    return () => {
      this.#nodes.get(node)?.end?.();
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
      for (const [node, entry] of this.#nodes) {
        const { depth, end } = entry;
        if (this.#active && end === undefined) {
          entry.end = this.runtime.effect(() => void node.get(), { writes: node, depth });
        } else if (!this.#active && end !== undefined) {
          end();
          entry.end = undefined;
        }
      }
    });
  }
}
