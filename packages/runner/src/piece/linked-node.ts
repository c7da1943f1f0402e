/** A node inside a piece, named by a link whose piece may not be running here. */

import type { LiveNode } from "../cell/target.ts";
import type { Document } from "../document/document.ts";
import { Signal } from "../reactive/mod.ts";
import type { Runtime } from "../runtime.ts";

/** The piece is started, then asked for its node. */
export class LinkedNode implements LiveNode {
  readonly #missing = new Signal(0);
  #holder: Document | undefined;

  constructor(readonly runtime: Runtime, readonly space: string, readonly id: string) {}

  ledBy(holder: Document): void {
    this.#holder = holder;
  }

  get(): unknown {
    const root = this.id.slice(0, this.id.indexOf("#"));
    const piece = this.runtime.pieces.find(this.space, root);
    if (this.#holder !== undefined) piece.ledBy?.(this.#holder);
    piece.get();
    const node = this.runtime.nodes.registered(this.space, this.id);
    if (node === undefined || node === this) {
      this.#missing.get();
      return undefined;
    }
    return node.get();
  }

  pin(): void {}
}
