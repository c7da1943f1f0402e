/** What an element of a default list is called, before and after it is stored. */

import { addressKey, type DocAddress } from "@cf/protocol";
import { shortHash } from "@cf/utils";

/**
 * The id of the entity that the element at `path` of a document's default becomes. An element
 * within an element is named by its way from there: it keeps its name when the outer one is an
 * entity of its own and it is still a default.
 */
export function defaultElementId(address: string, path: readonly string[]): string {
  let around = address;
  let start = 0;
  for (let end = 1; end <= path.length; end++) {
    if (end < path.length && !/^\d+$/.test(path[end - 1]!)) continue;
    around = `of:${shortHash(`${around}/default/${path.slice(start, end).join("/")}`)}`;
    start = end;
  }
  return around;
}

/**
 * What a document's default elements are named after. The documents of a user or a session are
 * called alike for all of them, but the elements of each are entities of their own.
 */
export function ownAddress(
  address: DocAddress,
  { principal, session }: { readonly principal: string; readonly session: string },
): string {
  const key = addressKey(address);
  if (address.scope === "space") return key;
  return address.scope === "user" ? `${principal}/${key}` : `${principal}/${session}/${key}`;
}
