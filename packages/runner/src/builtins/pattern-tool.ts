/** `patternTool(pattern, extra?)`: a pattern that a language model may call. */

import { cellOf } from "../cell/faces.ts";
import { PatternError } from "../errors.ts";
import { makeFactory, Pattern, patternOf } from "../pattern/factory.ts";
import { splitSite } from "../pattern/site.ts";

/** What a tool of a pattern is: inputs in `extraParams` are not the model's to choose. */
export interface PatternTool {
  readonly pattern: object;
  readonly extraParams: Readonly<Record<string, unknown>>;
}

/** Accepts a pattern's factory, or a body function that becomes one. */
export function patternTool(...args: unknown[]): PatternTool {
  const { own: [given, extra], site } = splitSite(args);
  if (typeof given !== "function") {
    throw new PatternError(
      "bad-tool",
      "Cannot make a tool: patternTool needs a pattern, or a function that builds one",
    );
  }
  const name = site.name ?? (given.name === "" ? "tool" : given.name);
  const pattern = patternOf(given) !== undefined
    ? given
    : makeFactory(new Pattern(given as never, site.argument, site.result, name));
  const plain = typeof extra === "object" && extra !== null && cellOf(extra) === undefined;
  return Object.freeze({
    pattern,
    extraParams: plain ? (extra as Record<string, unknown>) : {},
  });
}
