/**
 * The inside of a cell: where it points, and with which schema and default. Authors hold `Cell`
 * objects and reference proxies; both are faces of one `CellState`.
 */

import type { Json } from "@cf/utils";
import type { Path } from "@cf/protocol";
import type { Runtime } from "../runtime.ts";
import { defaultOfChild, seenBy } from "./defaults.ts";
import {
  cellKindOf,
  childShape,
  defaultOf,
  innerShape,
  orElse,
  scopeOf,
  type Shape,
} from "./schema.ts";
import { isDocTarget, type Target } from "./target.ts";

/** A typed path into a target. */
export class CellState {
  #children: Map<string, CellState> | undefined;
  /** The `Cell` object that authors hold. */
  cellFace: object | undefined;
  /** The reference proxy that stands in a body. */
  referenceFace: object | undefined;
  /** The live view that computations read. */
  viewFace: object | undefined;
  /**
   * What the run of a computation got that read the place last, in which epoch: who reads it again
   * meanwhile gets the same. It is a primitive or {@linkcode viewFace}: it keeps nothing alive.
   */
  readIn = 0;
  readAt = 0;
  readAs: unknown;
  /** The link that stood here, and where it leads. */
  lastLink: { readonly raw: Json; readonly target: Target } | undefined;

  constructor(
    readonly runtime: Runtime,
    public target: Target,
    readonly path: Path,
    readonly shape: Shape | undefined,
    /** The value where nothing was ever written. */
    readonly fallback: Json | undefined,
    readonly parent: CellState | undefined = undefined,
    /** Whether `.for()` may still choose the identity. */
    public fresh = false,
    /** Whether `fallback` is a part of a default further up. */
    readonly inherited = false,
    /**
     * Where the place is in the scope around, if its scope is declared for a part of something:
     * that may be behind links, and its part is in the document that they lead to.
     */
    readonly outer: CellState | undefined = undefined,
  ) {}

  /** The state of property or element `key`. */
  child(key: string): CellState {
    this.#children ??= new Map();
    let child = this.#children.get(key);
    if (child !== undefined) return child;
    const shape = childShape(this.inner, key);
    const own = this.fallback === undefined ? defaultOf(this.shape) : this.fallback;
    const inherited = typeof own === "object" && own !== null && Object.hasOwn(own, key)
      ? (own as Record<string, Json>)[key]
      : undefined;
    child = new CellState(
      this.runtime,
      this.#scoped(shape),
      this.path.concat(key),
      shape,
      inherited === undefined ? defaultOfChild(this.inner, key) : inherited,
      this,
      false,
      inherited !== undefined,
      scopeOf(shape) === undefined ? this.outer : this.path.length > 0 ? this : undefined,
    );
    if (this.#children.size < 10_000) this.#children.set(key, child);
    return child;
  }

  /**
   * The value here when the last `missing` steps of the path lead nowhere: a default reaches down
   * only through places that were never written. `Infinity` says that there was a value once, so
   * that only what the type declares is left.
   */
  fallbackFor(missing: number): Json | undefined {
    const declared = () => defaultOf(this.shape);
    if (missing === Infinity && this.path.length === 0) return declared();
    if (this.parent === undefined) return orElse(this.fallback, declared);
    const own = this.inherited ? declared() : this.fallback;
    if (missing <= 1) return own;
    const above = this.parent.fallbackFor(missing - 1);
    const key = this.path.at(-1)!;
    const inherited = typeof above === "object" && above !== null && Object.hasOwn(above, key)
      ? (above as Record<string, Json>)[key]
      : undefined;
    return inherited === undefined ? own : inherited;
  }

  /** The same, or else the default of the schema: what a reader takes who finds nothing here. */
  defaultFor(missing: number): Json | undefined {
    const own = this.fallbackFor(missing);
    return own === undefined ? defaultOf(this.inner) : own;
  }

  /**
   * What is left of the place's default at the end of a link: what a default around the place says of
   * it is said of the part of that default, and not of what the link put there, unless the last
   * `missing` steps at the end were never written.
   */
  fallbackBehindLink(missing: number): Json | undefined {
    return this.inherited ? this.fallbackFor(missing) : this.fallback;
  }

  /** The shape of the value, without the handle kind of this position. */
  get inner(): Shape | undefined {
    return this.shape !== undefined && cellKindOf(this.shape) !== undefined
      ? innerShape(this.shape)
      : this.shape;
  }

  /** The state of a path below this one. */
  descend(path: Path): CellState {
    return path.reduce<CellState>((state, key) => state.child(key), this);
  }

  /** The same place seen with another schema. */
  withShape(
    shape: Shape | undefined,
    fallback = orElse(this.fallback, () => orElse(defaultOf(this.shape), () => defaultOf(shape))),
    inherited = this.inherited && fallback === this.fallback,
  ): CellState {
    return new CellState(
      this.runtime,
      this.target,
      this.path,
      seenBy(shape, this.shape),
      fallback,
      this.parent,
      false,
      inherited,
      this.outer,
    );
  }

  /** The same place with `fallback` for itself, unless it has a default of its own. */
  withFallback(fallback: Json): CellState {
    const own = orElse(this.inherited ? undefined : this.fallback, () => defaultOf(this.shape));
    return this.withShape(this.shape, orElse(own, () => fallback), false);
  }

  /** A property with a scope of its own lives in the same document of that scope. */
  #scoped(shape: Shape | undefined): Target {
    const scope = scopeOf(shape);
    const target = this.target;
    if (scope === undefined || !isDocTarget(target) || target.scope === scope) return target;
    return target.inScope(scope);
  }

  /** Text that is equal for equal places of one runtime. */
  get key(): string {
    const { target, path } = this;
    const whole = isDocTarget(target) ? target.key : `${target.space}/${target.id}`;
    return path.length === 0 ? whole : `${whole}\0${path.join("\0")}`;
  }
}
