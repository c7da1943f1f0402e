/** Resolving what a client names to what is stored: a scope kind becomes a scope instance. */

import type { DocAddress, Operation, Scope, ScopeKey } from "@cf/protocol";
import { documentKey, type ResolvedOperation } from "../log/record.ts";
import type { DocumentName } from "../documents/history.ts";

/** Whose scope instances a session uses. */
export interface ScopeOwner {
  readonly name: string;
  readonly principal: string;
}

/**
 * The scope instance of `scope` for a session. A session's own scope is bound to its principal
 * too, so that nobody reaches another's by choosing the same session name.
 */
function resolveScope(scope: Scope | undefined, owner: ScopeOwner): ScopeKey {
  switch (scope) {
    case undefined:
    case "space":
      return "space";
    case "user":
      return `user:${owner.principal}`;
    case "session":
      return `session:${owner.principal}/${owner.name}`;
  }
}

/** The document instance that an address names for a session. */
export function resolveAddress(
  address: { readonly id: string; readonly scope?: Scope },
  owner: ScopeOwner,
): DocumentName {
  const scope = resolveScope(address.scope, owner);
  return { key: documentKey(address.id, scope), id: address.id, scope };
}

/** An operation with its document instance. */
export function resolveOperation(operation: Operation, owner: ScopeOwner): ResolvedOperation {
  return { ...resolveAddress(operation, owner), operation };
}

/** The address by which a session that sees a scope instance names a document in it. */
export function addressOf(name: DocumentName): DocAddress {
  const kind = name.scope.split(":", 1)[0] as Scope;
  return { id: name.id, scope: kind };
}
