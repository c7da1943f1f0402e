/**
 * The documents of one name that running bodies made: a cell in each element of a list.
 *
 * No link leads to what a body stores, so it does not come with anything that is asked for. Who
 * goes through the state of all elements would wait for one document after the other. When one is
 * missing, others of its name are asked for with it: a few at first, because who looks at a single
 * element needs no others, and several times as many each time.
 */

import type { DocAddress } from "@cf/protocol";

const FIRST = 64;
const GROWTH = 4;
const COUNT_MAX = 1_000;

/** Those of one name and scope that nobody has asked for yet. */
export class Siblings {
  readonly #members = new Set<DocAddress>();
  #count = FIRST;

  /** Adds one; the function takes it out again. */
  add(member: DocAddress): () => void {
    this.#members.add(member);
    return () => this.#members.delete(member);
  }

  /** Those to ask for when one is missing. They are no members any more. */
  take(): DocAddress[] {
    const taken: DocAddress[] = [];
    for (const member of this.#members) {
      if (taken.length >= this.#count) break;
      taken.push(member);
      this.#members.delete(member);
    }
    this.#count = Math.min(COUNT_MAX, this.#count * GROWTH);
    return taken;
  }
}
