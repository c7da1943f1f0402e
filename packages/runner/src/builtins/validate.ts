/**
 * Checks JSON from outside against a schema of the project's dialect. What fits comes back with
 * the schema's defaults filled in; what does not is told with the path of the first misfit.
 */

import { isRecord, type Json } from "@cf/utils";
import { isOfType } from "../cell/kinds.ts";
import { branchesOf, type Schema, type SchemaObject, type Shape, shapeOf } from "../cell/schema.ts";

/** The outcome of a check. */
export type Conformed =
  | { readonly value: Json | undefined }
  | { readonly problem: Misfit };

/** Where and why a value does not fit. */
export interface Misfit {
  /** Dotted; empty for the whole value. */
  readonly path: string;
  /** Completes «… is» : "a number, a string is needed". */
  readonly reason: string;
  /** Whether nothing is there, as opposed to something wrong. */
  readonly isMissing: boolean;
}

/** Checks `value` against `schema`; no schema allows everything. */
export function conform(value: Json | undefined, schema: Schema | undefined): Conformed {
  if (schema === false) return misfit([], value, "nothing");
  return check(value, shapeOf(schema), []);
}

/** Checks `value` against the shape of a place; no shape allows everything. */
export function conformTo(value: Json | undefined, shape: Shape | undefined): Conformed {
  return check(value, shape, []);
}

function check(value: Json | undefined, shape: Shape | undefined, path: string[]): Conformed {
  if (shape === undefined) return { value };
  const { schema } = shape;
  if (typeof schema.$ref === "string") return { value };
  if (value === undefined && schema.default !== undefined) return { value: schema.default };
  const wrong = checkConstants(value, schema, path) ?? checkType(value, schema, path) ??
    checkBounds(value, schema, path);
  if (wrong !== undefined) return wrong;
  const chosen = checkBranches(value, shape, path);
  if ("problem" in chosen) return chosen;
  if (Array.isArray(chosen.value)) return checkItems(chosen.value, shape, path);
  if (isRecord(chosen.value)) return checkProperties(chosen.value, shape, path);
  return chosen;
}

function checkConstants(
  value: Json | undefined,
  schema: SchemaObject,
  path: string[],
): Conformed | undefined {
  const allowed = schema.enum ?? (schema.const === undefined ? undefined : [schema.const]);
  if (allowed === undefined) return undefined;
  const text = JSON.stringify(value);
  if (allowed.some((one) => JSON.stringify(one) === text)) return undefined;
  return misfit(
    path,
    value,
    `one of ${allowed.map((one) => JSON.stringify(one)).join(", ")}`,
    true,
  );
}

function checkType(
  value: Json | undefined,
  { type }: SchemaObject,
  path: string[],
): Conformed | undefined {
  if (type === undefined) return undefined;
  const types = typeof type === "string" ? [type] : type;
  if (types.some((one) => isOfType(one, value))) return undefined;
  return misfit(path, value, types.map(article).join(" or "));
}

/** The bounds that authors write into schemas of their own. */
function checkBounds(
  value: Json | undefined,
  schema: SchemaObject,
  path: string[],
): Conformed | undefined {
  const bound = (name: string) => {
    const limit = schema[name];
    return typeof limit === "number" ? limit : undefined;
  };
  const between = (size: number, low: string, high: string, what: string) => {
    const [least, most] = [bound(low), bound(high)];
    if (least !== undefined && size < least) {
      return misfit(path, value, `${what}at least ${least}`, true);
    }
    if (most !== undefined && size > most) {
      return misfit(path, value, `${what}at most ${most}`, true);
    }
    return undefined;
  };
  if (typeof value === "number") return between(value, "minimum", "maximum", "");
  if (Array.isArray(value)) return between(value.length, "minItems", "maxItems", "a length of ");
  if (typeof value !== "string") return undefined;
  const { pattern } = schema;
  if (typeof pattern === "string" && !new RegExp(pattern, "u").test(value)) {
    return misfit(path, value, `a text that matches /${pattern}/`, true);
  }
  return between([...value].length, "minLength", "maxLength", "a length of ");
}

/** Unions take the first branch that fits, or tell of the one that fits best. */
function checkBranches(value: Json | undefined, shape: Shape, path: string[]): Conformed {
  const { schema, root } = shape;
  let current = value;
  for (const part of schema.allOf ?? []) {
    const outcome = check(current, shapeWithin(part, root), path);
    if ("problem" in outcome) return outcome;
    current = outcome.value;
  }
  if (schema.anyOf === undefined && schema.oneOf === undefined) return { value: current };
  if ([...schema.anyOf ?? [], ...schema.oneOf ?? []].includes(true)) return { value: current };
  const union = branchesOf({ schema: { ...schema, allOf: [] }, root });
  let nearest: Misfit | undefined;
  for (const branch of union) {
    const outcome = check(current, branch, path);
    if ("value" in outcome) return outcome;
    if (nearest === undefined || outcome.problem.path.length > nearest.path.length) {
      nearest = outcome.problem;
    }
  }
  return nearest === undefined ? { value: current } : { problem: nearest };
}

function shapeWithin(schema: Schema, root: SchemaObject): Shape | undefined {
  return branchesOf({ schema: { anyOf: [schema] }, root })[0];
}

function checkItems(value: readonly Json[], shape: Shape, path: string[]): Conformed {
  const { items } = shape.schema;
  if (items === undefined || items === true) return { value: value as Json };
  const result: Json[] = [];
  for (const [index, item] of value.entries()) {
    const here = [...path, String(index)];
    if (items === false) return misfit(here, item, "nothing");
    const outcome = check(item, shapeWithin(items, shape.root), here);
    if ("problem" in outcome) return outcome;
    result.push(outcome.value ?? null);
  }
  return { value: result };
}

function checkProperties(value: Record<string, unknown>, shape: Shape, path: string[]): Conformed {
  const { properties = {}, required = [], additionalProperties } = shape.schema;
  const result: Record<string, Json> = {};
  for (const key of new Set([...Object.keys(value), ...Object.keys(properties)])) {
    const own = Object.hasOwn(value, key) ? (value[key] as Json) : undefined;
    const declared = Object.hasOwn(properties, key);
    const schema = declared ? properties[key] : additionalProperties;
    const here = [...path, key];
    if (own === undefined && !required.includes(key) && !hasDefault(schema, shape)) continue;
    if (schema === false) return misfit(here, own, "nothing");
    const inner = schema === undefined ? undefined : shapeWithin(schema, shape.root);
    const outcome = check(own, inner, here);
    if ("problem" in outcome) return outcome;
    if (outcome.value !== undefined) result[key] = outcome.value;
  }
  const missing = required.find((key) =>
    result[key] === undefined && !mayBeMissing(properties, key, shape)
  );
  if (missing !== undefined) return misfit([...path, missing], undefined, "a value");
  return { value: result };
}

/** Whether a required property is declared as something that may be `undefined`. */
function mayBeMissing(
  properties: Readonly<Record<string, Schema>>,
  key: string,
  { root }: Shape,
): boolean {
  const declared = Object.hasOwn(properties, key) ? properties[key] : undefined;
  return declared !== undefined && admitsUndefined(shapeWithin(declared, root));
}

/** Whether a place may hold nothing. */
export function admitsUndefined(shape: Shape | undefined): boolean {
  if (shape === undefined) return false;
  const types = [shape.schema.type].flat();
  return types.includes("undefined") || types.includes("unknown") ||
    branchesOf(shape).some(admitsUndefined);
}

function hasDefault(schema: Schema | undefined, { root }: Shape): boolean {
  if (schema === undefined) return false;
  return shapeWithin(schema, root)?.schema.default !== undefined;
}

function misfit(
  path: readonly string[],
  value: Json | undefined,
  needed: string,
  exact = false,
): { problem: Misfit } {
  return {
    problem: {
      path: path.join("."),
      reason: `${exact ? brief(value) : kindOf(value)}, ${needed} is needed`,
      isMissing: value === undefined,
    },
  };
}

function brief(value: Json | undefined): string {
  const text = JSON.stringify(value) ?? "missing";
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function kindOf(value: Json | undefined): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  return article(Array.isArray(value) ? "array" : typeof value);
}

function article(type: string): string {
  if (type === "null") return "null";
  if (type === "undefined") return "nothing";
  return `${/^[aeiou]/.test(type) ? "an" : "a"} ${type}`;
}
