// deno-lint-ignore-file no-explicit-any -- `any` stands for types that an author left open.
/** Patterns: what an author exports, and what others call. */

import type { Accept, FactoryInput } from "./accept.ts";
import type { SELF } from "./keys.ts";
import type { BodyInput, PieceReference } from "./reference.ts";
import type { JSONSchema, Schema } from "./schema.ts";
import type { Scope } from "./scope.ts";

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
  /** The same pattern, its pieces in another scope: their inputs, cells and databases. */
  asScope(scope: Scope): PatternFactory<Input, Output>;
  /**
   * The same pattern, its pieces in another space: one given by its DID, one that this space calls
   * by a name, the space of a cell or piece, or, without an argument, a space of the piece's own.
   * Named spaces are made when they are first used; who may use this space may use them. A handler
   * writes to one space: what belongs together stands in one.
   */
  inSpace(space?: unknown): PatternFactory<Input, Output>;
}

/**
 * The ways to call {@linkcode pattern}.
 *
 * @example
 * ```ts
 * const build: PatternBuilder = pattern;
 * const Greeting = build(({ name }: { name: string }) => ({ text: `Hello ${name}` }));
 * ```
 */
export interface PatternBuilder {
  // The third parameter keeps calls with written type arguments away. The input does not name
  // `Output` here: a parameter without annotation (`(_) => …`) would fix it as unknown.
  <Input, Output, _Inferred>(
    body: (input: BodyInput<Input, any>) => Output | NoInfer<Accept<Output>>,
  ): PatternFactory<Input, Output>;
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
  <Input>(
    body: (input: BodyInput<Input, any>) => any,
    argument: JSONSchema,
    result?: JSONSchema,
  ): PatternFactory<Input, any>;
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
 * What {@linkcode patternTool} makes: a pattern with some inputs filled, for a model to call.
 *
 * @example
 * ```ts
 * const tools: Record<string, PatternTool> = { search: patternTool(Search) };
 * ```
 */
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
