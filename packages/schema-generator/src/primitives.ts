/** Types without members, and objects of JavaScript that have one known form as data. */

import ts from "typescript";
import type { JSONSchema } from "./json-schema.ts";
import { isStandardSymbol } from "./library.ts";
import type { PeelContext } from "./peel.ts";
import type { Guide } from "./view.ts";

/** The schema of a primitive, literal or special type; `undefined` for any other. */
export function primitiveSchema(checker: ts.TypeChecker, type: ts.Type): JSONSchema | undefined {
  const flags = type.flags;
  if (flags & ts.TypeFlags.Any) return true;
  if (flags & ts.TypeFlags.Never) return false;
  if (flags & ts.TypeFlags.Unknown) return { type: "unknown" };
  if (flags & ts.TypeFlags.Void) return { asCell: ["opaque"] };
  if (flags & ts.TypeFlags.Undefined) return { type: "undefined" };
  if (flags & ts.TypeFlags.Null) return { type: "null" };
  if (type.isStringLiteral() || type.isNumberLiteral()) return { enum: [type.value] };
  if (flags & ts.TypeFlags.BooleanLiteral) {
    return { enum: [checker.typeToString(type) === "true"] };
  }
  if (flags & ts.TypeFlags.StringLike) return { type: "string" };
  if (flags & ts.TypeFlags.NumberLike) return { type: "number" };
  if (flags & ts.TypeFlags.BooleanLike) return { type: "boolean" };
  if (flags & ts.TypeFlags.BigIntLike) return { type: "integer" };
  if (flags & ts.TypeFlags.NonPrimitive) return { type: "object" };
  if (type.isIntersection()) {
    const primitive = ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike | ts.TypeFlags.BooleanLike;
    const part = type.types.find((member) => member.flags & primitive);
    return part && primitiveSchema(checker, part);
  }
  return undefined;
}

/**
 * The type without `undefined`, where that leaves one the checker has a name for; a union that also
 * holds `null` stays as it is, and its `undefined` is left out when its members are joined.
 */
export function presentPart(checker: ts.TypeChecker, type: ts.Type): ts.Type {
  if (!type.isUnion()) return type;
  const parts = type.types.filter((part) => !(part.flags & ts.TypeFlags.Undefined));
  if (parts.length === type.types.length) return type;
  if (parts.length === 1) return parts[0]!;
  return parts.some((part) => part.flags & ts.TypeFlags.Null)
    ? type
    : checker.getNonNullableType(type);
}

/**
 * How JavaScript's own classes look as data; `null` where they have no form as data. Those not
 * listed (bytes, events and elements of a page) are passed as they are.
 */
const STANDARD: ReadonlyMap<string, JSONSchema | null> = new Map<string, JSONSchema | null>([
  ["Date", { type: "string", format: "date-time" }],
  ["URL", { type: "string", format: "uri" }],
  ["RegExp", null],
  ["Map", null],
  ["ReadonlyMap", null],
  ["WeakMap", null],
  ["Set", null],
  ["ReadonlySet", null],
  ["WeakSet", null],
  ["Promise", null],
  ["PromiseLike", null],
  ["Function", null],
  ["Symbol", null],
  ["String", { type: "string" }],
  ["Number", { type: "number" }],
  ["Boolean", { type: "boolean" }],
  [
    "Error",
    {
      type: "object",
      properties: { message: { type: "string" }, name: { type: "string" } },
      required: ["message", "name"],
    },
  ],
]);

/** The schema of one of JavaScript's own classes; `undefined` for any other type. */
export function standardObjectSchema(
  context: PeelContext,
  type: ts.Type,
  guide: Guide | undefined,
): JSONSchema | undefined {
  const symbol = type.symbol as ts.Symbol | undefined;
  if (symbol === undefined || !isStandardSymbol(symbol)) return undefined;
  if (!(symbol.flags & (ts.SymbolFlags.Interface | ts.SymbolFlags.Class))) return undefined;
  const schema = STANDARD.get(symbol.name);
  if (schema === null) {
    context.report({
      code: "schema-unsupported-type",
      message: `Cannot describe ${symbol.name} in a schema: data is JSON, ` +
        "use a record or an array instead",
      ...(guide && { node: guide.node }),
    });
    return true;
  }
  return schema ?? true;
}
