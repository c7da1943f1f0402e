/**
 * Follows a written type through parentheses, aliases, type parameters and the library's
 * transparent wrappers, down to the node that has structure of its own.
 */

import type { Json } from "@cf/utils";
import ts from "typescript";
import { valueOfTypeNode } from "./default-value.ts";
import type { SchemaDiagnostic } from "./diagnostic.ts";
import { notesOfSymbol } from "./doc-comment.ts";
import {
  type IsLibraryFile,
  isLibrarySymbol,
  isStandardSymbol,
  LABELS,
  SCOPES,
  symbolOfReference,
} from "./library.ts";
import type { MemberGuides } from "./member-guide.ts";
import { mergeNotes, type Notes } from "./notes.ts";
import { bindTypeArguments, type Guide, type TypeEnv } from "./view.ts";

/** What the steps of one peeling share. */
export interface PeelContext {
  readonly checker: ts.TypeChecker;
  readonly isFile: IsLibraryFile;
  /** The members of the type written at `guide`. */
  members(guide: Guide): MemberGuides;
  report(diagnostic: SchemaDiagnostic): void;
}

/** The end of a peeling. */
export interface Peeled {
  /** The node with structure; absent when the chain ends in something only the checker knows. */
  readonly guide?: Guide;
  /** The members of the union at the end, without `Default`s, if there is more than one. */
  readonly members?: readonly Guide[];
  readonly notes: Notes;
  /** The innermost alias without type parameters on the way: the type's own name. */
  readonly alias?: ts.Symbol;
  /** Set when nothing but `Default<V>` was written: the type is that of `V`, widened. */
  readonly onlyDefault?: Guide;
}

interface Step {
  guide: Guide | undefined;
  alias?: ts.Symbol | undefined;
  members?: readonly Guide[];
  onlyDefault?: Guide;
  done?: boolean;
}

/** A chain of aliases longer than this refers to itself, which the checker reports. */
const STEPS_MAX = 200;

/** Peels `guide`; see {@linkcode Peeled}. */
export function peel(context: PeelContext, guide: Guide | undefined): Peeled {
  return peelInside(context, guide, new Set());
}

/** Peels inside of `unions`, which are not entered again: a union may name itself by mistake. */
function peelInside(
  context: PeelContext,
  guide: Guide | undefined,
  unions: ReadonlySet<ts.Node>,
): Peeled {
  const notes: Notes = {};
  let at: Guide | undefined = guide;
  let alias: ts.Symbol | undefined;
  for (let count = 0;; count++) {
    const step: Step = at === undefined || count > STEPS_MAX
      ? { guide: undefined, done: true }
      : next(context, at, notes, unions);
    if ("alias" in step) {
      // Only the innermost name can become a definition; what the others say is said beside it.
      if (alias !== undefined) mergeNotes(notes, notesOfSymbol(alias));
      alias = step.alias;
    }
    at = step.guide;
    if (!step.done) continue;
    return {
      notes,
      ...(at && { guide: at }),
      ...(step.members && { members: step.members }),
      ...(alias && { alias }),
      ...(step.onlyDefault && { onlyDefault: step.onlyDefault }),
    };
  }
}

function next(
  context: PeelContext,
  at: Guide,
  notes: Notes,
  unions: ReadonlySet<ts.Node>,
): Step {
  const { node, env } = at;
  if (ts.isParenthesizedTypeNode(node)) return { guide: { node: node.type, env } };
  if (ts.isTypeOperatorNode(node) && node.operator === ts.SyntaxKind.ReadonlyKeyword) {
    return { guide: { node: node.type, env } };
  }
  if (ts.isUnionTypeNode(node)) {
    if (unions.has(node)) return { guide: at, done: true };
    return union(context, at, notes, new Set([...unions, node]));
  }
  if (ts.isTypeReferenceNode(node) || ts.isImportTypeNode(node)) {
    return reference(context, node, env, notes);
  }
  if (ts.isIndexedAccessTypeNode(node)) return indexed(context, node, env);
  if (ts.isTypeQueryNode(node)) return query(context, node);
  if (ts.isConditionalTypeNode(node)) {
    const branch = chosen(context, node, env);
    if (branch !== undefined) return { guide: { node: branch, env }, alias: undefined };
  }
  return { guide: at, done: true };
}

/**
 * The branch of `T[K] extends object ? X : Y` for the `T[K]` that is bound here, so that defaults
 * written there are found; `undefined` where the node alone does not tell.
 */
function chosen(
  context: PeelContext,
  node: ts.ConditionalTypeNode,
  env: TypeEnv,
): ts.TypeNode | undefined {
  const { checker } = context;
  const peeled = peel(context, { node: node.checkType, env });
  const parts = peeled.members ?? (peeled.guide === undefined ? [] : [peeled.guide]);
  const wanted = checker.getTypeFromTypeNode(node.extendsType);
  const answers = new Set(parts.map((part) => {
    if (isOpen(checker, part)) return undefined;
    return checker.isTypeAssignableTo(checker.getTypeFromTypeNode(part.node), wanted);
  }));
  const [answer] = answers;
  if (answers.size !== 1 || answer === undefined) return undefined;
  return answer ? node.trueType : node.falseType;
}

/** Whether a node means nothing without the type arguments around it. */
function isOpen(checker: ts.TypeChecker, { node }: Guide): boolean {
  const refers = (at: ts.Node): boolean => {
    if (ts.isTypeReferenceNode(at)) {
      const symbol = symbolOfReference(checker, at);
      if (symbol === undefined || symbol.flags & ts.SymbolFlags.TypeParameter) return true;
    }
    return ts.forEachChild(at, (child) => refers(child) || undefined) ?? false;
  };
  return refers(node);
}

function reference(
  context: PeelContext,
  node: ts.TypeReferenceNode | ts.ImportTypeNode,
  env: TypeEnv,
  notes: Notes,
): Step {
  const symbol = symbolOfReference(context.checker, node);
  if (symbol === undefined) return { guide: undefined, done: true };
  if (symbol.flags & ts.SymbolFlags.TypeParameter) {
    const bound = env.get(symbol);
    return bound ? { guide: bound, alias: undefined } : { guide: undefined, done: true };
  }
  if (isStandardSymbol(symbol)) return { guide: { node, env }, done: true };
  const library = isLibrarySymbol(symbol, context.isFile);
  if (library) {
    const wrapped = wrapper(context, symbol.name, node, env, notes);
    if (wrapped !== undefined) return wrapped;
  }
  const declaration = symbol.declarations?.find(ts.isTypeAliasDeclaration);
  if (declaration === undefined) return { guide: { node, env }, done: true };
  const generic = (declaration.typeParameters?.length ?? 0) > 0;
  const bound = bindTypeArguments(context.checker, declaration, { node, env });
  if (library) {
    return ts.isTypeReferenceNode(declaration.type)
      ? { guide: { node: declaration.type, env: bound } }
      : { guide: { node, env }, done: true };
  }
  if (!generic) return { guide: { node: declaration.type, env: bound }, alias: symbol };
  mergeNotes(notes, notesOfSymbol(symbol));
  return { guide: { node: declaration.type, env: bound }, alias: undefined };
}

/** Takes a transparent wrapper off, keeping what it says in `notes`. */
function wrapper(
  context: PeelContext,
  name: string,
  node: ts.NodeWithTypeArguments,
  env: TypeEnv,
  notes: Notes,
): Step | undefined {
  const [first, second, ...others] = node.typeArguments ?? [];
  if (first === undefined) return undefined;
  const inner: Guide = { node: first, env };
  const scope = SCOPES.get(name);
  if (scope !== undefined) {
    mergeNotes(notes, { scope });
    return { guide: inner };
  }
  if (name === "Default" || name === "DeepDefault") {
    noteDefault(context, { node: second ?? first, env }, name === "DeepDefault", notes);
    if (second !== undefined) return { guide: inner };
    return { guide: undefined, onlyDefault: inner, done: true };
  }
  if (!LABELS.has(name)) return undefined;
  const given = [second, ...others].flatMap((label) =>
    label === undefined ? [] : [{ node: label, env }]
  );
  mergeNotes(notes, { ifc: labels(context, name, given) });
  return { guide: inner };
}

function noteDefault(context: PeelContext, value: Guide, deep: boolean, notes: Notes): void {
  const found = valueOfTypeNode(context.checker, value);
  if (found !== undefined) {
    mergeNotes(notes, { default: found.value, ...(deep && { deepDefault: true }) });
    return;
  }
  // `Default<undefined>` says what is so without it.
  if (value.node.kind === ts.SyntaxKind.UndefinedKeyword) return;
  context.report({
    code: "schema-default-not-static",
    message: `Cannot use «${value.node.getText()}» as a default: ` +
      "its value is not known at compile time, write a literal, a tuple, an object type or " +
      "`typeof` a constant initialized with plain data",
    node: value.node,
  });
}

/** What the arguments of a label wrapper say, as `ifc` has it: several as a list. */
function labels(
  context: PeelContext,
  name: string,
  given: readonly Guide[],
): Record<string, Json> {
  const key = LABELS.get(name);
  if (key === null || key === undefined) {
    const value = given[0] && valueOfTypeNode(context.checker, given[0])?.value;
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? value as Record<string, Json>
      : {};
  }
  const values = given.map((argument) => labelOf(context, argument));
  const [only = true] = values;
  return { [key]: values.length > 1 ? values : only };
}

/** A label's value, or the name of what it is the type of. */
function labelOf(context: PeelContext, argument: Guide): Json {
  const value = valueOfTypeNode(context.checker, argument)?.value;
  if (value !== undefined) return value;
  return ts.isTypeQueryNode(argument.node) ? argument.node.exprName.getText() : true;
}

/** Takes `Default`s out of a union; what remains is one type or several. */
function union(
  context: PeelContext,
  at: Guide,
  notes: Notes,
  unions: ReadonlySet<ts.Node>,
): Step {
  const rest: Guide[] = [];
  let only: Guide | undefined;
  for (const member of flatten(at)) {
    const written = defaultMember(context, member);
    if (written !== undefined) {
      noteDefault(context, written.guide, written.deep, notes);
      only ??= written.guide;
      continue;
    }
    const inner = peelInside(context, member, unions);
    const { default: value, deepDefault } = inner.notes;
    if (value === undefined || inner.onlyDefault !== undefined) rest.push(member);
    else {
      // The default of one member is that of the union: `type T = string | Default<"">; T | null`.
      mergeNotes(notes, { default: value, ...(deepDefault && { deepDefault }) });
      rest.push(...(inner.members ?? (inner.guide ? [inner.guide] : [member])));
    }
  }
  if (rest.length === 0) {
    return { guide: undefined, ...(only && { onlyDefault: only }), done: true };
  }
  if (rest.length === 1) return { guide: rest[0], alias: undefined };
  return { guide: at, members: rest, done: true };
}

function flatten(guide: Guide): Guide[] {
  const { node, env } = guide;
  if (ts.isParenthesizedTypeNode(node)) return flatten({ node: node.type, env });
  if (!ts.isUnionTypeNode(node)) return [guide];
  return node.types.flatMap((part) => flatten({ node: part, env }));
}

/** The `V` of a member that is `Default<V>`, also behind aliases and type parameters. */
function defaultMember(
  context: PeelContext,
  member: Guide,
  depth = 0,
): { guide: Guide; deep: boolean } | undefined {
  const { node, env } = member;
  if (depth > STEPS_MAX) return undefined;
  if (!ts.isTypeReferenceNode(node) && !ts.isImportTypeNode(node)) return undefined;
  const symbol = symbolOfReference(context.checker, node);
  if (symbol === undefined) return undefined;
  const bound = env.get(symbol);
  if (bound !== undefined) return defaultMember(context, bound, depth + 1);
  const named = symbol.name === "Default" || symbol.name === "DeepDefault";
  if (named && isLibrarySymbol(symbol, context.isFile)) {
    const [value, second] = node.typeArguments ?? [];
    if (value === undefined || second !== undefined) return undefined;
    return { guide: { node: value, env }, deep: symbol.name === "DeepDefault" };
  }
  const declaration = symbol.declarations?.find(ts.isTypeAliasDeclaration);
  if (declaration === undefined || isStandardSymbol(symbol)) return undefined;
  const inner = bindTypeArguments(context.checker, declaration, { node, env });
  return defaultMember(context, { node: declaration.type, env: inner }, depth + 1);
}

function indexed(context: PeelContext, node: ts.IndexedAccessTypeNode, env: TypeEnv): Step {
  const key = valueOfTypeNode(context.checker, { node: node.indexType, env })?.value;
  if (typeof key !== "string") return { guide: undefined, done: true };
  const member = context.members({ node: node.objectType, env }).get(key);
  return member?.guide
    ? { guide: member.guide, alias: undefined }
    : { guide: undefined, done: true };
}

function query(context: PeelContext, node: ts.TypeQueryNode): Step {
  const found = context.checker.getSymbolAtLocation(node.exprName);
  const symbol = found && found.flags & ts.SymbolFlags.Alias
    ? context.checker.getAliasedSymbol(found)
    : found;
  const declaration = symbol?.valueDeclaration;
  if (declaration && ts.isVariableDeclaration(declaration) && declaration.type) {
    return { guide: { node: declaration.type, env: new Map() } };
  }
  return { guide: undefined, done: true };
}
