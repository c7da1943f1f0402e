/**
 * Documents that no link leads to: what the bodies of pieces make.
 *
 * Such a document's id is a hash of its cause, and the cause begins with the piece it belongs to.
 * So once one was missing, the same document of every other piece of that pattern can be named,
 * without running any of them.
 */

import { isRecord, shortHash } from "@cf/utils";
import type { Link, Scope } from "@cf/protocol";
import type { Document } from "./document.ts";
import type { Siblings } from "./siblings.ts";

/** Where a document comes from that running code made. */
export interface Origin {
  /** Documents that bodies made under the same name. */
  readonly siblings?: Siblings | undefined;
  /** The piece that the cause names, where it names nothing else that only this piece has. */
  readonly piece?: string | undefined;
  /** What its id is the hash of. */
  readonly cause: string;
}

/** The id of a document that running code makes. */
export function madeId(cause: string): string {
  return `of:${shortHash(cause)}`;
}

/** A cause without its piece. */
interface Place {
  readonly before: string;
  readonly after: string;
  readonly scope: Scope;
}

/** What was missing of pieces, by what these were made from. */
export class Made {
  readonly #places = new Map<string, Map<string, Place>>();

  /** Learns that a document of the piece in `maker` is read. */
  note(maker: Document, { piece, cause }: Origin, scope: Scope): void {
    const pattern = patternIn(maker);
    if (piece === undefined || pattern === undefined) return;
    const at = cause.indexOf(piece);
    const place = { before: cause.slice(0, at), after: cause.slice(at + piece.length), scope };
    const places = this.#places.get(pattern) ?? new Map<string, Place>();
    places.set(`${scope} ${place.after}`, place);
    this.#places.set(pattern, places);
  }

  /** What is read of pieces like the one in `maker`, of this one; nothing for other documents. */
  *by(maker: Document): Generator<Link> {
    if (!maker.address.id.startsWith("piece:")) return;
    const { id } = maker.address;
    for (
      const { before, after, scope } of this.#places.get(patternIn(maker) ?? "")?.values() ?? []
    ) {
      yield { id: madeId(`${before}${id}${after}`), scope };
    }
  }
}

/** What a piece's document says it was made from. */
function patternIn({ value }: Document): string | undefined {
  return isRecord(value) && isRecord(value.pattern) ? JSON.stringify(value.pattern) : undefined;
}
