/** Schemas for the transformer, made by the schema generator. */

import type ts from "typescript";
import { type SchemaDiagnostic, typeToSchema } from "@cf/schema-generator";
import type { Json } from "@cf/utils";
import type { SchemaSource, SchemaUse } from "../lowering/schemas.ts";
import { isApiPath } from "./library.ts";

/**
 * A source of schemas for one program. What the schema of a type cannot say goes to `report` if it
 * was written or its values are stored; other inferred types may hold anything, because derived
 * values are not stored.
 */
export function createSchemaSource(
  checker: ts.TypeChecker,
  report: (problem: SchemaDiagnostic, at: ts.Node) => void,
): SchemaSource {
  const make = (
    type: ts.Type,
    at: ts.Node,
    { isGiven = false, isStored = false }: SchemaUse,
    node?: ts.TypeNode,
  ): Json => {
    const diagnostics: SchemaDiagnostic[] = [];
    const isLibraryFile = (path: string) => isApiPath(path);
    const schema = typeToSchema(type, { checker, node, diagnostics, isGiven, isLibraryFile });
    if (node !== undefined || isStored) {
      for (const problem of diagnostics) report(problem, problem.node ?? at);
    }
    return schema as Json;
  };
  return {
    fromNode: (node, use = {}) => make(checker.getTypeFromTypeNode(node), node, use, node),
    fromType: (type, at, use = {}) => make(type, at, use),
  };
}
