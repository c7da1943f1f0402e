/**
 * A piece named by a link: whoever reads it runs it. A link can outlive its piece: a person clicked
 * on what a handler had just made, that handler's commit was undone, and the event still names it.
 */

import type { LiveNode } from "../cell/target.ts";
import type { Document } from "../document/document.ts";
import type { Pieces } from "./pieces.ts";

/** The node of a piece: reading it runs the piece. */
export class LinkedPiece implements LiveNode {
  #holder: Document | undefined;
  readonly #mustExist: boolean;

  constructor(
    readonly pieces: Pieces,
    readonly space: string,
    readonly id: string,
    { mustExist = false }: { mustExist?: boolean } = {},
  ) {
    this.#mustExist = mustExist;
  }

  ledBy(holder: Document): void {
    this.#holder = holder;
  }

  get(): unknown {
    const { pieces, space, id } = this;
    pieces.version(`${space}/${id}`).get();
    if (!this.#mustExist && !pieces.has(space, id, this.#holder)) {
      pieces.runtime.explain(() => `a link reads as undefined: the space has no piece ${id}`);
      return undefined;
    }
    return pieces.instance(space, id).get();
  }

  pin(): void {}
}
