/**
 * The value that the `V` of a `Default` stands for: literals, tuples, object types,
 * `Record<K, never>` and `typeof CONST`.
 */

import type { Json } from "@cf/utils";
import ts from "typescript";
import { isStandardSymbol, symbolOfReference } from "./library.ts";
import type { StaticValue } from "./static-operations.ts";
import { staticValueOfName, staticValueOfSymbol } from "./static-value.ts";
import { bindTypeArguments, type Guide } from "./view.ts";

/** The value that the type written at `guide` has, or `undefined` when the type has many. */
export function valueOfTypeNode(checker: ts.TypeChecker, guide: Guide): StaticValue | undefined {
  const { node, env } = guide;
  if (ts.isParenthesizedTypeNode(node)) return valueOfTypeNode(checker, { node: node.type, env });
  if (ts.isTypeOperatorNode(node)) return valueOfTypeNode(checker, { node: node.type, env });
  if (ts.isNamedTupleMember(node)) return valueOfTypeNode(checker, { node: node.type, env });
  if (ts.isLiteralTypeNode(node) && ts.isStringLiteral(node.literal)) {
    return { value: node.literal.text };
  }
  if (ts.isTupleTypeNode(node)) return tuple(checker, node, guide);
  if (ts.isTypeLiteralNode(node)) return literalMembers(checker, node.members, guide);
  if (ts.isTypeQueryNode(node)) {
    const value = staticValueOfName(checker, node.exprName);
    return value ?? valueOfType(checker, checker.getTypeFromTypeNode(node));
  }
  if (ts.isTypeReferenceNode(node)) {
    const found = reference(checker, node, guide);
    if (found !== undefined) return found;
  }
  return valueOfType(checker, checker.getTypeFromTypeNode(node));
}

/** The one value of a unit type, a tuple of such, or an object type of such properties. */
function valueOfType(checker: ts.TypeChecker, type: ts.Type): StaticValue | undefined {
  if (type.isStringLiteral() || type.isNumberLiteral()) return { value: type.value };
  if (type.flags & ts.TypeFlags.Null) return { value: null };
  if (type.flags & ts.TypeFlags.BooleanLiteral) {
    return { value: checker.typeToString(type) === "true" };
  }
  if (checker.isTupleType(type)) {
    return collect(
      checker.getTypeArguments(type as ts.TypeReference).map((item) => valueOfType(checker, item)),
    );
  }
  if (checker.isArrayType(type)) {
    const item = checker.getTypeArguments(type as ts.TypeReference)[0];
    return item !== undefined && item.flags & ts.TypeFlags.Never ? { value: [] } : undefined;
  }
  if (!(type.flags & ts.TypeFlags.Object) || type.getCallSignatures().length > 0) return undefined;
  return objectType(checker, type);
}

function objectType(checker: ts.TypeChecker, type: ts.Type): StaticValue | undefined {
  const entries: Record<string, Json> = {};
  for (const property of checker.getPropertiesOfType(type)) {
    const propertyType = checker.getTypeOfSymbol(property);
    if (isAbsent(propertyType)) continue;
    const declared = property.valueDeclaration;
    const found = valueOfType(checker, propertyType) ??
      (declared !== undefined && ts.isPropertyAssignment(declared)
        ? staticValueOfSymbol(checker, property)
        : undefined);
    if (found === undefined) {
      if (property.flags & ts.SymbolFlags.Optional) continue;
      return undefined;
    }
    entries[property.name] = found.value;
  }
  return { value: entries };
}

function tuple(
  checker: ts.TypeChecker,
  node: ts.TupleTypeNode,
  guide: Guide,
): StaticValue | undefined {
  return collect(
    node.elements.map((element) => valueOfTypeNode(checker, { node: element, env: guide.env })),
  );
}

function literalMembers(
  checker: ts.TypeChecker,
  members: ts.NodeArray<ts.TypeElement>,
  guide: Guide,
): StaticValue | undefined {
  const entries: Record<string, Json> = {};
  for (const member of members) {
    if (ts.isIndexSignatureDeclaration(member)) continue;
    if (!ts.isPropertySignature(member) || member.type === undefined) return undefined;
    const name = checker.getSymbolAtLocation(member.name)?.name;
    if (name === undefined) return undefined;
    if (isAbsent(checker.getTypeFromTypeNode(member.type))) continue;
    const found = valueOfTypeNode(checker, { node: member.type, env: guide.env });
    if (found !== undefined) entries[name] = found.value;
    else if (member.questionToken === undefined) return undefined;
  }
  return { value: entries };
}

function reference(
  checker: ts.TypeChecker,
  node: ts.TypeReferenceNode,
  guide: Guide,
): StaticValue | undefined {
  const symbol = symbolOfReference(checker, node);
  if (symbol === undefined) return undefined;
  const bound = guide.env.get(symbol);
  if (bound !== undefined) return valueOfTypeNode(checker, bound);
  if (isStandardSymbol(symbol)) return undefined;
  const declaration = symbol.declarations?.find(ts.isTypeAliasDeclaration);
  if (declaration === undefined) return undefined;
  const env = bindTypeArguments(checker, declaration, { node, env: guide.env });
  return valueOfTypeNode(checker, { node: declaration.type, env });
}

function collect(items: readonly (StaticValue | undefined)[]): StaticValue | undefined {
  const values: Json[] = [];
  for (const item of items) {
    if (item === undefined) return undefined;
    values.push(item.value);
  }
  return { value: values };
}

function isAbsent(type: ts.Type): boolean {
  return (type.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Never)) !== 0;
}
