/**
 * `byRef(name)` and `createNodeFactory(module)`: older spellings by which a module is named as data.
 * What a name stands for is what `commonfabric` exports under it.
 */

import { PatternError } from "../errors.ts";
import { lift } from "../pattern/builders.ts";
import { patternOf } from "../pattern/factory.ts";

type Call = (...args: unknown[]) => unknown;

/** The two functions over the modules that can be named. */
export function nodeFactories(known: () => Readonly<Record<string, unknown>>) {
  const byRef = (name: string): Call => (...args) => {
    const found = Object.hasOwn(known(), name) ? known()[name] : undefined;
    if (typeof found === "function") return (found as Call)(...args);
    throw new PatternError(
      "unknown-module",
      `Cannot call module '${name}': the runtime has no module of that name`,
      { data: { module: name } },
    );
  };
  const createNodeFactory = (module: unknown): Call => {
    const { type, implementation, argumentSchema, resultSchema } = (module ?? {}) as Record<
      string,
      unknown
    >;
    if (typeof implementation === "string") return byRef(implementation);
    if (typeof implementation === "function") {
      if (patternOf(implementation) !== undefined) return implementation as Call;
      return lift(argumentSchema ?? true, resultSchema ?? true, implementation) as unknown as Call;
    }
    if (type === "passthrough") return (inputs) => inputs;
    throw new PatternError(
      "unknown-module",
      `Cannot make a node of type '${String(type)}': its implementation must be a function, a ` +
        `pattern, or the name of a module`,
    );
  };
  return { byRef, createNodeFactory };
}
