/**
 * Addresses: which document of a space, in which scope, and which path inside it.
 *
 * A client names only the *kind* of a scope. The server resolves it with the session's own
 * principal and session id to a *scope key*, so that nobody can name another's instance.
 */

/** A space's name: a `did:key` of an Ed25519 public key. */
export type SpaceId = string;

/** The identity of a document within its space, e.g. `of:` and 26 base32 characters. */
export type EntityId = string;

/** Who shares a document: everybody in the space, one principal, or one session. */
export type Scope = "space" | "user" | "session";

/** The physical scope instance, resolved by the server. */
export type ScopeKey = "space" | `user:${string}` | `session:${string}`;

/** A path into a JSON document; array positions are decimal strings. */
export type Path = readonly string[];

/** A document as a client names it. */
export interface DocAddress {
  readonly id: EntityId;
  readonly scope: Scope;
}

/** A map key for a document address. */
export function addressKey(address: DocAddress): string {
  return address.scope === "space" ? address.id : `${address.scope}/${address.id}`;
}

/** The inverse of {@linkcode addressKey}. */
export function parseAddressKey(key: string): DocAddress {
  if (key.startsWith("user/")) return { id: key.slice(5), scope: "user" };
  if (key.startsWith("session/")) return { id: key.slice(8), scope: "session" };
  return { id: key, scope: "space" };
}

/** Whether one path is a prefix of the other, which is when a read and a write overlap. */
export function pathsOverlap(a: Path, b: Path): boolean {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) if (a[i] !== b[i]) return false;
  return true;
}
