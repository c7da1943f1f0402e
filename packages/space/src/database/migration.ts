/** Versioned migration steps: an author's SQL, run in order and restricted to the one file. */

import type { DatabaseSync } from "node:sqlite";
import type { Declaration } from "./declaration.ts";
import { MigrationFailedError } from "./errors.ts";

/** Runs the steps above `fileVersion`. Returns DDL that reproduces the outcome. */
export function runMigrations(
  _file: { readonly connection: DatabaseSync; readonly alias: string },
  declaration: Declaration,
  _fileVersion: number,
): string[] {
  throw new MigrationFailedError(declaration.version, "migration steps are not run yet");
}
