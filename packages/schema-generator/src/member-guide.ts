/**
 * The nodes with which the members of an object type were written, also through heritage,
 * intersections, mapped types and TypeScript's utility types.
 */

import ts from "typescript";
import { isStandardSymbol, symbolOfReference } from "./library.ts";
import { peel, type PeelContext } from "./peel.ts";
import { bindTypeArguments, type Guide, NO_ENV, type TypeEnv } from "./view.ts";

/** One member: its node, and every declaration that documents it, nearest first. */
export interface MemberGuide {
  readonly guide?: Guide;
  readonly symbols: readonly ts.Symbol[];
}

export type MemberGuides = Map<string, MemberGuide>;

/** Utility types that keep the members of their first argument. */
const KEEPING = new Set(["Partial", "Required", "Readonly", "Pick", "Omit", "NonNullable"]);

/** Deeper heritage or nesting of wrappers than this is not looked through. */
const DEPTH_MAX = 32;

/** The members of the type written at `guide`, by name. */
export function memberGuides(
  context: PeelContext,
  guide: Guide | undefined,
  depth = 0,
): MemberGuides {
  const members: MemberGuides = new Map();
  if (guide === undefined || depth > DEPTH_MAX) return members;
  const at = peel(context, guide).guide;
  if (at === undefined) return members;
  const { node, env } = at;
  if (ts.isTypeLiteralNode(node)) addElements(context, members, node.members, env);
  else if (ts.isIntersectionTypeNode(node)) {
    for (const part of node.types) {
      merge(members, memberGuides(context, { node: part, env }, depth + 1));
    }
  } else if (ts.isMappedTypeNode(node)) addMapped(context, members, node, env, depth);
  else if (ts.isTypeReferenceNode(node) || ts.isExpressionWithTypeArguments(node)) {
    addReferenced(context, members, node, env, depth);
  }
  return members;
}

function addElements(
  context: PeelContext,
  members: MemberGuides,
  elements: readonly ts.Node[],
  env: TypeEnv,
): void {
  for (const element of elements) {
    if (!ts.isPropertySignature(element) && !ts.isPropertyDeclaration(element)) continue;
    const symbol = context.checker.getSymbolAtLocation(element.name);
    if (symbol === undefined) continue;
    merge(
      members,
      new Map([[symbol.name, {
        symbols: [symbol],
        ...(element.type && { guide: { node: element.type, env } }),
      }]]),
    );
  }
}

function addReferenced(
  context: PeelContext,
  members: MemberGuides,
  node: ts.TypeReferenceNode | ts.ExpressionWithTypeArguments,
  env: TypeEnv,
  depth: number,
): void {
  const symbol = symbolOfReference(context.checker, node);
  if (symbol === undefined) return;
  if (isStandardSymbol(symbol)) {
    const [first, second] = node.typeArguments ?? [];
    if (first !== undefined && KEEPING.has(symbol.name)) {
      merge(members, memberGuides(context, { node: first, env }, depth + 1));
    } else if (symbol.name === "Record" && second !== undefined) {
      members.set(ANY_MEMBER, { guide: { node: second, env }, symbols: [] });
    }
    return;
  }
  for (const declaration of symbol.declarations ?? []) {
    if (!ts.isInterfaceDeclaration(declaration) && !ts.isClassDeclaration(declaration)) continue;
    const bound = bindTypeArguments(context.checker, declaration, { node, env });
    addElements(context, members, declaration.members, bound);
    for (const clause of declaration.heritageClauses ?? []) {
      for (const base of clause.types) {
        merge(members, memberGuides(context, { node: base, env: bound }, depth + 1));
      }
    }
  }
}

/** The key under which a mapped type's or record's one node stands for all its members. */
export const ANY_MEMBER = "\0any";

function addMapped(
  context: PeelContext,
  members: MemberGuides,
  node: ts.MappedTypeNode,
  env: TypeEnv,
  depth: number,
): void {
  const parameter = context.checker.getSymbolAtLocation(node.typeParameter.name);
  if (parameter === undefined || node.type === undefined) return;
  const constraint = node.typeParameter.constraint;
  const source = constraint && sourceOfKeys(context, { node: constraint, env });
  if (source === undefined) {
    members.set(ANY_MEMBER, { guide: { node: node.type, env }, symbols: [] });
    return;
  }
  for (const [name, member] of memberGuides(context, source, depth + 1)) {
    if (name === ANY_MEMBER) continue;
    const key = ts.factory.createLiteralTypeNode(ts.factory.createStringLiteral(name));
    const bound = new Map(env).set(parameter, { node: key, env: NO_ENV });
    members.set(name, { guide: { node: node.type, env: bound }, symbols: member.symbols });
  }
}

/** The `T` of `keyof T`. */
function sourceOfKeys(context: PeelContext, guide: Guide): Guide | undefined {
  const at = peel(context, guide).guide;
  if (at === undefined || !ts.isTypeOperatorNode(at.node)) return undefined;
  if (at.node.operator !== ts.SyntaxKind.KeyOfKeyword) return undefined;
  return { node: at.node.type, env: at.env };
}

/** Nearer declarations win; what farther ones say about the same member is kept behind them. */
function merge(members: MemberGuides, more: MemberGuides): void {
  for (const [name, member] of more) {
    const present = members.get(name);
    members.set(
      name,
      present === undefined
        ? member
        : { ...member, ...present, symbols: [...present.symbols, ...member.symbols] },
    );
  }
}
