/**
 * Views: frozen objects and arrays that stand for a place, or for a value that holds places. What
 * all of them have in common: each property is read when it is asked for, nothing can be written,
 * and freezing one makes it a plain object for good.
 */

import { currentContext } from "../context.ts";
import { NotReady } from "../errors.ts";
import { untracked } from "../reactive/mod.ts";
import type { Runtime } from "../runtime.ts";
import { viewOf } from "./faces.ts";
import type { Shape } from "./schema.ts";
import type { CellState } from "./state.ts";

/** The reading functions, handed in so that views do not import their users. */
export interface ViewReader {
  read(state: CellState): unknown;
  presentValue(owner: { runtime: Runtime }, value: unknown, shape: Shape | undefined): unknown;
  /** What an element shows of a cell among its children; `undefined` for anything else. */
  shown(value: unknown): unknown;
  /** A cell that holds a plain value, where `shape` wants one. */
  cellWith(runtime: Runtime, value: unknown, shape: Shape | undefined): object | undefined;
  identityOf(value: unknown): string;
}

/** What the traps of a view are built from. */
export abstract class ViewHandler implements ProxyHandler<object> {
  #frozen = false;

  abstract readonly reader: ViewReader;
  abstract keys(): string[];
  /** Whether there is such a property; subscribes to the answer only when asked to. */
  abstract has_(key: string, how?: { keys: boolean }): boolean;
  abstract child(key: string): unknown;
  abstract length(): number;
  /** The view is frozen for good: whoever reads the place next gets another. */
  abstract forget(): void;

  /** All elements. */
  elements(): readonly unknown[] {
    const count = this.length();
    const result: unknown[] = [];
    for (let i = 0; i < count; i++) result.push(this.child(String(i)));
    return result;
  }

  get(target: object, key: string | symbol, receiver: unknown): unknown {
    if (this.#frozen) return Reflect.get(target, key, receiver);
    if (Array.isArray(target)) return this.#getFromArray(target, key, receiver);
    if (typeof key === "symbol") return Reflect.get(target, key, receiver);
    // What every object has is looked up there, unless the value has one of its own.
    if (key in target && !this.has_(key)) return Reflect.get(target, key, receiver);
    return this.child(key);
  }

  #getFromArray(target: unknown[], key: string | symbol, receiver: unknown): unknown {
    if (key === "length") return this.length();
    if (key === Symbol.iterator) return () => this.elements()[Symbol.iterator]();
    if (typeof key === "symbol") return Reflect.get(target, key, receiver);
    const method = (Array.prototype as unknown as Record<string, unknown>)[key];
    if (!isMethod(method) || key === "constructor") {
      return /^\d+$/.test(key) ? this.child(key) : undefined;
    }
    if (MUTATORS.has(key)) return () => refuse(`call ${key}()`);
    if (SEARCHES.has(key)) return (...args: unknown[]) => this.#search(method, args);
    // Callbacks are given the array too.
    return (...args: unknown[]) => method.apply(this.elements().slice(), args);
  }

  /** Whoever holds an entity finds it, also when it was read before it changed. */
  #search(method: Method, args: unknown[]): unknown {
    const elements = this.elements();
    const found = method.apply(elements, args);
    const [wanted, ...from] = args;
    if (found !== -1 && found !== false || !isEntity(wanted)) return found;
    const { identityOf } = this.reader;
    const identity = identityOf(wanted);
    const same = (element: unknown) => isEntity(element) && identityOf(element) === identity;
    return method.apply(elements.map((element) => same(element) ? wanted : element), [
      wanted,
      ...from,
    ]);
  }

  has(target: object, key: string | symbol): boolean {
    if (this.#frozen || typeof key === "symbol") return Reflect.has(target, key);
    return this.has_(key, { keys: true }) || Reflect.has(target, key);
  }

  ownKeys(target: object): (string | symbol)[] {
    if (this.#frozen) return Reflect.ownKeys(target);
    return Array.isArray(target) ? [...this.keys(), "length"] : this.keys();
  }

  getOwnPropertyDescriptor(target: object, key: string | symbol): PropertyDescriptor | undefined {
    if (this.#frozen || typeof key === "symbol") {
      return Reflect.getOwnPropertyDescriptor(target, key);
    }
    if (Array.isArray(target) && key === "length") {
      return { value: this.length(), writable: true, enumerable: false, configurable: false };
    }
    if (!this.has_(key, { keys: true })) return undefined;
    return { value: this.#peek(key), writable: false, enumerable: true, configurable: true };
  }

  /**
   * The value for a descriptor. The engine asks for descriptors to list the keys, so asking is no
   * reading; whoever wants the value gets the property.
   */
  #peek(key: string): unknown {
    const transaction = currentContext()?.transaction;
    try {
      return transaction === undefined
        ? untracked(() => this.child(key))
        : transaction.withoutRecording(() => this.child(key));
    } catch (error) {
      if (error instanceof NotReady) return undefined;
      throw error;
    }
  }

  set(_target: object, key: string | symbol): boolean {
    return refuse(`assign to '${String(key)}'`);
  }

  deleteProperty(_target: object, key: string | symbol): boolean {
    return refuse(`delete '${String(key)}'`);
  }

  /** Freezing defines what is frozen already once more, which changes nothing. */
  defineProperty(target: object, key: string | symbol, descriptor: PropertyDescriptor): boolean {
    if (this.#frozen && Reflect.defineProperty(target, key, descriptor)) return true;
    return refuse(`define '${String(key)}'`);
  }

  setPrototypeOf(): boolean {
    return refuse("change the prototype");
  }

  isExtensible(target: object): boolean {
    this.#freeze(target);
    return false;
  }

  preventExtensions(target: object): boolean {
    this.#freeze(target);
    return true;
  }

  /** Fills the target, so that the engine can be told the truth about a frozen object. */
  #freeze(target: object): void {
    if (this.#frozen) return;
    const values: [string, unknown][] = this.keys().map((key) => [key, this.child(key)]);
    this.#frozen = true;
    this.forget();
    if (Array.isArray(target)) target.length = 0;
    for (const [key, value] of values) {
      Object.defineProperty(target, key, { value, enumerable: true });
    }
    Object.freeze(target);
  }
}

const MUTATORS = new Set([
  "push",
  "pop",
  "shift",
  "unshift",
  "splice",
  "sort",
  "reverse",
  "fill",
  "copyWithin",
]);

const SEARCHES = new Set(["indexOf", "lastIndexOf", "includes"]);

/** Whether a value was read as an object: lists are told apart by their contents only. */
function isEntity(value: unknown): boolean {
  return viewOf(value) !== undefined && !Array.isArray(value);
}

type Method = (...args: unknown[]) => unknown;

function isMethod(value: unknown): value is Method {
  return typeof value === "function";
}

function refuse(action: string): never {
  throw new TypeError(
    `Cannot ${action}: values read from cells are frozen; write through the cell, or copy first`,
  );
}
