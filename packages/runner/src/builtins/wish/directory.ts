/**
 * What a space offers to wishes: its listed pieces, the streams that change the list, and what is
 * kept for each user.
 *
 * ```
 * space:root  (space)  { "pieces": [link to each piece] }
 * space:root  (user)   { "recent": [link to a piece, newest first] }
 * space:profile (user) { "name": text, "avatar": text, … }
 * ```
 */

import { fromSigil } from "@cf/protocol";
import type { Json } from "@cf/utils";
import { sameEntity } from "../../cell/identity.ts";
import { CellState } from "../../cell/state.ts";
import { DocTarget, isDocTarget } from "../../cell/target.ts";
import { setAt } from "../../cell/write.ts";
import { addUnique, remove } from "../../cell/write-list.ts";
import { Frame } from "../../pattern/frame.ts";
import { makeStream } from "../../pattern/stream.ts";
import { ROOT_ID } from "../../piece/registry.ts";
import type { Runtime } from "../../runtime.ts";
import { RequestError } from "../errors.ts";

const RECENT_MAX = 50;

/** The directory of one space. */
class Directory {
  readonly #pieces: CellState;
  readonly #recent: CellState;
  readonly #streams: Readonly<Record<string, object>>;
  /** The user's profile. */
  readonly profile: CellState;

  constructor(readonly runtime: Runtime, readonly space: string) {
    const document = (id: string, scope: "space" | "user") =>
      new CellState(runtime, new DocTarget(space, id, scope), [], undefined, undefined);
    this.#pieces = document(ROOT_ID, "space").child("pieces");
    this.#recent = document(ROOT_ID, "user").child("recent");
    this.profile = document("space:profile", "user");
    this.#streams = this.#makeStreams();
  }

  #makeStreams(): Record<string, object> {
    const frame = new Frame(this.runtime, this.space, "piece:(directory)", "");
    const stream = (name: string, handle: (piece: object) => void) =>
      makeStream(frame, { name }, (event) => handle(pieceOf(name, event)));
    const addPiece = stream("addPiece", (piece) => addUnique(this.#pieces, [piece]));
    const removePiece = stream("removePiece", (piece) => remove(this.#pieces, piece, true));
    const trackRecent = stream("trackRecent", (piece) => this.#track(piece));
    return { addPiece, removePiece, trackRecent, add: addPiece, remove: removePiece };
  }

  #track(piece: object): void {
    const others = this.#linked(this.#recent)
      .map((state) => this.runtime.faces.cell(state))
      .filter((known) => !sameEntity(known, piece));
    setAt(this.#recent, [piece, ...others].slice(0, RECENT_MAX));
  }

  /** The listed pieces, oldest first; subscribes to the list. */
  pieces(): CellState[] {
    return this.#linked(this.#pieces);
  }

  /** The user's pieces of late; of who tracked none, the listed ones, newest first. */
  recent(): CellState[] {
    const tracked = this.#linked(this.#recent);
    return tracked.length > 0 ? tracked : this.pieces().reverse();
  }

  #linked(list: CellState): CellState[] {
    const target = list.target as DocTarget;
    const holder = this.runtime.load(target);
    const root = this.runtime.raw(target) as Record<string, Json> | undefined;
    const links = root?.[list.path[0]!];
    if (!Array.isArray(links)) return [];
    return links.flatMap((sigil) => {
      const link = fromSigil(sigil);
      if (link === undefined) return [];
      const state = this.runtime.linked(link, this.space, undefined);
      if (!isDocTarget(state.target)) state.target.ledBy?.(holder);
      return [state];
    });
  }

  /** What `#default` and `#pieceRegistry` give. */
  value(): object {
    const references = (states: readonly CellState[]) =>
      Object.freeze(states.map((state) => this.runtime.faces.reference(state)));
    const pieces = references(this.pieces());
    return Object.freeze({
      $NAME: "Space",
      pieces,
      allPieces: pieces,
      mentionable: pieces,
      backlinksIndex: Object.freeze({ mentionable: pieces }),
      recentPieces: references(this.recent()),
      ...this.#streams,
    });
  }
}

/** Events are `{ piece }`, or the piece itself. */
function pieceOf(name: string, event: unknown): object {
  const given = typeof event === "object" && event !== null && Object.hasOwn(event, "piece")
    ? (event as { piece: unknown }).piece
    : event;
  if (typeof given === "object" && given !== null) return given;
  throw new RequestError("bad-request", `Cannot handle ${name}: the event must be { piece }`);
}

/** The directory of a space, one per runtime. */
export function directoryOf(runtime: Runtime, space: string): Directory {
  return runtime.builtins.one(`directory ${space}`, () => new Directory(runtime, space));
}
