/**
 * The pieces of a space, for its list. A name is what the piece calls itself at present, for which
 * it has to run; so names are asked for only while the list is what is looked at, and until then
 * the file of the pattern stands for the name.
 */

import { listedPieces, openPiece, type Piece, rawResult, type Runtime } from "@cf/runner";
import { isRecord } from "@cf/utils";
import type { PieceInfo } from "../messages.ts";

/** How many pieces run for their names at most. */
const NAMED_MAX = 40;

/** A piece that runs for its name. */
interface Naming {
  readonly piece: Piece;
  end: () => void;
}

/** Follows the pieces of one space. */
export class PieceList {
  readonly #runtime: Runtime;
  readonly #space: string;
  readonly #listener: (pieces: readonly PieceInfo[]) => void;
  readonly #stop: () => void;
  readonly #names = new Map<string, string>();
  readonly #running = new Map<string, Naming>();
  #pieces: readonly PieceInfo[] = [];
  #isLookedAt = true;
  #due = false;
  #isClosed = false;

  constructor(
    runtime: Runtime,
    space: string,
    listener: (pieces: readonly PieceInfo[]) => void,
  ) {
    this.#runtime = runtime;
    this.#space = space;
    this.#listener = listener;
    this.#stop = runtime.effect(() => {
      const ids = listedPieces(runtime, space);
      this.#pieces = ids.map((id) => pieceInfo(runtime, space, id));
      this.#report();
    });
  }

  /** Says whether the list is what the page shows. */
  lookAt(isLookedAt: boolean): void {
    this.#isLookedAt = isLookedAt;
    if (isLookedAt) this.#report();
    else this.#endNaming();
  }

  close(): void {
    this.#isClosed = true;
    this.#stop();
    this.#endNaming();
  }

  /** At the end of the turn: a page that opens a piece at once never runs the others. */
  #report(): void {
    if (this.#due) return;
    this.#due = true;
    queueMicrotask(() => {
      this.#due = false;
      if (this.#isClosed) return;
      this.#listener(this.#pieces.map((info) => ({
        ...info,
        name: this.#names.get(info.piece) || info.name,
      })));
      if (this.#isLookedAt) this.#name();
    });
  }

  #name(): void {
    for (const { piece: id } of this.#pieces.slice(0, NAMED_MAX)) {
      if (this.#running.has(id)) continue;
      const piece = openPiece(this.#runtime, id, this.#space);
      const entry: Naming = { piece, end: () => {} };
      this.#running.set(id, entry);
      // A piece that cannot start keeps the name of its file; its own page says why.
      this.#runtime.whenReady(() => rawResult(this.#runtime, id, this.#space)).then(() => {
        if (this.#running.get(id) === entry) entry.end = this.#follow(id, piece);
      }, () => {});
    }
  }

  #follow(id: string, piece: Piece): () => void {
    return piece.sink("$NAME", (name) => {
      if (typeof name !== "string" || this.#names.get(id) === name) return;
      this.#names.set(id, name);
      this.#report();
    });
  }

  #endNaming(): void {
    for (const { piece, end } of this.#running.values()) {
      end();
      piece.release();
    }
    this.#running.clear();
  }
}

function pieceInfo(runtime: Runtime, space: string, id: string): PieceInfo {
  const record = runtime.raw({ space, id, scope: "space" });
  const pattern = isRecord(record) && isRecord(record.pattern) ? record.pattern : {};
  const file = String(pattern.module ?? "").replace(/^\//, "");
  const exported = String(pattern.name ?? "default");
  const title = isRecord(record) && typeof record.title === "string" ? record.title : "";
  return {
    piece: id,
    name: title || file.replace(/\.(?:pattern\.)?tsx?$/, ""),
    pattern: exported === "default" ? file : `${file} · ${exported}`,
  };
}
