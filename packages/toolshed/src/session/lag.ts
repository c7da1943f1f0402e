/** What a client missed while it was too slow, kept by name only: its size is what is watched. */

import { addressKey, type DocAddress, type Frame, type Receipt, type Refusal } from "@cf/protocol";

/** Names of what changed, and the answers that must not be lost. */
export class Lag {
  readonly #documents = new Map<string, DocAddress>();
  readonly #queries = new Set<number>();
  #receipts: Receipt[] = [];
  #refusals: Refusal[] = [];
  #seq = 0;

  /** Takes note of a dropped frame. */
  add(frame: Frame): void {
    for (const { id, scope } of [...frame.changes, ...frame.snapshots]) {
      const address = { id, scope };
      this.#documents.set(addressKey(address), address);
    }
    for (const { query } of frame.queries) this.#queries.add(query);
    this.#receipts.push(...frame.receipts);
    this.#refusals.push(...frame.refusals);
    this.#seq = Math.max(this.#seq, frame.seq);
  }

  /** Everything noted, which is then forgotten. */
  take(): {
    readonly documents: readonly DocAddress[];
    readonly queries: readonly number[];
    readonly receipts: readonly Receipt[];
    readonly refusals: readonly Refusal[];
    readonly seq: number;
  } {
    const taken = {
      documents: [...this.#documents.values()],
      queries: [...this.#queries],
      receipts: this.#receipts,
      refusals: this.#refusals,
      seq: this.#seq,
    };
    this.#documents.clear();
    this.#queries.clear();
    this.#receipts = [];
    this.#refusals = [];
    return taken;
  }
}
