/**
 * Links: how a cell is stored inside data.
 *
 * ```json
 * {"/": {"link@1": {"id": "of:…", "path": ["title"], "space": "did:key:…", "scope": "user"}}}
 * ```
 *
 * `id` is required. `path` is left out when empty, `space` when the target lives in the space of
 * the document that holds the link, `scope` when it is `"space"`. Links stored in database columns
 * are absolute: they always carry `space`. `"through": true` stands in the link of an input that
 * was given another cell: whoever sets the input sets that cell. Any other link is a value, which
 * setting its place replaces.
 */

import type { EntityId, Path, Scope, SpaceId } from "./address.ts";
import { isRecord, type Json } from "@cf/utils";

/** The target of a link. */
export interface Link {
  readonly id: EntityId;
  readonly path?: Path;
  readonly space?: SpaceId;
  readonly scope?: Scope;
  /** Whether who sets the place of the link means the target. */
  readonly through?: true;
}

/** The stored form of a link. */
export interface SigilLink {
  readonly "/": { readonly "link@1": Link };
}

/** The sigil of `link`, with default parts left out. */
export function toSigil(link: Link): SigilLink {
  const body: { -readonly [Part in keyof Link]: Link[Part] } = { id: link.id };
  if (link.path !== undefined && link.path.length > 0) body.path = link.path;
  if (link.space !== undefined) body.space = link.space;
  if (link.scope !== undefined && link.scope !== "space") body.scope = link.scope;
  if (link.through) body.through = true;
  return { "/": { "link@1": body } };
}

/** The link that `value` is the sigil of, or `undefined` if it is not exactly one. */
export function fromSigil(value: unknown): Link | undefined {
  if (!isRecord(value) || !("/" in value)) return undefined;
  const inner = value["/"];
  if (!isRecord(inner) || Object.keys(value).length !== 1) return undefined;
  const link = inner["link@1"];
  if (!isRecord(link) || typeof link.id !== "string") return undefined;
  if (link.path !== undefined && !isPath(link.path)) return undefined;
  if (link.space !== undefined && typeof link.space !== "string") return undefined;
  if (link.scope !== undefined && !isScope(link.scope)) return undefined;
  if (link.through !== undefined && link.through !== true) return undefined;
  return link as unknown as Link;
}

/** Every link inside a JSON value, in document order. */
export function* linksIn(value: Json | undefined): Generator<Link> {
  if (typeof value !== "object" || value === null) return;
  const link = fromSigil(value);
  if (link !== undefined) {
    yield link;
    return;
  }
  for (const child of Object.values(value)) yield* linksIn(child as Json);
}

function isPath(value: unknown): value is Path {
  return Array.isArray(value) && value.every((part) => typeof part === "string");
}

function isScope(value: unknown): value is Scope {
  return value === "space" || value === "user" || value === "session";
}
