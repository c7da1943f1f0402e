/**
 * Which documents a replica keeps. It needs those that an effect reads, that a commit in flight
 * changes, that are being loaded, or that were used since the last look; and what those lead to
 * through links, because a space sends that again whenever a link to it is written. Two looks
 * without any of it, and a document goes.
 *
 * Code may still hold a document that went: it stays the one object for its address until nothing
 * refers to it, and is loaded again when it is read.
 */

import { addressKey, fromSigil, type Link } from "@cf/protocol";
import type { Document } from "./document.ts";

/** Between two looks there are at least so many commits and frames. */
const EVENTS_MIN = 64;

/** Whether so many events since the last look pay for another one. */
export function isLookDue(events: number, documents: number): boolean {
  return events >= Math.max(EVENTS_MIN, documents / 4);
}

/** The documents of a space that can go. Those used since the last look count as unused now. */
export function findUnneeded(
  documents: ReadonlyMap<string, Document>,
  space: string,
): Document[] {
  const kept = new Set<Document>();
  for (const document of documents.values()) {
    if (document.takeUse() || document.isNeeded) kept.add(document);
  }
  const keep = ({ space: other = space, id, scope = "space" }: Link) => {
    const document = other === space ? documents.get(addressKey({ id, scope })) : undefined;
    if (document !== undefined) kept.add(document);
  };
  // What is added while the set is walked is walked as well.
  for (const { value, confirmed } of kept) {
    if (kept.size === documents.size) return [];
    forEachLink(value, keep);
    if (confirmed !== value) forEachLink(confirmed, keep);
  }
  return [...documents.values()].filter((document) => !kept.has(document));
}

/** Like `linksIn`, and several times faster: a look goes through all that is kept. */
function forEachLink(value: unknown, visit: (link: Link) => void): void {
  if (typeof value !== "object" || value === null) return;
  const link = "/" in value ? fromSigil(value) : undefined;
  if (link !== undefined) return visit(link);
  const children = Array.isArray(value) ? value : Object.values(value);
  for (const child of children) forEachLink(child, visit);
}

/** Documents that went, as long as something refers to them. */
export class FormerDocuments {
  readonly #references = new Map<string, WeakRef<Document>>();
  readonly #registry = new FinalizationRegistry<string>((key) => {
    if (this.#references.get(key)?.deref() === undefined) this.#references.delete(key);
  });

  add(document: Document): void {
    this.#references.set(document.key, new WeakRef(document));
    this.#registry.register(document, document.key, document);
  }

  /** The document under `key`, which is no former one any more. */
  take(key: string): Document | undefined {
    const document = this.#references.get(key)?.deref();
    if (document === undefined) return undefined;
    this.#references.delete(key);
    this.#registry.unregister(document);
    return document;
  }
}
