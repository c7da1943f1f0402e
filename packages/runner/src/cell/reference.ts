/**
 * References: what a body has in place of values. A reference is a proxy over a cell state:
 * property access gives the reference of that path, and the methods of a cell work on it.
 */

import { currentContext } from "../context.ts";
import { Cell, cellMethods, makeCell } from "./cell.ts";
import { explicitCellOf, registerReference } from "./faces.ts";
import { readValue } from "./read.ts";
import { cellKindOf, namesProperty } from "./schema.ts";
import type { CellState } from "./state.ts";
import { isDocTarget } from "./target.ts";

const prototype = Cell.prototype as unknown as Record<string, (...args: unknown[]) => unknown>;

/** How many elements destructuring a reference may take. */
const ITERATION_MAX = 1000;

/** What a reference has or lacks whatever it refers to. */
const ownNames: ReadonlySet<string> = new Set(["toString", "valueOf", "then", "constructor"]);

class ReferenceHandler implements ProxyHandler<object> {
  /** Made when one is asked for, which most references never are. */
  #methods: Map<string, unknown> | undefined;

  constructor(
    readonly state: CellState,
    readonly symbols: ReadonlyMap<symbol, unknown> | undefined,
  ) {}

  get(_target: object, key: string | symbol, receiver: unknown): unknown {
    if (typeof key === "symbol") return this.#symbol(key);
    if (this.#declares(key)) return makeReference(this.state.child(key));
    if (cellMethods.has(key)) return this.#method(key, receiver);
    if (key === "toJSON") return () => makeCell(this.state).toJSON();
    if (key === "toString" || key === "valueOf") return () => makeCell(this.state).toString();
    if (key === "then" || key === "constructor") return undefined;
    return makeReference(this.state.child(key));
  }

  /** Data that is declared under the name of something that references have wins, but in a cell. */
  #declares(name: string): boolean {
    if (!cellMethods.has(name) && !ownNames.has(name)) return false;
    const { shape } = this.state;
    return shape !== undefined && cellKindOf(shape) === undefined && namesProperty(shape, name);
  }

  #method(name: string, receiver: unknown): unknown {
    const methods = this.#methods ??= new Map();
    let method = methods.get(name);
    if (method === undefined) {
      method = (...args: unknown[]) => prototype[name]!.apply(receiver as Cell, args);
      methods.set(name, method);
    }
    return method;
  }

  #symbol(key: symbol): unknown {
    if (key === Symbol.iterator) {
      const state = this.state;
      return function* () {
        for (let i = 0; i < ITERATION_MAX; i++) yield makeReference(state.child(String(i)));
      };
    }
    if (key === Symbol.toPrimitive) {
      return () => {
        const isBody = currentContext()?.mode === "body";
        const value = isBody || isOfCell(this.state) ? this.state : readValue(this.state);
        if (typeof value !== "object" || value === null) return value;
        throw new TypeError(
          `Cannot convert ${this.state.runtime.describe(this.state)} to a plain value ${
            isBody
              ? "in a pattern's body: use it inside computed(() => …)"
              : "here: its type says that it is a cell, so read it with .get()"
          }`,
        );
      };
    }
    return this.symbols?.get(key);
  }

  has(_target: object, key: string | symbol): boolean {
    return typeof key === "string" && this.#keys().includes(key);
  }

  ownKeys(): string[] {
    return this.#keys();
  }

  getOwnPropertyDescriptor(_target: object, key: string | symbol): PropertyDescriptor | undefined {
    if (typeof key !== "string" || !this.#keys().includes(key)) return undefined;
    const value = makeReference(this.state.child(key));
    return { value, enumerable: true, configurable: true, writable: true };
  }

  /** The declared properties, so that rest and spread in a body work. */
  #keys(): string[] {
    return Object.keys(this.state.inner?.schema.properties ?? {});
  }

  set(_target: object, key: string | symbol): boolean {
    throw new TypeError(
      `Cannot assign to '${String(key)}' of ${
        this.state.runtime.describe(this.state)
      }: references ` +
        `are read-only; write through a Writable in a handler`,
    );
  }
}

/** Whether what a reference names is a cell by its type, or chosen among cells. */
function isOfCell({ shape, target, path }: CellState): boolean {
  if (cellKindOf(shape) !== undefined) return true;
  return path.length === 0 && !isDocTarget(target) && explicitCellOf(target.get()) !== undefined;
}

/** The reference of a state; one per state unless it carries extra symbols. */
export function makeReference(
  state: CellState,
  symbols?: ReadonlyMap<symbol, unknown>,
): object {
  const known = state.referenceFace;
  if (known !== undefined && symbols === undefined) return known;
  const reference = new Proxy({}, new ReferenceHandler(state, symbols));
  registerReference(reference, state);
  state.referenceFace = reference;
  return reference;
}
