/**
 * What a query reads a database as, when the code that asks declares it otherwise than its handle.
 *
 * A handle gets a changed declaration with the first write of the changed code. Until then a
 * declaration that only adds to the handle's is read as it is: what the file lacks reads as empty
 * tables and default columns. Code that is older than the handle reads what the handle says. Rules
 * are the handle's, so that nobody reads more by asking with others.
 */

import { canonicalJson } from "@cf/utils";
import { type Declaration, declaredModel } from "../database/declaration.ts";
import { UnsupportedMigrationError } from "../database/errors.ts";
import { diffSchema } from "../database/schema-diff.ts";

/**
 * The declaration to read by: `asked` where it adds to `stored`, else `stored`. Throws
 * `UnsupportedMigrationError` when neither can become the other.
 */
export function readDeclaration(asked: Declaration, stored: Declaration): Declaration {
  if (asked.fingerprint === stored.fingerprint || asked.version !== stored.version) return stored;
  const [wanted, present] = [declaredModel(asked), declaredModel(stored)];
  const { differences } = diffSchema(wanted, present);
  if (differences.length === 0) return sameRules(asked, stored) ? asked : stored;
  if (diffSchema(present, wanted).differences.length === 0) return stored;
  throw new UnsupportedMigrationError(differences, asked.version + 1);
}

function sameRules(asked: Declaration, stored: Declaration): boolean {
  return Object.entries(stored.source.tables).every(([name, { rule }]) =>
    canonicalJson(asked.source.tables[name]?.rule ?? null) === canonicalJson(rule ?? null)
  );
}
