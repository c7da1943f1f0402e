// deno-lint-ignore-file no-explicit-any -- `any` stands for types that an author left open.
/** Computations: values that follow from others. */

import type { Accept, FactoryInput } from "./accept.ts";
import type { Reactive } from "./reference.ts";
import type { JSONSchema, Schema } from "./schema.ts";

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

/**
 * The ways to call {@linkcode lift}.
 *
 * @example
 * ```ts
 * const build: LiftBuilder = lift;
 * const length = build((items: unknown[]) => items.length);
 * ```
 */
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
 * {unless(title, <p>Untitled</p>)}
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
 * Makes a node from a module's description, where no builder fits: `implementation` is a function
 * of the input, a pattern, or the name of something that `commonfabric` exports.
 *
 * @example
 * ```ts
 * const double = createNodeFactory({ implementation: ({ n }: { n: number }) => n * 2 });
 * const four = double({ n: 2 });
 * ```
 */
export declare function createNodeFactory(module: unknown): (inputs?: unknown) => any;

/**
 * What `commonfabric` exports under a name, for programs that hold names as data. A name that it
 * does not export is an error where the factory is called.
 *
 * @example
 * ```ts
 * const fetchByName = byRef<{ url: string }, { result?: string }>("fetchText");
 * const readme = fetchByName({ url: "https://example.org/README.md" });
 * ```
 */
export declare function byRef<Input = any, Output = any>(
  name: string,
): LiftedFunction<Input, Output>;
