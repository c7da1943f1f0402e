/** A running piece turns to its new code when its record names another program. */

import type { Piece, Runtime } from "@cf/runner";
import { isRecord } from "@cf/utils";

/** An open piece that follows its record. */
export class FollowedPiece {
  readonly #piece: Piece;
  readonly #end: () => void;
  #running: string | undefined;
  #turning: Promise<void> = Promise.resolve();

  constructor(runtime: Runtime, piece: Piece) {
    this.#piece = piece;
    this.#end = runtime.effect(() => this.#follow(runtime));
  }

  /** The piece, once it runs the program that its record names. Rejects when that does not load. */
  async ready(): Promise<Piece> {
    await this.#turning;
    return this.#piece;
  }

  release(): void {
    this.#end();
    this.#piece.release();
  }

  #follow(runtime: Runtime): void {
    const { space, id } = this.#piece;
    const record = runtime.raw({ space, id, scope: "space" });
    const pattern = isRecord(record) && isRecord(record.pattern) ? record.pattern : {};
    const wanted = JSON.stringify(pattern);
    const isFirst = this.#running === undefined;
    if (wanted === this.#running || typeof pattern.program !== "string") return;
    this.#running = wanted;
    if (isFirst) return;
    this.#turning = runtime.programs.fetch(space, pattern.program).then(() => {
      if (this.#running === wanted) runtime.pieces.restart(space, id);
    });
    // Whoever asks for the piece hears of it.
    this.#turning.catch(() => {});
  }
}
