/** The declaration in the value of a handle, found quickly when it was seen before. */

import { isRecord, type Json } from "@cf/utils";
import { NoDatabaseError, SourceError } from "../errors.ts";
import { type Declaration, prepareDeclaration } from "../database/declaration.ts";

interface HandleValue {
  readonly tables?: object | null;
  readonly version?: Json;
  readonly migrations?: object;
  readonly source?: Json;
}

const known = new WeakMap<object, { readonly handle: HandleValue; readonly made: Declaration }>();

/**
 * The declaration in a handle's value. Values are immutable and share unchanged parts, so the
 * identity of `tables` tells that the declaration is the one seen before. Throws
 * `DeclarationError`, `NoDatabaseError` where there is none, and `SourceError` for a lent file: that
 * has no declaration but its own.
 */
export function declarationOf(value: Json | undefined): Declaration {
  const handle = value as HandleValue | undefined;
  if (handle?.source !== undefined) {
    throw new SourceError("its file", "it is not lent to this space; «cf piece link» lends it");
  }
  if (handle === undefined || !isRecord(value)) throw new NoDatabaseError();
  const { tables } = handle;
  if (typeof tables !== "object" || tables === null) return prepareDeclaration(value);
  const before = known.get(tables);
  const same = before !== undefined && before.handle.version === handle.version &&
    before.handle.migrations === handle.migrations;
  if (same) return before.made;
  const made = prepareDeclaration(value);
  known.set(tables, { handle, made });
  return made;
}
