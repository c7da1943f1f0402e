/** What operators and the pure functions of JavaScript give for values known at compile time. */

import type { Json } from "@cf/utils";
import ts from "typescript";

/** A value found at compile time; `undefined` instead of this means that it is not static. */
export interface StaticValue {
  readonly value: Json;
}

/** `left operator right`; `undefined` for what has no value as JSON. */
export function operate(
  operator: ts.BinaryOperator,
  left: Json,
  right: Json,
): StaticValue | undefined {
  switch (operator) {
    case ts.SyntaxKind.BarBarToken:
      return { value: left || right };
    case ts.SyntaxKind.AmpersandAmpersandToken:
      return { value: left && right };
    case ts.SyntaxKind.QuestionQuestionToken:
      return { value: left ?? right };
  }
  if (!isPrimitive(left) || !isPrimitive(right)) return undefined;
  switch (operator) {
    case ts.SyntaxKind.EqualsEqualsEqualsToken:
      return { value: left === right };
    case ts.SyntaxKind.ExclamationEqualsEqualsToken:
      return { value: left !== right };
    case ts.SyntaxKind.PlusToken:
      if (typeof left === "string" || typeof right === "string") {
        return { value: `${left}${right}` };
      }
  }
  if (typeof left !== typeof right || typeof left === "boolean") return undefined;
  if (left === null || right === null) return undefined;
  return compare(operator, left, right) ?? calculate(operator, Number(left), Number(right));
}

function compare(
  operator: ts.BinaryOperator,
  left: string | number | boolean,
  right: string | number | boolean,
): StaticValue | undefined {
  switch (operator) {
    case ts.SyntaxKind.LessThanToken:
      return { value: left < right };
    case ts.SyntaxKind.LessThanEqualsToken:
      return { value: left <= right };
    case ts.SyntaxKind.GreaterThanToken:
      return { value: left > right };
    case ts.SyntaxKind.GreaterThanEqualsToken:
      return { value: left >= right };
  }
  return undefined;
}

function calculate(
  operator: ts.BinaryOperator,
  left: number,
  right: number,
): StaticValue | undefined {
  switch (operator) {
    case ts.SyntaxKind.PlusToken:
      return finite(left + right);
    case ts.SyntaxKind.MinusToken:
      return finite(left - right);
    case ts.SyntaxKind.AsteriskToken:
      return finite(left * right);
    case ts.SyntaxKind.SlashToken:
      return finite(left / right);
    case ts.SyntaxKind.PercentToken:
      return finite(left % right);
    case ts.SyntaxKind.AsteriskAsteriskToken:
      return finite(left ** right);
  }
  return undefined;
}

function finite(value: number): StaticValue | undefined {
  return Number.isFinite(value) ? { value } : undefined;
}

function isPrimitive(value: Json): value is string | number | boolean | null {
  return typeof value !== "object" || value === null;
}

type Fn = (...args: never[]) => unknown;

/** Functions that only depend on their arguments, by their owner. */
const FUNCTIONS: Readonly<Record<string, readonly string[]>> = {
  Object: ["keys", "values", "entries", "fromEntries", "assign"],
  Array: ["of"],
  Math: ["abs", "ceil", "floor", "max", "min", "pow", "round", "sign", "trunc"],
  JSON: ["stringify"],
};
const OWNERS: Readonly<Record<string, object>> = { Object, Array, Math, JSON };

/** `Math.max(1, 2)` and the like; `undefined` for any other function. */
export function callFunction(
  owner: string,
  name: string,
  args: readonly Json[],
): StaticValue | undefined {
  if (!Object.hasOwn(FUNCTIONS, owner) || !FUNCTIONS[owner]!.includes(name)) return undefined;
  const receiver = OWNERS[owner] as Record<string, Fn>;
  const given = owner === "Object" && name === "assign" ? [{}, ...args] : args;
  return run(() => Reflect.apply(receiver[name]!, receiver, given));
}

const STRING_METHODS: ReadonlySet<string> = new Set([
  "at",
  "concat",
  "endsWith",
  "includes",
  "padEnd",
  "padStart",
  "repeat",
  "slice",
  "split",
  "startsWith",
  "substring",
  "toLowerCase",
  "toUpperCase",
  "trim",
]);

/** Methods whose first argument says how much comes out. */
const GROWING: ReadonlySet<string> = new Set(["padEnd", "padStart", "repeat"]);

const ARRAY_METHODS: ReadonlySet<string> = new Set([
  "at",
  "concat",
  "flat",
  "includes",
  "indexOf",
  "join",
  "slice",
  "toReversed",
  "toSorted",
  "with",
]);

/** The most that a default may be as text: it stands in the schema. */
const TEXT_MAX = 100_000;

/** A method of a text or list that changes nothing; `undefined` for any other. */
export function callMethod(
  receiver: StaticValue | undefined,
  name: string,
  args: readonly Json[],
): StaticValue | undefined {
  const value = receiver?.value;
  const known = typeof value === "string"
    ? STRING_METHODS.has(name)
    : Array.isArray(value) && ARRAY_METHODS.has(name);
  if (!known || GROWING.has(name) && (args[0] as number) * 8 > TEXT_MAX) return undefined;
  return run(() => Reflect.apply((value as unknown as Record<string, Fn>)[name]!, value, args));
}

/** What fails, or is no JSON, has no value; the program itself says so when it runs. */
function run(fn: () => unknown): StaticValue | undefined {
  try {
    const text = JSON.stringify(fn());
    return text === undefined || text.length > TEXT_MAX
      ? undefined
      : { value: JSON.parse(text) as Json };
  } catch {
    return undefined;
  }
}
