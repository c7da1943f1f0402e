/**
 * Sites: what the compiler adds to a call, told apart from an author's own arguments by a brand.
 */

import type { Schema } from "../cell/schema.ts";
import type { Scope } from "@cf/protocol";

/** Names and schemas of one call. Which fields are present depends on the builder. */
export interface Site {
  readonly name?: string;
  /** Where a list or a branch is that has no name: the text of the list or the condition. */
  readonly at?: string;
  readonly schema?: Schema;
  readonly argument?: Schema;
  readonly result?: Schema;
  readonly event?: Schema;
  readonly state?: Schema;
  readonly input?: Schema;
  readonly output?: Schema;
  readonly rowSchema?: Schema;
  readonly scope?: Scope;
  /** The computation writes, or the pattern has one that does: it runs while its piece does. */
  readonly effect?: boolean;
  /** Properties of a handler's state whose values are written out in the call. */
  readonly written?: readonly string[];
  /** The text of an assertion. */
  readonly source?: string;
  /** The texts of the operands of its comparisons, two for each. */
  readonly operands?: readonly string[];
  /** The operators of its comparisons, or the names of comparing functions. */
  readonly operators?: readonly string[];
  /** The author's line, `path:line`. */
  readonly line?: string;
}

const brand = new WeakSet<object>();

/** Marks an options object as the compiler's. */
export function site<T extends Site>(options: T): T {
  brand.add(options);
  return options;
}

/** The options if the compiler made them. */
export function asSite(value: unknown): Site | undefined {
  return typeof value === "object" && value !== null && brand.has(value)
    ? (value as Site)
    : undefined;
}

/** Splits a call's arguments into the author's own and the compiler's site. */
export function splitSite(args: readonly unknown[]): { own: readonly unknown[]; site: Site } {
  const last = asSite(args.at(-1));
  return last === undefined ? { own: args, site: {} } : { own: args.slice(0, -1), site: last };
}

/** What a node without a name is called in its frame. */
export function unnamed(kind: string, { at }: Site): string {
  return at === undefined ? `(${kind})` : `(${kind} ${at})`;
}
