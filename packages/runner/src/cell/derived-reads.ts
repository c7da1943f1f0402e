/**
 * What a handler reads of a derived value. It may rest on rows, which have to be here; and the
 * handler's commit depends on what it rests on, as if the handler had read that itself.
 */

import { currentContext } from "../context.ts";
import { PathSource } from "../document/document.ts";
import type { Transaction } from "../document/transaction.ts";
import { RowsSource } from "../pattern/query-result.ts";
import { readWithSources, type Source } from "../reactive/mod.ts";
import type { LiveNode } from "./target.ts";

/**
 * From how many places of one derived value conflicts are detected. A commit carries each of them,
 * and a sum over thousands of items must not make every commit heavy.
 */
const DERIVED_READS_MAX = 1000;

/** The node's value; in a handler its commit depends on what the value rests on. */
export function readNode(node: LiveNode): unknown {
  const context = currentContext();
  const transaction = context?.mode === "handler" ? context.transaction : undefined;
  if (transaction === undefined || transaction.restsOn.has(node)) return node.get();
  const sources: Source[] = [];
  try {
    return readWithSources(() => node.get(), (source) => sources.push(source));
  } finally {
    dependOn(transaction, sources);
    transaction.restsOn.add(node);
  }
}

function dependOn(transaction: Transaction, sources: readonly Source[]): void {
  let places = 0;
  for (const source of sources) {
    if (source instanceof RowsSource) source.result.readBy(transaction);
    else if (source instanceof PathSource && places++ < DERIVED_READS_MAX) {
      const { document, path, shallow } = source.read;
      transaction.recordRead(document, path, shallow);
    }
  }
}
