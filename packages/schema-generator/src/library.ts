/**
 * Recognizes what a type node or type of the author's program refers to in `commonfabric`, by the
 * declaring file and not by spelling: imports may be renamed, namespaced or re-exported.
 */

import ts from "typescript";
import type { CellKind, SchemaScope } from "./json-schema.ts";

/** Decides whether a source file belongs to the declarations of `commonfabric`. */
export type IsLibraryFile = (fileName: string) => boolean;

/** The files of this repository's `packages/api`, wherever a host mounts them. */
export function isApiFile(fileName: string): boolean {
  return /(^|\/)(packages\/api|commonfabric)\//.test(fileName);
}

/** Interfaces of the library that mark a cell, with the capability each stands for. */
const CELL_KINDS: ReadonlyMap<string, CellKind> = new Map([
  ["Cell", "cell"],
  ["Stream", "stream"],
  ["OpaqueCell", "opaque"],
  ["ComparableCell", "comparable"],
  ["ReadonlyCell", "readonly"],
  ["WriteonlyCell", "writeonly"],
  ["AnyCell", "cell"],
  ["CellOf", "cell"],
  ["SqliteDb", "sqlite"],
]);

/** Transparent wrappers that name whose instance is meant. */
export const SCOPES: ReadonlyMap<string, SchemaScope> = new Map([
  ["PerSpace", "space"],
  ["PerUser", "user"],
  ["PerSession", "session"],
  ["PerAny", "any"],
]);

/** Transparent wrappers that carry labels, with the `ifc` key their second argument goes to. */
export const LABELS: ReadonlyMap<string, string | null> = new Map([
  ["Confidential", "confidentiality"],
  ["RequiresIntegrity", "requiredIntegrity"],
  ["AddIntegrity", "addIntegrity"],
  ["WriteAuthorizedBy", "writeAuthorizedBy"],
  ["TrustedActionWrite", "trustedActionWrite"],
  ["RepresentsCurrentUser", "representsCurrentUser"],
  ["Cfc", null],
]);

/** Types of the library that stand for a view. */
const VIEW_TYPES = new Set(["VNode", "Element"]);

/** Types of the library that stand for anything, although they have a structure. */
const OPEN_TYPES = new Set(["RenderNode", "JSONSchema", "JSONSchemaObject", "TypedSchema"]);

/** The symbol a type reference names, behind imports and re-exports. */
export function symbolOfReference(
  checker: ts.TypeChecker,
  node: ts.TypeNode,
): ts.Symbol | undefined {
  const name = ts.isTypeReferenceNode(node)
    ? node.typeName
    : ts.isExpressionWithTypeArguments(node)
    ? node.expression
    : ts.isImportTypeNode(node) && !node.isTypeOf
    ? node.qualifier
    : undefined;
  if (name === undefined) return undefined;
  const symbol = checker.getSymbolAtLocation(name);
  if (symbol === undefined) return undefined;
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** Whether every declaration of `symbol` stands in the library. */
export function isLibrarySymbol(symbol: ts.Symbol | undefined, isFile: IsLibraryFile): boolean {
  const declarations = symbol?.declarations;
  if (declarations === undefined || declarations.length === 0) return false;
  return declarations.every((declaration) => isFile(declaration.getSourceFile().fileName));
}

/** Whether `symbol` is one of TypeScript's own global declarations (`lib.*.d.ts`). */
export function isStandardSymbol(symbol: ts.Symbol | undefined): boolean {
  const file = symbol?.declarations?.[0]?.getSourceFile().fileName;
  return file !== undefined && /(^|\/)lib\.[\w.-]*d\.ts$/.test(file);
}

/** Utility types that leave a cell what it is. */
const TRANSPARENT = new Set(["Partial", "Readonly", "Required"]);

/** The cell of `Readonly<Cell<T>>` and the like, which the checker takes apart. */
export function cellInside(type: ts.Type, isFile: IsLibraryFile): ts.Type | undefined {
  const { aliasSymbol, aliasTypeArguments } = type;
  if (!isStandardSymbol(aliasSymbol) || !TRANSPARENT.has(aliasSymbol!.name)) return undefined;
  const inner = aliasTypeArguments?.[0];
  if (inner === undefined) return undefined;
  return cellKindOf(inner, isFile) === undefined ? cellInside(inner, isFile) : inner;
}

/** The kind of cell that `type` is, if it is one. */
export function cellKindOf(type: ts.Type, isFile: IsLibraryFile): CellKind | undefined {
  const symbol = type.symbol as ts.Symbol | undefined;
  if (symbol === undefined) return undefined;
  const kind = CELL_KINDS.get(symbol.name);
  return kind !== undefined && isLibrarySymbol(symbol, isFile) ? kind : undefined;
}

/** Whether `symbol` is one of the library's types that a schema leaves open. */
export function isOpenSymbol(symbol: ts.Symbol | undefined, isFile: IsLibraryFile): boolean {
  return symbol !== undefined && OPEN_TYPES.has(symbol.name) && isLibrarySymbol(symbol, isFile);
}

/** Whether `symbol` is one of the library's types for what can be rendered. */
export function isViewSymbol(symbol: ts.Symbol | undefined, isFile: IsLibraryFile): boolean {
  return symbol !== undefined && VIEW_TYPES.has(symbol.name) && isLibrarySymbol(symbol, isFile);
}
