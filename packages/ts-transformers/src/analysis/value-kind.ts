/**
 * What a type says a value is at run time. Only plain values are read when a computation captures
 * them; everything else is handed on as it is.
 */

import ts from "typescript";
import { isApiPath } from "../program/library.ts";

/** The kinds that lowering distinguishes. */
export type ValueKind = "cell" | "stream" | "database" | "factory" | "function" | "value";

const KIND_BY_SYMBOL: ReadonlyMap<string, ValueKind> = new Map([
  ["AnyCell", "cell"],
  ["CellOf", "cell"],
  ["Cell", "cell"],
  ["Writable", "cell"],
  ["OpaqueCell", "cell"],
  ["ComparableCell", "cell"],
  ["ReadonlyCell", "cell"],
  ["WriteonlyCell", "cell"],
  ["Stream", "stream"],
  ["SqliteDb", "database"],
  ["PatternFactory", "factory"],
  ["HandlerFactory", "factory"],
  ["ModuleFactory", "factory"],
  ["LiftedFunction", "factory"],
]);

/** The kind of `type`; a union has the kind that all its parts but null and undefined share. */
export function valueKind(type: ts.Type, checker: ts.TypeChecker): ValueKind {
  const known = checker.getNonNullableType(type);
  if (known.isUnion()) {
    const kinds = new Set(known.types.map((part) => singleKind(part, checker)));
    return kinds.size === 1 ? [...kinds][0]! : "value";
  }
  return singleKind(known, checker);
}

function singleKind(type: ts.Type, checker: ts.TypeChecker): ValueKind {
  if (type.isIntersection()) {
    for (const part of type.types) {
      const kind = singleKind(part, checker);
      if (kind !== "value" && kind !== "function") return kind;
    }
  }
  if (isUnsettledCell(type)) return "cell";
  const symbol = type.getSymbol();
  if (symbol !== undefined && isApiSymbol(symbol)) {
    const kind = KIND_BY_SYMBOL.get(symbol.name);
    if (kind !== undefined) return kind;
    const bases = type.isClassOrInterface() ? checker.getBaseTypes(type) : [];
    for (const base of bases) {
      const inherited = singleKind(base, checker);
      if (inherited !== "value") return inherited;
    }
  }
  if (type.getCallSignatures().length > 0 || type.getConstructSignatures().length > 0) {
    return "function";
  }
  return "value";
}

/** Whether `key` gave a type, in a generic function, that says cell only once `T` is known. */
export function isUnsettledCell(type: ts.Type): boolean {
  if ((type.flags & ts.TypeFlags.Conditional) === 0) return false;
  const alias = type.aliasSymbol;
  return alias?.name === "CellOf" && isApiSymbol(alias);
}

/** Whether a symbol is declared by the author's type library. */
export function isApiSymbol(symbol: ts.Symbol): boolean {
  return symbol.declarations?.some((d) => isApiPath(d.getSourceFile().fileName)) ?? false;
}

/** Whether every part of `type` but null and undefined is an array or tuple. */
export function isArrayType(type: ts.Type, checker: ts.TypeChecker): boolean {
  const known = checker.getNonNullableType(type);
  const parts = known.isUnion() ? known.types : [known];
  return parts.every((part) =>
    checker.isArrayLikeType(part) ||
    (part.isIntersection() && part.types.some((each) => checker.isArrayLikeType(each)))
  );
}

/** Whether no part of `type` is an object: strings, numbers, booleans, null and the like. */
export function isPrimitiveType(type: ts.Type): boolean {
  const parts = type.isUnion() ? type.types : [type];
  const primitive = ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike | ts.TypeFlags.BooleanLike |
    ts.TypeFlags.BigIntLike | ts.TypeFlags.Null | ts.TypeFlags.Undefined | ts.TypeFlags.Void |
    ts.TypeFlags.ESSymbolLike;
  return parts.every((part) => (part.flags & primitive) !== 0);
}
