/**
 * Views described as plain data, so that the same one can be built in a test's process and in a
 * browser page: `{ tag, props, children }`, texts, flags, `null`, arrays, and `{ cell: n }` for a
 * reference to the nth cell.
 */

import { Cell } from "./signals.ts";
import { h } from "./view.ts";

/** What a view is made of. */
export type Spec =
  | string
  | number
  | boolean
  | null
  | readonly Spec[]
  | { readonly cell: number }
  | {
    readonly tag: string;
    readonly props: Readonly<Record<string, unknown>> | null;
    readonly children: readonly Spec[];
  };

/** An element as both holders of a tree describe it; texts beside each other are one. */
export interface Described {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly children: readonly (Described | string)[];
}

/** Cells for the references of specs; `set` gives one another content. */
export class SpecCells {
  readonly #cells = new Map<number, Cell<unknown>>();

  get(n: number): Cell<unknown> {
    let cell = this.#cells.get(n);
    if (cell === undefined) this.#cells.set(n, cell = new Cell<unknown>(null));
    return cell;
  }

  /** A cell holds no view that refers to itself: references in it are to later cells. */
  set(n: number, spec: Spec): void {
    this.get(n).set(this.build(spec));
  }

  build(spec: Spec): unknown {
    if (typeof spec !== "object" || spec === null) return spec;
    if (Array.isArray(spec)) return spec.map((one) => this.build(one));
    if ("cell" in spec) return this.get(spec.cell);
    const { tag, props, children } = spec as Exclude<Spec, { cell: number }> & { tag: string } & {
      props: Record<string, unknown> | null;
      children: readonly Spec[];
    };
    const built = props === null ? null : Object.fromEntries(
      Object.entries(props).map(([name, value]) => [name, this.#buildProp(value)]),
    );
    return h(tag, built, ...children.map((child) => this.build(child)));
  }

  #buildProp(value: unknown): unknown {
    const isCell = typeof value === "object" && value !== null && "cell" in value;
    return isCell ? this.get((value as { cell: number }).cell) : value;
  }
}

/** Children with texts beside each other joined, and without empty ones. */
export function joinTexts(children: readonly (Described | string)[]): (Described | string)[] {
  const joined: (Described | string)[] = [];
  for (const child of children) {
    if (child === "") continue;
    const last = joined.at(-1);
    if (typeof child === "string" && typeof last === "string") joined[joined.length - 1] += child;
    else joined.push(child);
  }
  return joined;
}
