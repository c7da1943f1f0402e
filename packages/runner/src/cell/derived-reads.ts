/**
 * What a handler reads of a derived value. It may rest on rows, which have to be here; and the
 * handler's commit depends on what it rests on, as if the handler had read that itself.
 */

import { currentContext } from "../context.ts";
import type { Path } from "@cf/protocol";
import { type Document, PathSource } from "../document/document.ts";
import type { Transaction } from "../document/transaction.ts";
import { RowsSource } from "../pattern/query-result.ts";
import { readWithSources, type Source } from "../reactive/mod.ts";
import type { LiveNode } from "./target.ts";

/**
 * How many places of one derived value a commit carries one by one. Of a value that rests on more,
 * each document is read as a whole from where its places part: a commit may meet a conflict that
 * is none and run its handler again, but it misses none.
 */
const PLACES_MAX = 1000;

/** The node's value; in a handler its commit depends on what the value rests on. */
export function readNode(node: LiveNode): unknown {
  const context = currentContext();
  const transaction = context?.mode === "handler" ? context.transaction : undefined;
  if (context?.mode === "host" && context.runtime.queue.handling) return withRows(node);
  if (transaction === undefined || transaction.restsOn.has(node)) return node.get();
  const sources: Source[] = [];
  try {
    return readWithSources(() => node.get(), (source) => sources.push(source));
  } finally {
    dependOn(transaction, sources);
    transaction.restsOn.add(node);
  }
}

/** For a host that waits for rows: a value that was computed before they went is not taken. */
function withRows(node: LiveNode): unknown {
  const sources: Source[] = [];
  const value = readWithSources(() => node.get(), (source) => sources.push(source));
  for (const source of sources) if (source instanceof RowsSource) source.result.require();
  return value;
}

function dependOn(transaction: Transaction, sources: readonly Source[]): void {
  const places: Place[] = [];
  for (const source of sources) {
    if (source instanceof RowsSource) source.result.readBy(transaction);
    else if (source instanceof PathSource) places.push(source.read);
  }
  const read = places.length > PLACES_MAX ? onePerDocument(places) : places;
  for (const { document, path, shallow } of read) transaction.recordRead(document, path, shallow);
}

type Place = PathSource["read"];

function onePerDocument(places: readonly Place[]): Iterable<Place> {
  const whole = new Map<Document, Place>();
  for (const place of places) {
    const { document, path } = place;
    const before = whole.get(document);
    whole.set(
      document,
      before === undefined
        ? place
        : { document, path: commonStart(before.path, path), shallow: false },
    );
  }
  return whole.values();
}

function commonStart(a: Path, b: Path): Path {
  const end = a.findIndex((key, i) => key !== b[i]);
  return end < 0 ? a : a.slice(0, end);
}
