// deno-lint-ignore-file no-explicit-any -- `any` is what an author's `any` becomes.
/**
 * What may be passed where a value is wanted: inside a pattern's body a plain value, a reference
 * to one and a cell of one are interchangeable at every depth.
 */

import type { AnyCell } from "./cell.ts";
import type { CellOf, Part } from "./accept-part.ts";

/** Whether `T` is `any`. */
export type IsAny<T> = 0 extends 1 & T ? true : false;

/**
 * Whatever may stand for a `T`: the value, a cell of it, and the same for each of its parts.
 * Where `T` is itself a cell, its plain content and any other kind of cell.
 *
 * @example
 * ```ts
 * const titles: Accept<string[]> = ["plain", new Writable("cell")];
 * ```
 */
export type Accept<T> = IsAny<T> extends true ? any
  : unknown extends T ? any
  : Part<T> | CellOf<T>;

/**
 * The inputs of a factory. Each field may be left out: one that has neither a default nor `?` is
 * reported by the compiler, which sees the defaults.
 *
 * @example
 * ```ts
 * function make(inputs: FactoryInput<{ title: string }>) {
 *   return Note(inputs);
 * }
 * ```
 */
export type FactoryInput<T> = IsAny<T> extends true ? any
  : unknown extends T ? any
  : T extends AnyCell<any> ? Accept<T>
  : T extends readonly unknown[] ? Accept<T>
  : T extends object ? { [Key in keyof T]?: Accept<T[Key]> | undefined } | AnyCell<Part<T>>
  : Accept<T>;
