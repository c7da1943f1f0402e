/**
 * What is asked for beside a document that is missing.
 *
 * An answer of the space brings what is reachable from what was asked for, up to a budget. Who goes
 * through a longer list meets the first element that is not here, waits, begins again and meets the
 * next one: a round trip for each. So what the same holder links to after the missing one is asked
 * for with it, and when documents below one holder after the other are missing (the parts of each
 * element of a list), what those that follow link to, some levels deep. A piece leads to what was
 * read of other pieces of its pattern, as if it had links to that.
 *
 * Who reads one element far down needs no others. The first time only a few are asked for, and
 * several times as many whenever another one is missing below the same holder.
 */

import { fromSigil, type Link } from "@cf/protocol";
import type { Document } from "./document.ts";
import type { Made } from "./origin.ts";

/** So many holders above what is missing, each led to by the one above it, are looked through. */
const LEVELS = 4;
const FIRST = 64;
const GROWTH = 4;
const COUNT_MAX = 1_000;
/** A look ahead ends after so many links that lead to nothing new. */
const LINKS_MAX = 20_000;

/** The documents of one replica that are asked for before anybody reads them. */
export class ReadAhead {
  /** How many to ask for when the next one is missing so many levels below a holder. */
  readonly #counts = Array.from({ length: LEVELS }, () => new WeakMap<Document, number>());
  readonly #find: (link: Link) => Document | undefined;
  readonly #made: Made;

  /** `find` gives the document that a link names, unless it is of another space. */
  constructor(find: (link: Link) => Document | undefined, made: Made) {
    this.#find = find;
    this.#made = made;
  }

  /** What to ask for with `missing`, which a link in `holder` led to. */
  beside(missing: Document, holder: Document): Document[] {
    const found = new Set<Document>();
    let [after, at]: [Document, Document | undefined] = [missing, holder];
    for (const [depth, counts] of this.#counts.entries()) {
      // The first document that is missing below an element says nothing of the next element.
      const count = take(counts, at, depth === 0 ? FIRST : 0);
      this.#collect(found, { holder: at, after, count, depth });
      if (at.via === undefined || found.size >= FIRST) break;
      [after, at] = [at, at.via];
    }
    found.delete(missing);
    return [...found];
  }

  /** Adds what is not here and `holder` leads to after `after`; with a depth, what that leads to. */
  #collect(
    found: Set<Document>,
    { holder, after, count, depth }: {
      readonly holder: Document;
      readonly after: Document;
      readonly count: number;
      readonly depth: number;
    },
  ): void {
    const max = found.size + count;
    let links = 0;
    let passed = false;
    const visit = (link: Link, below: number): boolean => {
      if (found.size >= max || ++links > LINKS_MAX) return false;
      // What comes before need not even be looked up.
      passed ||= leadsTo(link, after);
      const document = passed ? this.#find(link) : undefined;
      if (document === undefined) return true;
      if (document.state === "unloaded") found.add(document);
      if (document.state !== "loaded" || below === 0) return true;
      document.via ??= holder;
      return this.#everyLead(document, (inner) => visit(inner, below - 1));
    };
    if (count > 0) this.#everyLead(holder, (link) => visit(link, depth));
  }

  /** Visits the links in a document, and what the piece in it made. */
  #everyLead(document: Document, visit: (link: Link) => boolean): boolean {
    return everyLink(document.value, visit) && this.#made.by(document).every(visit);
  }
}

/** The count for a holder, and more for the next time. */
function take(counts: WeakMap<Document, number>, holder: Document, first: number): number {
  const count = counts.get(holder) ?? first;
  counts.set(holder, Math.min(COUNT_MAX, count === 0 ? FIRST : count * GROWTH));
  return count;
}

function leadsTo({ id, scope = "space" }: Link, { address }: Document): boolean {
  return id === address.id && scope === address.scope;
}

/** Visits the links in a value until one visit gives `false`. */
function everyLink(value: unknown, visit: (link: Link) => boolean): boolean {
  if (typeof value !== "object" || value === null) return true;
  const link = "/" in value ? fromSigil(value) : undefined;
  if (link !== undefined) return visit(link);
  const children = Array.isArray(value) ? value : Object.values(value);
  return children.every((child) => everyLink(child, visit));
}
