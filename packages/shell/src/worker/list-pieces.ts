/**
 * The pieces of a space, for its list. A name is what the piece calls itself at present, for which
 * it has to run; so names are asked for only while the list is what is looked at, and until then
 * the file of the pattern stands for the name.
 */

import {
  listedPieces,
  listedRecord,
  openPiece,
  type Piece,
  rawResult,
  readProgram,
  type Runtime,
} from "@cf/runner";
import { isRecord } from "@cf/utils";
import type { PieceInfo } from "../messages.ts";
import { describeSource } from "./describe-source.ts";

/** How many pieces run for their names at most. */
const NAMED_MAX = 40;

/** A piece that runs for its name. */
interface Naming {
  readonly piece: Piece;
  end: () => void;
}

/** Where the pattern of a piece stands. */
interface PatternSource {
  /** The program's hash; empty where the record names none. */
  readonly program: string;
  readonly module: string;
}

interface ListedPiece extends PieceInfo {
  readonly source: PatternSource;
}

/** Follows the pieces of one space. */
export class PieceList {
  readonly #runtime: Runtime;
  readonly #space: string;
  readonly #listener: (pieces: readonly PieceInfo[]) => void;
  readonly #stop: () => void;
  readonly #names = new Map<string, string>();
  /** What a pattern says of itself, by program and module. */
  readonly #abouts = new Map<string, string>();
  readonly #running = new Map<string, Naming>();
  #pieces: readonly ListedPiece[] = [];
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
      this.#listener(this.#pieces.map(({ source, ...info }) => ({
        ...info,
        name: this.#names.get(info.piece) || info.name,
        isNamed: Boolean(this.#names.get(info.piece)),
        about: this.#abouts.get(sourceKey(source)) ?? "",
      })));
      if (this.#isLookedAt) this.#name();
    });
  }

  #name(): void {
    for (const { piece: id, source } of this.#pieces.slice(0, NAMED_MAX)) {
      if (this.#running.has(id)) continue;
      this.#describe(source);
      const piece = openPiece(this.#runtime, id, this.#space);
      const entry: Naming = { piece, end: () => {} };
      this.#running.set(id, entry);
      // A piece that cannot start keeps the name of its file; its own page says why.
      this.#runtime.whenReady(() => rawResult(this.#runtime, id, this.#space)).then(() => {
        if (this.#running.get(id) === entry) entry.end = this.#follow(id, piece);
      }, () => {});
    }
  }

  /** A source that cannot be read says nothing; the name of its file stands in the list anyway. */
  #describe(source: PatternSource): void {
    const key = sourceKey(source);
    if (source.program === "" || this.#abouts.has(key)) return;
    this.#abouts.set(key, "");
    readProgram(this.#runtime, source.program, this.#space).then((program) => {
      const about = describeSource(program?.files[source.module] ?? "");
      if (about === "" || this.#isClosed) return;
      this.#abouts.set(key, about);
      this.#report();
    }, () => {});
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

function sourceKey({ program, module }: PatternSource): string {
  return `${program} ${module}`;
}

function pieceInfo(runtime: Runtime, space: string, id: string): ListedPiece {
  const record = listedRecord(runtime, id, space);
  const pattern = isRecord(record) && isRecord(record.pattern) ? record.pattern : {};
  const file = String(pattern.module ?? "").replace(/^\//, "");
  const exported = String(pattern.name ?? "default");
  const title = isRecord(record) && typeof record.title === "string" ? record.title : "";
  return {
    piece: id,
    name: title || nameOfFile(file),
    isNamed: false,
    pattern: exported === "default" ? file : `${file} · ${exported}`,
    source: { program: String(pattern.program ?? ""), module: String(pattern.module ?? "") },
  };
}

/** `shopping-list.tsx` is called «Shopping list» until the piece says its name. */
function nameOfFile(file: string): string {
  const name = file.replace(/\.(?:pattern\.)?tsx?$/, "").replace(/^.*\//, "");
  const words = name.replace(/[-_]+/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
