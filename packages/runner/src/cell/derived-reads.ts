/**
 * What a handler reads of a derived value. The value may rest on rows: they have to be here, and
 * the handler's commit depends on them as if it had read the query itself.
 */

import { currentContext } from "../context.ts";
import { RowsSource } from "../pattern/query-result.ts";
import { readWithSources } from "../reactive/mod.ts";
import type { LiveNode } from "./target.ts";

/** The node's value; in a handler it waits for the rows that the value rests on. */
export function readNode(node: LiveNode): unknown {
  const context = currentContext();
  const transaction = context?.mode === "handler" ? context.transaction : undefined;
  if (transaction === undefined || transaction.restsOn.has(node)) return node.get();
  const rows: RowsSource[] = [];
  try {
    return readWithSources(() => node.get(), (source) => {
      if (source instanceof RowsSource) rows.push(source);
    });
  } finally {
    for (const { result } of rows) result.readBy(transaction);
    transaction.restsOn.add(node);
  }
}
