/**
 * Events that come from outside of any pattern, where no compiler has looked at them: what they
 * lack or have wrong is told in the words of the handler's event type.
 */

import type { CfError, Json } from "@cf/utils";
import { conform, type Misfit } from "../builtins/validate.ts";
import { PatternError } from "../errors.ts";
import type { StreamNode } from "../pattern/stream.ts";

/** An event that was not given: an empty object where the handler's type allows that. */
export function absentEvent({ site }: StreamNode): unknown {
  const allows = (event: Json | undefined) => !("problem" in conform(event, site.event));
  const isObject = typeof site.event === "object" && site.event.type === "object";
  return isObject && !allows(undefined) && allows({}) ? {} : undefined;
}

/** The error for an event that holds something of another type than the handler declares. */
export function wrongEvent(stream: StreamNode, event: unknown, name: string): CfError | undefined {
  // Links stand for values of any type.
  if (JSON.stringify(event)?.includes('"/":')) return undefined;
  const misfit = misfitOf(stream, event);
  if (misfit === undefined) return undefined;
  // A handler may do without a part of its event, and not without a number or a text.
  const isNothing = event === undefined && isPrimitive(stream);
  return misfit.isMissing && !isNothing ? undefined : eventError(name, misfit);
}

/** What a handler threw, or the event's fault if it is that: the handler met what cannot be. */
export function explainedFailure(
  error: unknown,
  { stream, event, name }: { stream: StreamNode; event: unknown; name: string },
): unknown {
  if (!(error instanceof TypeError)) return error;
  const misfit = misfitOf(stream, event);
  return misfit === undefined ? error : eventError(name, misfit, error);
}

function isPrimitive({ site }: StreamNode): boolean {
  const types = typeof site.event === "object" ? [site.event.type].flat() : [];
  return types.length > 0 &&
    types.every((type) => /^(?:string|number|integer|boolean)$/.test(type ?? ""));
}

function misfitOf({ site }: StreamNode, event: unknown): Misfit | undefined {
  const outcome = conform(event as Json | undefined, site.event);
  if (!("problem" in outcome)) return undefined;
  const { problem } = outcome;
  if (problem.path !== "" || !problem.isMissing) return problem;
  const { required = [] } = typeof site.event === "object" ? site.event : {};
  if (required.length === 0) return problem;
  return { ...problem, reason: `missing, an object with ${required.join(", ")} is needed` };
}

function eventError(
  name: string,
  { path, reason }: Misfit,
  cause?: unknown,
): PatternError {
  const what = path === "" ? "the event" : `'${path}' of the event`;
  return new PatternError("bad-event", `Cannot call '${name}': ${what} is ${reason}`, {
    data: { stream: name, path, reason },
    cause,
  });
}
