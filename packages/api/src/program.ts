// deno-lint-ignore-file no-explicit-any -- a program's input and output are known when it runs.
/** Builtins that run programs and find pieces. */

import type { Accept } from "./accept.ts";
import type { Cell } from "./cell.ts";
import type { AsyncState } from "./fetch.ts";
import type { UI } from "./keys.ts";
import type { VNode } from "./view.ts";

/**
 * What is compiled and run.
 *
 * @example
 * ```ts
 * const request: CompileRequest<{ x: number }> = { files, main: "/main.tsx", input: { x: 1 } };
 * ```
 */
export interface CompileRequest<Input = any> {
  /** The files by name. */
  readonly files: Accept<readonly { readonly name: string; readonly contents: string }[]>;
  /** The name of the file whose default export is run. */
  readonly main: Accept<string | undefined>;
  /** The argument. */
  readonly input?: Accept<Input>;
  readonly [option: string]: unknown;
}

/**
 * Compiles a program and runs it as a piece.
 *
 * @example
 * ```ts
 * const run = compileAndRun({ files: [{ name: "/main.tsx", contents: code }], main: "/main.tsx" });
 * ```
 */
export declare function compileAndRun<Input = any, Result = any>(
  request: CompileRequest<Input>,
): AsyncState<Result> & {
  /** What the compiler found wrong. */
  readonly errors?: {
    line: number;
    column: number;
    message: string;
    type: string;
    file?: string;
  }[];
};

/**
 * The cell that a URL of a space names.
 *
 * @example
 * ```ts
 * const shared = cellFromUrl<{ title: string }>({ url: link });
 * ```
 */
export declare function cellFromUrl<T = any>(
  request: { readonly url: Accept<string | undefined | null> } | Accept<string | undefined | null>,
): AsyncState<Cell<T>>;

/**
 * Shows a piece in the page. In a handler it happens after the commit; no target (`undefined`) leads
 * nowhere, and `false` says so.
 *
 * @example
 * ```ts
 * const open = action(() => navigateTo(note));
 * ```
 */
export declare function navigateTo(target: unknown): boolean;

/**
 * What is wished for.
 *
 * @example
 * ```ts
 * const request: WishRequest = { query: "#profile", headless: true };
 * ```
 */
export interface WishRequest {
  /** `#now`, `#default`, `#profile`, `#mentionable`, or any `#tag`; a path may follow. */
  readonly query: Accept<string | undefined>;
  /**
   * Where to look: `"."` (this space, the default), `"~"` (the user's home), a space by its DID or by
   * the name that `inSpace` calls it, or a list of these.
   */
  readonly scope?: unknown;
  /** Whether to find without offering a choice in the page. */
  readonly headless?: boolean;
  readonly [option: string]: unknown;
}

/**
 * What a wish found.
 *
 * @example
 * ```ts
 * const profile: WishState<{ name: string }> = wish({ query: "#profile" });
 * ```
 */
export interface WishState<T = any> extends AsyncState<T> {
  /** All that fit. */
  readonly candidates: T[];
  /** A view to choose with, or to see what was found. */
  readonly [UI]: VNode;
}

/**
 * Finds what others provide: the time, the profile, pieces by their tags.
 *
 * @example
 * ```ts
 * const now = wish<number>({ query: "#now" });
 * const people = wish<Person[]>({ query: "#person" });
 * ```
 */
export declare function wish<T = any>(request: WishRequest | string): WishState<T>;
