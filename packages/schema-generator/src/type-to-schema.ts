/** The public entry: one type to one schema. */

import type { Type, TypeChecker, TypeNode } from "typescript";
import type { SchemaDiagnostic } from "./diagnostic.ts";
import { Generator } from "./generator.ts";
import type { JSONSchema } from "./json-schema.ts";
import { isApiFile, type IsLibraryFile } from "./library.ts";
import { NO_ENV } from "./view.ts";

/** What {@linkcode typeToSchema} needs besides the type. */
export interface TypeToSchemaOptions {
  /** The checker that made the type. */
  readonly checker: TypeChecker;
  /**
   * The type as the author wrote it (a type argument, a parameter's annotation). Pass it whenever
   * there is one: `Default`, scopes and labels are transparent to the checker and are read here.
   */
  readonly node?: TypeNode | undefined;
  /** Receives what the schema cannot express, in the order it is found. */
  readonly diagnostics?: SchemaDiagnostic[];
  /**
   * Whether the type is of a value that somebody hands over, such as an event, as opposed to one
   * that is kept. What such a value leaves out is its default, but for a property that only a
   * mapped type made optional: in `Partial<Line>` it is what must not be touched.
   */
  readonly isGiven?: boolean;
  /** Which files declare `commonfabric`; by default those of `packages/api`. */
  readonly isLibraryFile?: IsLibraryFile;
}

/**
 * The JSON Schema of `type`. Equal programs give equal schemas, in whatever order their types
 * were checked. Never throws for what an author wrote: what has no schema becomes `true` or is
 * left out, and a diagnostic says so.
 */
export function typeToSchema(type: Type, options: TypeToSchemaOptions): JSONSchema {
  const generator = new Generator({
    checker: options.checker,
    isFile: options.isLibraryFile ?? isApiFile,
    diagnostics: options.diagnostics ?? [],
    root: options.node,
    isGiven: options.isGiven ?? false,
  });
  return generator.root({
    type,
    ...(options.node && { guide: { node: options.node, env: NO_ENV } }),
  });
}
