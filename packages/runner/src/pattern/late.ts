/** Factories that a body chooses by what it reads: a pattern of a table, by a key that may change. */

import { cellOf } from "../cell/faces.ts";
import { isDocTarget, type LiveNode } from "../cell/target.ts";
import { currentContext } from "../context.ts";
import { PatternError } from "../errors.ts";
import { branch, deriveExpression } from "./builders.ts";
import { patternOf, somePatternHasEffects } from "./factory.ts";
import type { Frame } from "./frame.ts";
import { registerPick } from "./picks.ts";

type Factory = (inputs?: unknown, options?: unknown) => unknown;

/**
 * `__cf.late(() => table[key])`: a factory that stands for the one that `pick` gives. What a body
 * makes with it is made anew when another one is picked; each keeps its state. Where no factory is
 * picked, `optional` makes the call give `undefined`, as `?.` says.
 */
export function late(pick: () => unknown, optional = false): object {
  const make = (inputs?: unknown, options?: unknown): unknown => {
    const { mode, frame } = currentContext() ?? {};
    if (mode !== "body") return callable(pick(), optional)?.(inputs, options);
    const names = new Map<unknown, string>();
    const choose = (picked: unknown) => ({
      choice: nameOf(picked, names),
      build: () => callable(picked, optional)?.(inputs, options),
    });
    const picked = deriveExpression(pick);
    const part = branch(picked, choose, { kind: "late", options });
    if (frame !== undefined && somePatternHasEffects()) keepEffects(frame, picked, part);
    return part;
  };
  const variant = (method: "asScope" | "inSpace") => (argument?: unknown) =>
    late(() => {
      const picked = pick() as Record<typeof method, (argument: unknown) => unknown> | undefined;
      return picked?.[method](argument);
    }, optional);
  Object.assign(make, { with: make, asScope: variant("asScope"), inSpace: variant("inSpace") });
  registerPick(make, pick);
  return make;
}

/** A pattern with effects runs while its piece does; which one is chosen is looked at for that. */
function keepEffects(frame: Frame, picked: unknown, part: unknown): void {
  const node = cellOf(part)?.target;
  if (node === undefined || isDocTarget(node)) return;
  let runs = false;
  const watching: LiveNode = {
    space: node.space,
    id: node.id,
    get: () => {
      const before = runs;
      runs = patternOf(frame.runtime.currentValue(picked))?.hasEffects === true;
      // What is chosen after it takes its place, and so ends it.
      return runs || before ? node.get() : undefined;
    },
    pin: () => {},
  };
  frame.keepRunning(watching);
}

function callable(picked: unknown, optional: boolean): Factory | undefined {
  if (typeof picked === "function") return picked as Factory;
  if (optional && (picked === undefined || picked === null)) return undefined;
  throw new PatternError(
    "not-a-factory",
    `Cannot make a part of ${picked === null ? "null" : typeof picked}: ` +
      "a pattern is needed where one is chosen; check the key it is looked up by",
  );
}

/** Unique among what one call makes, and the same after a reload. */
function nameOf(picked: unknown, names: Map<unknown, string>): string {
  let name = names.get(picked);
  if (name === undefined) {
    const pattern = patternOf(picked);
    const own = pattern?.reference === undefined
      ? pattern?.name ?? "factory"
      : `${pattern.reference.module}#${pattern.reference.name}`;
    const same = [...names.values()].filter((other) => other.split("~")[0] === own).length;
    name = same === 0 ? own : `${own}~${same}`;
    names.set(picked, name);
  }
  return name;
}
