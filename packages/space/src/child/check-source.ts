/** The task that looks at a file before it is lent: whether SQLite can read it, and write to it. */

import { DatabaseSync } from "node:sqlite";
import { CfError } from "@cf/utils";
import { harden } from "../database/harden.ts";
import { SourceError } from "../errors.ts";
import { foreignDeclaration, keylessTables } from "../sources/foreign-schema.ts";

/** Throws `SourceError`. */
export function checkSource(
  { path, writable }: { readonly path: string; readonly writable: boolean },
): Record<never, never> {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { readOnly: true });
    harden(database);
    foreignDeclaration(database, { alias: "main", forWriting: writable });
    if (writable) requireKeys(database, path);
    return {};
  } catch (cause) {
    if (cause instanceof CfError) throw cause;
    throw new SourceError(path, (cause as Error).message, cause);
  } finally {
    database?.close();
  }
}

function requireKeys(database: DatabaseSync, path: string): void {
  const keyless = keylessTables(database, "main");
  if (keyless.length === 0) return;
  throw new SourceError(
    path,
    `these tables have no primary key, so they cannot be written: ${keyless.join(", ")}; ` +
      "lend it for reading, or give them one",
  );
}
