/** Object types: properties, index signatures, intersections and classes as data. */

import ts from "typescript";
import { notesOfSymbol } from "./doc-comment.ts";
import type { Generator } from "./generator.ts";
import type { JSONSchema, JSONSchemaObject } from "./json-schema.ts";
import { isLibrarySymbol } from "./library.ts";
import { ANY_MEMBER, type MemberGuide, memberGuides } from "./member-guide.ts";
import { mergeNotes, type Notes, withNotes } from "./notes.ts";
import { presentPart } from "./primitives.ts";
import type { Guide, View } from "./view.ts";

/** The schema of the object type `type`, written at `guide`. */
export function objectSchema(
  generator: Generator,
  type: ts.Type,
  guide: Guide | undefined,
): JSONSchema {
  const { checker } = generator;
  const guides = memberGuides(generator, guide);
  const any = guides.get(ANY_MEMBER);
  const properties: Record<string, JSONSchema> = {};
  const required: string[] = [];
  const symbols = checker.getPropertiesOfType(type);
  for (const symbol of [...symbols].sort((a, b) => a.name < b.name ? -1 : 1)) {
    const member = guides.get(symbol.name) ?? any;
    const schema = propertySchema(generator, symbol, member);
    if (schema === undefined) continue;
    const kept = !generator.isGiven || !isMadeOptional(symbol, type);
    properties[symbol.name] = kept ? schema : withoutDefault(schema);
    if (!(symbol.flags & ts.SymbolFlags.Optional)) required.push(symbol.name);
  }
  const result: JSONSchemaObject = { type: "object" };
  const additional = indexSchema(generator, type, guide, any);
  if (Object.keys(properties).length > 0 || additional === undefined) {
    result.properties = properties;
  }
  if (required.length > 0) result.required = required;
  if (additional !== undefined) result.additionalProperties = additional;
  return result;
}

/** The schema of one property, or `undefined` when data has no such property. */
function propertySchema(
  generator: Generator,
  symbol: ts.Symbol,
  member: MemberGuide | undefined,
): JSONSchema | undefined {
  if (isSymbolKeyed(symbol)) return undefined;
  if (symbol.flags & ts.SymbolFlags.Method) return undefined;
  const view = viewOfProperty(generator, symbol, member);
  const present = presentPart(generator.checker, view.type);
  if (isFunction(present)) {
    const declaration = symbol.valueDeclaration;
    if (!isLibrarySymbol(present.symbol, generator.isFile)) {
      generator.report({
        code: "schema-function",
        message: `Cannot store the function «${symbol.name}»: data is JSON, ` +
          "pass a Stream or a handler instead",
        ...(declaration && { node: declaration }),
      });
    }
    return undefined;
  }
  return withNotes(generator.schema(view), notesOfMember(symbol, member));
}

/** Whether a mapped type such as `Partial` made a property optional, here or further in. */
function isMadeOptional({ flags, declarations = [] }: ts.Symbol, type: ts.Type): boolean {
  if (!(flags & ts.SymbolFlags.Optional)) return false;
  const mapped = type.symbol?.declarations?.find(ts.isMappedTypeNode)?.questionToken;
  if (mapped !== undefined && mapped.kind !== ts.SyntaxKind.MinusToken) return true;
  return declarations.some((declaration) =>
    ts.isPropertySignature(declaration) && declaration.questionToken === undefined
  );
}

function withoutDefault(schema: JSONSchema): JSONSchema {
  if (typeof schema === "boolean") return schema;
  const { default: _default, ...rest } = schema;
  return rest;
}

/** A property's type; the `undefined` that its `?` adds only says that it may be missing. */
function viewOfProperty(
  generator: Generator,
  symbol: ts.Symbol,
  member: MemberGuide | undefined,
): View {
  return {
    type: generator.checker.getTypeOfSymbol(symbol),
    guide: member?.guide ?? guideOfDeclaration(symbol),
    optional: (symbol.flags & ts.SymbolFlags.Optional) !== 0,
  };
}

/** The written type of a property that no guide led to, if it needs no type arguments. */
function guideOfDeclaration(symbol: ts.Symbol): Guide | undefined {
  const declaration = symbol.valueDeclaration;
  if (declaration === undefined) return undefined;
  if (!ts.isPropertySignature(declaration) && !ts.isPropertyDeclaration(declaration)) {
    return undefined;
  }
  return declaration.type && { node: declaration.type, env: new Map() };
}

function notesOfMember(symbol: ts.Symbol, member: MemberGuide | undefined): Notes {
  const notes: Notes = {};
  for (const source of member?.symbols ?? []) mergeNotes(notes, notesOfSymbol(source));
  mergeNotes(notes, notesOfSymbol(symbol));
  return notes;
}

function indexSchema(
  generator: Generator,
  type: ts.Type,
  guide: Guide | undefined,
  any: MemberGuide | undefined,
): JSONSchema | undefined {
  const infos = generator.checker.getIndexInfosOfType(type);
  const info = infos.find((each) => each.keyType.flags & ts.TypeFlags.String) ?? infos[0];
  if (info === undefined) return undefined;
  const node = info.declaration?.type;
  const written = any?.guide ?? (node && { node, env: guide?.env ?? new Map() });
  return generator.schema({ type: info.type, guide: written });
}

/** Unique-symbol keys (`SELF`, brands) and `#private` fields hold no data. */
function isSymbolKeyed(symbol: ts.Symbol): boolean {
  return /^__[@#]/.test(symbol.escapedName as string);
}

/** Whether values of `type` are called or constructed, not stored. */
export function isFunction(type: ts.Type): boolean {
  return type.getCallSignatures().length > 0 || type.getConstructSignatures().length > 0;
}
