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
  : T extends readonly unknown[] ? { readonly [Key in keyof T]: Accept<T[Key]> }
  : T extends object ? { [Key in keyof T]: Accept<T[Key]> }
  : T;
