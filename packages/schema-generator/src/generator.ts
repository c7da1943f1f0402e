/** Walks one type and writes its schema; holds what the parts of one schema share. */

import { isRecord, type Json } from "@cf/utils";
import ts from "typescript";
import { Definitions } from "./definitions.ts";
import type { SchemaDiagnostic } from "./diagnostic.ts";
import { notesOfNamed, notesOfSymbol } from "./doc-comment.ts";
import { type JSONSchema, VNODE_REF } from "./json-schema.ts";
import {
  cellInside,
  cellKindOf,
  type IsLibraryFile,
  isLibrarySymbol,
  isOpenSymbol,
  isStandardSymbol,
  isViewSymbol,
  symbolOfReference,
} from "./library.ts";
import { type MemberGuides, memberGuides } from "./member-guide.ts";
import { mergeNotes, withCellMark, withNotes } from "./notes.ts";
import { isFunction, objectSchema } from "./objects.ts";
import { peel, type PeelContext, type Peeled } from "./peel.ts";
import { presentPart, primitiveSchema, standardObjectSchema } from "./primitives.ts";
import { viewsOfMembers } from "./union-members.ts";
import { isLiterals, unionOf, widened } from "./unions.ts";
import { type Guide, NO_ENV, type View } from "./view.ts";

/** Nested deeper than this, or in itself with other arguments, a type expands without end. */
const DEPTH_MAX = 100;
const SELF_DEPTH_MAX = 6;

/** A schema of more parts than this is of no use to anyone; the rest of it is left open. */
const PARTS_MAX = 50_000;

/** A peeled type, and whether `undefined` in it only says that it may be missing. */
type Resolved = Peeled & { readonly optional: boolean };

/** One run over one root type. */
export class Generator implements PeelContext {
  readonly checker: ts.TypeChecker;
  readonly isFile: IsLibraryFile;
  /** Whether a property that a mapped type made optional loses its default. */
  readonly isGiven: boolean;
  readonly #diagnostics: SchemaDiagnostic[];
  readonly #definitions = new Definitions();
  /** Types being written that have no definition yet; one that meets itself is given one. */
  #open = new Set<ts.Type>();
  readonly #root: ts.Node | undefined;
  #depth = 0;
  #parts = 0;
  /** How deep each generic type is inside itself at the moment. */
  readonly #inside = new Map<ts.Symbol, number>();

  constructor(options: {
    checker: ts.TypeChecker;
    isFile: IsLibraryFile;
    diagnostics: SchemaDiagnostic[];
    root: ts.Node | undefined;
    isGiven: boolean;
  }) {
    this.checker = options.checker;
    this.isFile = options.isFile;
    this.isGiven = options.isGiven;
    this.#diagnostics = options.diagnostics;
    this.#root = options.root;
  }

  members(guide: Guide): MemberGuides {
    return memberGuides(this, guide);
  }

  report(diagnostic: SchemaDiagnostic): void {
    const node = diagnostic.node ?? this.#root;
    const same = this.#diagnostics.some((other) =>
      other.code === diagnostic.code && other.message === diagnostic.message
    );
    if (!same) this.#diagnostics.push({ ...diagnostic, ...(node && { node }) });
  }

  /** The whole schema of `view`, inline, with the definitions it refers to. */
  root(view: View): JSONSchema {
    return this.#definitions.attach(this.#definitions.inline(this.schema(view)));
  }

  /** The schema of `view` as it stands inside another. */
  schema(view: View): JSONSchema {
    const present = view.optional ? presentPart(this.checker, view.type) : view.type;
    const type = cellInside(present, this.isFile) ?? present;
    const growing = genericOf(type);
    const inside = growing === undefined ? 0 : this.#inside.get(growing) ?? 0;
    if (this.#depth >= DEPTH_MAX || inside >= SELF_DEPTH_MAX || this.#parts >= PARTS_MAX) {
      return this.#leaveOpen(view);
    }
    this.#parts++;
    this.#depth++;
    if (growing !== undefined) this.#inside.set(growing, inside + 1);
    try {
      return this.#described(type, view);
    } finally {
      this.#depth--;
      if (growing !== undefined) this.#inside.set(growing, inside);
    }
  }

  /** The schema of the bare type with what is said beside it. */
  #described(type: ts.Type, view: View): JSONSchema {
    const peeled = peel(this, view.guide);
    const { notes } = peeled;
    const resolved: Resolved = { ...peeled, optional: view.optional ?? false };
    const bare = this.#withoutDefault(type, peeled);
    const name = this.#nameOf(bare, resolved);
    const schema = name === undefined
      ? this.#bare(bare, resolved)
      : this.#named(bare, resolved, name);
    if (peeled.alias !== undefined && peeled.alias !== name) {
      mergeNotes(notes, notesOfSymbol(peeled.alias));
    }
    const deep = notes.deepDefault && notes.default !== undefined
      ? this.#spread(schema, notes.default)
      : schema;
    return withNotes(deep, notes);
  }

  /** The cell of `Cell<T> | Default<V>`: the checker keeps the literal beside it. */
  #withoutDefault(type: ts.Type, { guide, members, notes }: Peeled): ts.Type {
    if (!type.isUnion() || members !== undefined || notes.default === undefined) return type;
    if (guide === undefined || !ts.isTypeReferenceNode(guide.node)) return type;
    const written = symbolOfReference(this.checker, guide.node);
    const cells = type.types.filter((part) => cellKindOf(part, this.isFile) !== undefined);
    return isLibrarySymbol(written, this.isFile) && cells.length === 1 ? cells[0]! : type;
  }

  #leaveOpen(view: View): JSONSchema {
    this.report({
      code: "schema-unsupported-type",
      message: "Cannot describe a type that expands without end: give the recursive part a " +
        "name without growing type arguments",
      ...(view.guide && { node: view.guide.node }),
    });
    return true;
  }

  #bare(type: ts.Type, peeled: Resolved): JSONSchema {
    // The checker writes `x?: never` as `undefined`.
    if (peeled.guide?.node.kind === ts.SyntaxKind.NeverKeyword) return false;
    if (peeled.onlyDefault !== undefined) {
      const value = this.checker.getTypeFromTypeNode(peeled.onlyDefault.node);
      return widened(this.schema({ type: value }));
    }
    const kind = cellKindOf(type, this.isFile);
    if (kind === "sqlite") return { asCell: ["sqlite"] };
    if (kind !== undefined) {
      const inner = this.checker.getTypeArguments(type as ts.TypeReference)[0];
      if (inner === undefined) return { asCell: [kind] };
      const guide = firstArgument(this.#withoutUtility(peeled.guide));
      return withCellMark(this.schema({ type: inner, guide }), kind);
    }
    if (this.#is(type, isOpenSymbol)) return true;
    if (this.#is(type, isViewSymbol)) return { $ref: VNODE_REF };
    return this.#anonymous(type, peeled);
  }

  /** The `Cell<T>` that was written in `Readonly<Cell<T>>`. */
  #withoutUtility(guide: Guide | undefined): Guide | undefined {
    if (guide === undefined || !ts.isTypeReferenceNode(guide.node)) return guide;
    const written = symbolOfReference(this.checker, guide.node);
    if (written === undefined || !isStandardSymbol(written)) return guide;
    return this.#withoutUtility(peel(this, firstArgument(guide)).guide);
  }

  /** Whether the library gives `type` a schema of its own, whatever the author calls it. */
  #isFixed(type: ts.Type): boolean {
    return cellKindOf(type, this.isFile) !== undefined || this.#is(type, isOpenSymbol) ||
      this.#is(type, isViewSymbol);
  }

  #is(type: ts.Type, test: typeof isViewSymbol): boolean {
    return test(type.aliasSymbol, this.isFile) || test(type.symbol, this.isFile);
  }

  /** The symbol a type is known by, if it gets a definition of its own. */
  #nameOf(type: ts.Type, peeled: Resolved): ts.Symbol | undefined {
    const structured = type.flags & (ts.TypeFlags.Object | ts.TypeFlags.UnionOrIntersection);
    if (!structured || type.flags & ts.TypeFlags.Boolean) return undefined;
    if (peeled.onlyDefault !== undefined || this.#isFixed(type)) return undefined;
    if (this.checker.isArrayType(type) || this.checker.isTupleType(type)) return undefined;
    if (type.getCallSignatures().length > 0) return undefined;
    const alias = peeled.alias ??
      (type.aliasTypeArguments === undefined ? type.aliasSymbol : undefined);
    if (alias !== undefined && !isStandardSymbol(alias) && !isLibrarySymbol(alias, this.isFile)) {
      return alias;
    }
    const symbol = type.symbol as ts.Symbol | undefined;
    if (symbol === undefined || isStandardSymbol(symbol)) return undefined;
    if (isLibrarySymbol(symbol, this.isFile)) return undefined;
    const flags = ts.SymbolFlags.Interface | ts.SymbolFlags.Class | ts.SymbolFlags.Enum;
    if (!(symbol.flags & flags)) return undefined;
    const generic = this.checker.getTypeArguments(type as ts.TypeReference).length > 0 &&
        (type as ts.InterfaceType).typeParameters !== undefined ||
      ((type as ts.TypeReference).target?.typeParameters?.length ?? 0) > 0;
    return generic ? undefined : symbol;
  }

  #named(type: ts.Type, peeled: Resolved, symbol: ts.Symbol): JSONSchema {
    const known = this.#definitions.referenceTo(symbol);
    if (known !== undefined) return known;
    this.#definitions.open(symbol, nameOfSymbol(symbol));
    const declared = this.checker.getDeclaredTypeOfSymbol(symbol);
    // A cycle that comes through here ends at this name: nothing around it needs one for that.
    const around = this.#open;
    this.#open = new Set();
    const written = this.#asDeclared(symbol, peeled);
    const content = this.#structure(declared.flags & ts.TypeFlags.Any ? type : declared, written);
    this.#open = around;
    const notes = notesOfNamed(this.checker, symbol, declared);
    this.#definitions.close(symbol, withNotes(content, notes));
    return this.#definitions.referenceTo(symbol)!;
  }

  /**
   * What is written where `symbol` is declared. The checker may know a type by its alias where
   * something around that alias is written: `Shape | undefined` of a property that may be missing.
   */
  #asDeclared(symbol: ts.Symbol, peeled: Resolved): Resolved {
    const alias = symbol.declarations?.find(ts.isTypeAliasDeclaration);
    // One definition serves all: `undefined` belongs to it wherever the name is used.
    if (alias === undefined || peeled.alias === symbol) return { ...peeled, optional: false };
    return { ...peel(this, { node: alias.type, env: NO_ENV }), optional: false };
  }

  #anonymous(type: ts.Type, peeled: Resolved): JSONSchema {
    // A list without a name of its own is inside itself only by way of its items.
    const isList = this.checker.isArrayType(type) && type.aliasSymbol === undefined;
    if (!(type.flags & ts.TypeFlags.Object) || isList) return this.#structure(type, peeled);
    const known = this.#definitions.referenceTo(type);
    if (known !== undefined) return known;
    if (this.#open.has(type)) {
      const symbol = type.aliasSymbol ?? type.symbol as ts.Symbol | undefined;
      this.#definitions.open(type, symbol?.name ?? "Recursive");
      return this.#definitions.referenceTo(type)!;
    }
    this.#open.add(type);
    const schema = this.#structure(type, peeled);
    this.#open.delete(type);
    this.#definitions.close(type, schema);
    return this.#definitions.referenceTo(type) ?? schema;
  }

  #structure(type: ts.Type, peeled: Resolved): JSONSchema {
    const guide = peeled.guide;
    if (type.isUnion()) return this.#union(type, peeled);
    const simple = primitiveSchema(this.checker, type);
    if (simple !== undefined) return simple;
    if (type.flags & ts.TypeFlags.ESSymbolLike) {
      this.report({
        code: "schema-symbol",
        message: "Cannot describe a symbol: no data holds one",
      });
      return true;
    }
    if (type.flags & (ts.TypeFlags.Instantiable)) {
      const constraint = this.checker.getBaseConstraintOfType(type);
      return constraint && constraint !== type ? this.schema({ type: constraint }) : true;
    }
    if (this.checker.isTupleType(type) || this.checker.isArrayType(type)) {
      return this.#array(type as ts.TypeReference, guide);
    }
    if (isFunction(type)) {
      if (!isLibrarySymbol(type.symbol, this.isFile)) this.#reportFunction(guide);
      return true;
    }
    return standardObjectSchema(this, type, guide) ?? objectSchema(this, type, guide);
  }

  #array(type: ts.TypeReference, guide: Guide | undefined): JSONSchema {
    const elements = this.checker.getTypeArguments(type);
    if (elements.length === 0) return { type: "array", items: false };
    if (this.checker.isTupleType(type)) {
      const nodes = guide && ts.isTupleTypeNode(guide.node) ? guide.node.elements : undefined;
      const parts = elements.map((element, index) => {
        const node = nodes?.[index];
        return this.schema({
          type: element,
          guide: node && guide && tupleElement(node, guide),
          optional: true,
        });
      });
      return { type: "array", items: unionOf(parts) };
    }
    const node = guide && (ts.isArrayTypeNode(guide.node) ? guide.node.elementType : undefined);
    const item = node && guide ? { node, env: guide.env } : firstArgument(guide);
    return { type: "array", items: this.schema({ type: elements[0]!, guide: item }) };
  }

  #union(type: ts.UnionType, { members, optional }: Resolved): JSONSchema {
    const data = viewsOfMembers(this, type, members).filter((view) =>
      !(optional && view.type.flags & ts.TypeFlags.Undefined) && !this.#isSkippedFunction(view)
    );
    const parts = data.map((view) => this.schema(view));
    // Named lists of literals together are one list of literals.
    const literals = parts.map((part) => this.#definitions.inline(part));
    return unionOf(literals.every(isLiterals) ? literals : parts);
  }

  /** A function among the members of a union is left out of it. */
  #isSkippedFunction(view: View): boolean {
    if (!isFunction(view.type)) return false;
    this.#reportFunction(view.guide);
    return true;
  }

  #reportFunction(guide: Guide | undefined): void {
    this.report({
      code: "schema-function",
      message: "Cannot store a function: data is JSON, pass a Stream or a handler instead",
      ...(guide && { node: guide.node }),
    });
  }

  /** Writes the parts of a default beside the properties, which must stand inline for that. */
  #spread(schema: JSONSchema, value: Json): JSONSchema {
    if (typeof schema === "boolean" || !isRecord(value)) return schema;
    const inline = this.#definitions.inline(schema);
    if (inline !== schema) return this.#spread(inline, value);
    if (schema.properties === undefined) return schema;
    const properties = { ...schema.properties };
    for (const [key, part] of Object.entries(value as Record<string, Json>)) {
      const property = properties[key];
      if (property === undefined || property === false) continue;
      const deep = this.#spread(property, part);
      properties[key] = { default: part, ...(typeof deep === "object" && deep) };
    }
    return { ...schema, properties };
  }
}

/** The name that the author gave, of a default export too. */
function nameOfSymbol(symbol: ts.Symbol): string {
  const declaration = symbol.declarations?.[0];
  const name = declaration && ts.getNameOfDeclaration(declaration);
  return name && ts.isIdentifier(name) ? name.text : symbol.name;
}

/** The generic interface, class or alias that the type instantiates; lists are structure. */
function genericOf(type: ts.Type): ts.Symbol | undefined {
  if (!(type.flags & ts.TypeFlags.Object)) return undefined;
  if (type.aliasTypeArguments !== undefined) return type.aliasSymbol;
  const target = (type as ts.TypeReference).target as ts.GenericType | undefined;
  if ((target?.typeParameters?.length ?? 0) === 0 || isStandardSymbol(type.symbol)) {
    return undefined;
  }
  return type.symbol as ts.Symbol | undefined;
}

function firstArgument(guide: Guide | undefined): Guide | undefined {
  if (guide === undefined) return undefined;
  const { node, env } = guide;
  if (!ts.isTypeReferenceNode(node) && !ts.isImportTypeNode(node)) return undefined;
  const argument = node.typeArguments?.[0];
  return argument && { node: argument, env };
}

function tupleElement(
  element: ts.TypeNode | ts.NamedTupleMember,
  guide: Guide,
): Guide | undefined {
  const node = ts.isNamedTupleMember(element) ? element.type : element;
  if (ts.isRestTypeNode(node)) return undefined;
  return { node: ts.isOptionalTypeNode(node) ? node.type : node, env: guide.env };
}
