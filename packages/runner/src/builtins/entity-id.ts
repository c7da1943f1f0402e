/** `getEntityId(value)`: the id of the entity that a cell, reference or view belongs to. */

import { identityOf } from "../cell/identity.ts";
import { cellOf, viewOf } from "../cell/faces.ts";
import { pieceOf } from "../cell/place.ts";

/** `{ "/": id }`, or `undefined` for what is no entity. */
export function getEntityId(value: unknown): { readonly "/": string } | undefined {
  if (typeof value === "string" && /^(of|piece):/.test(value)) return Object.freeze({ "/": value });
  if (typeof value !== "object" || value === null) return undefined;
  const known = cellOf(value) ?? viewOf(value) ?? pieceOf(value);
  if (known === undefined) return undefined;
  const [place] = identityOf(value).split("\0");
  const id = /(?:^|\/)((?:of|piece):.*)$/.exec(place!)?.[1];
  return id === undefined ? undefined : Object.freeze({ "/": id });
}
