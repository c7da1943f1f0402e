/**
 * Which objects and lists of a document were copied by earlier steps of one change, so that the
 * next steps change them in place: many writes to one large object cost one copy of it.
 *
 * A copy belongs to whoever made it until it is released, which everybody does who keeps it. With it
 * go its parts, which that one may reach: a copy made later of the released one is younger than they
 * are, and a part that is older than what it is a part of is not owned. So a copy is owned if every
 * copy around it is, and is older.
 *
 * ```
 * write a.b.x    copies root 1, a 2, b 3
 * write a.b.y    changes b
 * release a      somebody holds a, and with it b
 * write a.b.z    changes root; copies a 4, b 5, for b 3 is older than a 4
 * ```
 */

/** The copies that one change has made; see the head of this file. */
export class Copies {
  readonly #ages = new WeakMap<object, number>();
  #count = 0;

  /** The age of the next copy: that of what is around it is taken first. */
  next(): number {
    return ++this.#count;
  }

  /** Takes in a copy that nobody else holds. */
  add(copy: object, age: number): void {
    this.#ages.set(copy, age);
  }

  /** The age of a part of the copy of age `around`; `undefined` if it is not to be changed. */
  ageOf(value: unknown, around: number): number | undefined {
    if (typeof value !== "object" || value === null) return undefined;
    const age = this.#ages.get(value);
    return age !== undefined && age >= around ? age : undefined;
  }

  /** Somebody keeps `value`: neither it nor anything in it changes any more. */
  release(value: unknown): void {
    if (typeof value === "object" && value !== null) this.#ages.delete(value);
  }
}
