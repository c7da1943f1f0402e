/** Schemas for the transformer, made by the schema generator. */

import type ts from "typescript";
import { type SchemaDiagnostic, typeToSchema } from "@cf/schema-generator";
import type { Json } from "@cf/utils";
import type { SchemaSource } from "../lowering/schemas.ts";
import { isApiPath } from "./library.ts";

/**
 * A source of schemas for one program. What the schema of a written type cannot say goes to
 * `report`; inferred types may hold anything, because derived values are not stored.
 */
export function createSchemaSource(
  checker: ts.TypeChecker,
  report: (problem: SchemaDiagnostic, at: ts.Node) => void,
): SchemaSource {
  const make = (type: ts.Type, at: ts.Node, isGiven: boolean, node?: ts.TypeNode): Json => {
    const diagnostics: SchemaDiagnostic[] = [];
    const isLibraryFile = (path: string) => isApiPath(path);
    const schema = typeToSchema(type, { checker, node, diagnostics, isGiven, isLibraryFile });
    if (node !== undefined) {
      for (const problem of diagnostics) report(problem, problem.node ?? at);
    }
    return schema as Json;
  };
  return {
    fromNode: (node, { isGiven = false } = {}) =>
      make(checker.getTypeFromTypeNode(node), node, isGiven, node),
    fromType: (type, at, { isGiven = false } = {}) => make(type, at, isGiven),
  };
}
