// deno-lint-ignore-file no-explicit-any -- `any` here means a cell of whatever content.
/** What may stand for a value other than a cell of it; split from `Accept`, which adds the cells. */

import type { Accept } from "./accept.ts";
import type { AnyCell } from "./cell.ts";
import type { Stream } from "./stream.ts";
import type { RenderNode, VNode } from "./view.ts";

/**
 * A `T` whose parts may be replaced by references and cells; a stream by what takes its events.
 * An array may be a readonly one, as `get()` gives it: what is passed is only read.
 */
export type Part<T> = T extends Stream<any, any> ? Stream<any, any> | ((event: any) => unknown)
  : T extends AnyCell<infer Value> ? T | Accept<Value>
  : T extends (...args: any[]) => unknown ? T
  : T extends VNode ? RenderNode
  : T extends readonly unknown[] ? List<T>
  : T extends object ? Parts<T>
  : T;

/** An object whose properties may be replaced; an editor shows it by this name. */
type Parts<T> = { [Key in keyof T]: Accept<T[Key]> };

/**
 * The items of a list. A type may hold lists of itself (JSON, a tree) without an end, so what its
 * items mean has to be put off until it is asked. The checker does so for an array that is written
 * out, and for a mapped type that renames its keys; of a tuple such a type keeps the places, how many
 * there are, and of a rest what all its items may be.
 */
type List<T extends readonly unknown[]> = T[number][] extends T ? readonly Accept<T[number]>[]
  : {
    readonly [Key in keyof T as Key extends number | `${number}` | "length" ? Key : never]:
      Key extends "length" ? T[Key] : Accept<T[Key]>;
  };

/** A cell of whatever may stand for a `T`. It has a name of its own for what an editor shows. */
export interface CellOf<T> extends AnyCell<Part<T> | AnyCell<any> | null | undefined> {}
