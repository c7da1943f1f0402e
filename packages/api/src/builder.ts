// deno-lint-ignore-file no-explicit-any -- `any` stands for types that an author left open.
/** Builders: what turns functions into nodes of a pattern's graph. */

import type { Accept, FactoryInput, IsAny } from "./accept.ts";
import type { AnyCell, Cell } from "./cell.ts";
import type { SELF } from "./keys.ts";
import type { JSONSchema, Schema } from "./schema.ts";
import type { Scope } from "./scope.ts";
import type { Stream } from "./stream.ts";

/**
 * A reference to a value that may change. To the author it is the value: the compiler makes the
 * difference disappear.
 *
 * @example
 * ```ts
 * function total(prices: Reactive<number[]>): Reactive<number> {
 *   return computed(() => prices.reduce((sum, price) => sum + price, 0));
 * }
 * ```
 */
export type Reactive<T> = T;

/** The cell methods that a reference to a piece offers beside the properties of its result. */
type ReferenceMethods<T> = Omit<
  Pick<
    Cell<T>,
    | "get"
    | "sample"
    | "key"
    | "set"
    | "update"
    | "equals"
    | "for"
    | "resolveAsCell"
    | "getArgumentCell"
    | "asScope"
    | "inSpace"
  >,
  keyof T
>;

/** The result of a pattern in the body that calls it. */
export type PieceReference<T> = IsAny<T> extends true ? any
  : T extends object ? T & ReferenceMethods<T>
  : T;

type BodyInput<Input, Output> =
  & (IsAny<Input> extends true ? any : Required<Input>)
  & { readonly [SELF]: Output };

/**
 * A pattern that can be called with inputs, in a body or a handler, or used as a JSX component.
 *
 * @example
 * ```tsx
 * const child = Counter({ value: 1 });
 * return { [UI]: <Counter value={2} /> };
 * ```
 */
export interface PatternFactory<Input = any, Output = any> {
  (inputs?: FactoryInput<Input>): PieceReference<Output>;
  /** The same pattern, its pieces in another scope. */
  asScope(scope: Scope): PatternFactory<Input, Output>;
  /** The same pattern, its pieces in another space, or each in a new one. */
  inSpace(space?: unknown): PatternFactory<Input, Output>;
}

/** The ways to call {@linkcode pattern}. */
export interface PatternBuilder {
  <Input, Output>(
    body: (input: BodyInput<Input, Output>) => Output | NoInfer<Accept<Output>>,
  ): PatternFactory<Input, Output>;
  <Input>(body: (input: BodyInput<Input, any>) => any): PatternFactory<Input, any>;
  <const A extends JSONSchema>(
    body: (input: Required<Schema<A>> & { readonly [SELF]: any }) => any,
    argument: A,
  ): PatternFactory<Schema<A>, any>;
  <const A extends JSONSchema, const R extends JSONSchema>(
    body: (input: Required<Schema<A>> & { readonly [SELF]: Schema<R> }) => any,
    argument: A,
    result: R,
  ): PatternFactory<Schema<A>, Schema<R>>;
  <Input, Output>(
    body: (input: BodyInput<Input, Output>) => Output | NoInfer<Accept<Output>>,
    argument: JSONSchema,
    result?: JSONSchema,
  ): PatternFactory<Input, Output>;
  <const A extends JSONSchema, const R extends JSONSchema>(
    argument: A,
    result: R,
    body: (input: Required<Schema<A>> & { readonly [SELF]: Schema<R> }) => any,
  ): PatternFactory<Schema<A>, Schema<R>>;
}

/**
 * Makes a pattern from the function that builds its graph. The function runs once per load.
 *
 * @example
 * ```tsx
 * export default pattern<{ value: Writable<number | Default<0>> }>(({ value }) => ({
 *   [UI]: <cf-button onClick={() => value.increment()}>{value}</cf-button>,
 *   value,
 * }));
 * ```
 */
export declare const pattern: PatternBuilder;

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

/** The ways to call {@linkcode handler}. */
export interface HandlerBuilder {
  <Event, State, Result = void>(
    fn: (event: Event, state: State) => Result,
  ): HandlerFactory<State, Event, Result>;
  <Event, State, Result = unknown>(
    fn: (event: Event, state: State) => unknown,
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
  fn: (event: Event) => Result,
): Stream<Event, Result>;

/**
 * A value computed from what its function reads; it re-runs when that changes and somebody looks.
 *
 * @example
 * ```ts
 * const open = computed(() => items.get().filter((item) => !item.done).length);
 * ```
 */
export declare function computed<T>(fn: () => T): Reactive<T>;

/**
 * A lifted function: applied to references, it gives a reference to its result.
 *
 * @example
 * ```ts
 * const total = sum({ prices });
 * ```
 */
export interface LiftedFunction<Input = any, Output = any> {
  (input?: Accept<Input> | FactoryInput<Input>): Reactive<Output>;
}

/** The ways to call {@linkcode lift}. */
export interface LiftBuilder {
  <Input, Output>(fn: (input: Input) => Output): LiftedFunction<Input, Output>;
  <Input>(fn: (input: Input) => any): LiftedFunction<Input, any>;
  <const I extends JSONSchema, const O extends JSONSchema>(
    input: I,
    output: O,
    fn: (input: Schema<I>) => unknown,
  ): LiftedFunction<Schema<I>, Schema<O>>;
  <Input, Output>(
    input: JSONSchema,
    output: JSONSchema,
    fn: (input: Input) => Output,
  ): LiftedFunction<Input, Output>;
  <Input, Output>(
    fn: (input: Input) => Output,
    input: JSONSchema,
    output?: JSONSchema,
  ): LiftedFunction<Input, Output>;
}

/**
 * Makes a computation at module scope, to be called like a function.
 *
 * @example
 * ```ts
 * const initials = lift(({ name }: { name: string }) => name.split(" ").map((w) => w[0]).join(""));
 * ```
 */
export declare const lift: LiftBuilder;

/**
 * One of two values, by a condition that may change. Only the one that is taken is built.
 *
 * @example
 * ```tsx
 * {ifElse(done, <b>Done</b>, <i>Open</i>)}
 * ```
 */
export declare function ifElse<A = null, B = null>(
  condition: unknown,
  whenTrue?: A,
  whenFalse?: B,
): A | B;

/**
 * `value` while `condition` holds, else the condition: a lazy `&&`.
 *
 * @example
 * ```tsx
 * {when(error, <p>{error}</p>)}
 * ```
 */
export declare function when<C, V>(condition: C, value: V): C | V;

/**
 * `value` while `condition` does not hold, else the condition: a lazy `||`.
 *
 * @example
 * ```tsx
 * {unless(items.length, <p>Nothing yet</p>)}
 * ```
 */
export declare function unless<C, V>(condition: C, value: V): C | V;

/**
 * A text whose holes may change.
 *
 * @example
 * ```ts
 * const greeting = str`Hello ${name}!`;
 * ```
 */
export declare function str(strings: TemplateStringsArray, ...values: unknown[]): string;

/**
 * Makes a node from a module's description, where no builder fits.
 *
 * @example
 * ```ts
 * const node = createNodeFactory({ type: "ref", implementation: "my-module" });
 * ```
 */
export declare function createNodeFactory(module: unknown): (inputs?: unknown) => any;

/**
 * A factory for a module that the runtime knows by name.
 *
 * @example
 * ```ts
 * const shout = byRef<{ text: string }, string>("shout");
 * ```
 */
export declare function byRef<Input = any, Output = any>(
  name: string,
): LiftedFunction<Input, Output>;

/** What {@linkcode patternTool} makes: a pattern with some inputs filled, for a model to call. */
export interface PatternTool<Extra = any> {
  readonly pattern: unknown;
  readonly extraParams: Extra;
}

/**
 * Offers a pattern to a language model as a tool; `extra` fills inputs that the model must not
 * choose.
 *
 * @example
 * ```ts
 * const tools = { search: patternTool(Search, { notes }) };
 * ```
 */
export declare function patternTool<Input = any, Extra = any>(
  pattern: PatternFactory<Input, any> | ((input: any) => unknown),
  extra?: Extra | FactoryInput<Input>,
): PatternTool<Extra>;

/**
 * What a pattern may know of where it runs.
 *
 * @example
 * ```ts
 * const { apiUrl } = getPatternEnvironment();
 * ```
 */
export declare function getPatternEnvironment(): {
  readonly apiUrl: URL;
  readonly spaceDid?: string;
  readonly [key: string]: any;
};

/**
 * The text of a file that ships with the pattern, by its path relative to the module.
 *
 * @example
 * ```ts
 * const rows = dataFile("./cities.csv").split("\n");
 * ```
 */
export declare function dataFile(path: string): string;

/** A piece in a list or elsewhere, whatever its result. */
export type AnyPiece = AnyCell<any> | object;
