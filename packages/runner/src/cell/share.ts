/**
 * What is written keeps what is equal in what was there, so that whoever compares by identity sees
 * what changed: a list finds the elements that stayed or moved without looking into them.
 */

import { fromSigil } from "@cf/protocol";
import type { Json } from "@cf/utils";

/** `next`, with the parts that equal `before` taken from it, so that their identity is kept. */
export function share(before: Json, next: Json): Json {
  if (before === next) return before;
  if (typeof before !== "object" || typeof next !== "object" || before === null || next === null) {
    return next;
  }
  if (Array.isArray(before) !== Array.isArray(next)) return next;
  const old = before as Record<string, Json>;
  const fresh = next as Record<string, Json>;
  const keys = Object.keys(next);
  let same = keys.length === Object.keys(old).length;
  const result = (Array.isArray(next) ? [] : {}) as Record<string, Json>;
  const moved = Array.isArray(before) ? new MovedLinks(before) : undefined;
  for (const key of keys) {
    const value = fresh[key]!;
    let shared = Object.hasOwn(old, key) ? share(old[key]!, value) : value;
    if (shared !== old[key]) shared = moved?.find(value) ?? shared;
    if (shared !== old[key]) same = false;
    result[key] = shared;
  }
  return same ? before : (result as Json);
}

/** The links of a list by where they lead: who knows one by its identity knows it again elsewhere. */
class MovedLinks {
  readonly #list: readonly Json[];
  #byText: Map<string | undefined, Json> | undefined;

  constructor(list: readonly Json[]) {
    this.#list = list;
  }

  /** The list's own link that is equal to `link`; `undefined` for what is none. */
  find(link: Json): Json | undefined {
    const text = textOfLink(link);
    if (text === undefined) return undefined;
    this.#byText ??= new Map(this.#list.map((own) => [textOfLink(own), own]));
    return this.#byText.get(text);
  }
}

/** Equal for equal links; most name a whole document of their own space, and nothing but its id. */
function textOfLink(value: Json): string | undefined {
  const link = fromSigil(value);
  if (link === undefined) return undefined;
  for (const name in link) if (name !== "id") return JSON.stringify(link);
  return link.id;
}
