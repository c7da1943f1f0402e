// deno-lint-ignore-file no-explicit-any -- `any` here is what an author's `any` becomes.
/** The types along a path through a cell's value. */

import type { IsAny } from "./accept.ts";
import type { AnyCell, Cell } from "./cell.ts";

/**
 * The value of a cell as it is read: frozen, with the cells inside it still cells.
 *
 * @example
 * ```ts
 * const items: ReadValue<Item[]> = list.get(); // readonly Item[]
 * ```
 */
export type ReadValue<T> = IsAny<T> extends true ? any
  : unknown extends T ? T
  : T extends AnyCell<any> ? T
  : T extends (...args: any[]) => unknown ? T
  : Readonly<T>;

/**
 * The elements of an array type; of a type that may be missing, those of the array.
 *
 * @example
 * ```ts
 * type Item = ElementOf<{ title: string }[]>; // { title: string }
 * ```
 */
export type ElementOf<T> = IsAny<T> extends true ? any
  : NonNullable<T> extends readonly (infer Element)[] ? Element
  : never;

/** What a cell's value is made of: itself without nothing, or what the cell in its place holds. */
type Content<T> = T extends AnyCell<infer Value> ? Content<Value> : NonNullable<T>;

/** Every key that some member of a union has. */
export type KeyOf<T> = IsAny<T> extends true ? any
  : unknown extends T ? PropertyKey
  : KeyOfPart<Content<T>>;

type KeyOfPart<T> = T extends readonly unknown[] ? number | `${number}` | keyof T
  : T extends object ? keyof T | (keyof T extends never ? PropertyKey : never)
  : T extends string ? number | keyof T
  : never;

/** What a key leads to. */
export type ValueAt<T, Key> = IsAny<T> extends true ? any
  : unknown extends T ? any
  : ValueAtPart<Content<T>, Key>;

type ValueAtPart<T, Key> = T extends readonly (infer Element)[]
  ? Key extends number | `${number}` ? Element : Key extends keyof T ? T[Key] : never
  : Key extends keyof T ? T[Key]
  : T extends object ? keyof T extends never ? any : never
  : never;

/** A cell inside another is the place it links to, so it is not wrapped again. */
export type CellOf<T> = IsAny<T> extends true ? Cell<any>
  : [T] extends [AnyCell<any>] ? T
  : [NonNullable<T>] extends [AnyCell<infer Value>] ? Cell<Value>
  : Cell<T>;
