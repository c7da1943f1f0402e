// deno-lint-ignore-file no-explicit-any -- `any` stands for types that an author left open.
/** Handlers and actions: what happens on an event. */

import type { FactoryInput } from "./accept.ts";
import type { JSONSchema, Schema } from "./schema.ts";
import type { Stream } from "./stream.ts";

/**
 * A handler that waits to be bound to the state it works on.
 *
 * @example
 * ```tsx
 * <cf-button onClick={remove({ items, item })}>Remove</cf-button>
 * ```
 */
export interface HandlerFactory<State = any, Event = any, Result = void> {
  (state?: FactoryInput<State>): Stream<Event, Result>;
  /** Same as calling the factory. */
  with(state?: FactoryInput<State>): Stream<Event, Result>;
}

/**
 * The ways to call {@linkcode handler}.
 *
 * @example
 * ```ts
 * const build: HandlerBuilder = handler;
 * const clear = build((_event: void, { text }: { text: Writable<string> }) => text.set(""));
 * ```
 */
export interface HandlerBuilder {
  <Event, State, Result = void>(
    fn: (event: Event, state: State) => void,
  ): HandlerFactory<State, Event, Result>;
  <Event>(fn: (event: Event, state: any) => unknown): HandlerFactory<any, Event>;
  <const E extends JSONSchema, const S extends JSONSchema>(
    event: E,
    state: S,
    fn: (event: Schema<E>, state: Schema<S>) => unknown,
    options?: { readonly proxy?: boolean },
  ): HandlerFactory<Schema<S>, Schema<E>>;
  <Event, State>(
    event: JSONSchema,
    state: JSONSchema,
    fn: (event: Event, state: State) => unknown,
  ): HandlerFactory<State, Event>;
}

/**
 * Makes a handler at module scope. Bound to state, it is a stream; it runs once per event, in one
 * transaction. In `state` a field whose type is a cell arrives as a cell, any other as a plain
 * frozen value.
 *
 * @example
 * ```ts
 * const add = handler<{ title: string }, { items: Writable<Item[]> }>(({ title }, { items }) => {
 *   items.push({ title, done: false });
 * });
 * ```
 */
export declare const handler: HandlerBuilder;

/**
 * Makes a handler in a pattern's body from a function that closes over what it works on.
 *
 * @example
 * ```ts
 * const rename = action(({ title }: { title: string }) => name.set(title));
 * const reset = action(() => name.set(""));
 * ```
 */
export declare function action<Event = void, Result = void>(
  fn: (event: Event) => void,
): Stream<Event, Result>;
