/**
 * Following links: the documents that a client will want next.
 *
 * Breadth first from given documents, through links into the same space, up to a budget. Opening a
 * piece so costs one round trip and not one per level.
 */

import { linksIn } from "@cf/protocol";
import type { Json } from "@cf/utils";
import { resolveAddress, type ScopeOwner } from "../commit/scope.ts";
import type { DocumentName } from "../documents/history.ts";

/** What {@linkcode reach} needs to know. */
export interface ReachOptions {
  readonly space: string;
  readonly owner: ScopeOwner;
  readonly value: (name: DocumentName) => Json | undefined;
  /** Documents that need not be visited again. */
  readonly known: (key: string) => boolean;
  /** How many documents to find at most. */
  readonly max: number;
}

/** Documents not known yet that `values` lead to, nearest first. */
export function reach(
  values: readonly (Json | undefined)[],
  options: ReachOptions,
): DocumentName[] {
  const found = new Map<string, DocumentName>();
  const queue = [...values];
  for (let i = 0; i < queue.length && found.size < options.max; i++) {
    for (const link of linksIn(queue[i])) {
      if (found.size >= options.max) break;
      if (link.space !== undefined && link.space !== options.space) continue;
      const name = resolveAddress(link, options.owner);
      if (found.has(name.key) || options.known(name.key)) continue;
      found.set(name.key, name);
      queue.push(options.value(name));
    }
  }
  return [...found.values()];
}
