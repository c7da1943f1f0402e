/** What a value rests on: the sources at the bottom of the computations that a reading touches. */

import { Computed } from "./computed.ts";
import { Observer, type Source } from "./nodes.ts";

/**
 * Runs `read` and calls `visit` with each source that its value, or the error that it throws,
 * depends on: directly or through computations, cached ones too. The running observer is not told.
 */
export function readWithSources<T>(read: () => T, visit: (source: Source) => void): T {
  const reading = new Computed(read);
  try {
    return reading.peek();
  } finally {
    visitSources(reading, visit);
  }
}

function visitSources(reading: Observer, visit: (source: Source) => void): void {
  const seen = new Set<Source>();
  const waiting: Observer[] = [reading];
  for (let observer = waiting.pop(); observer !== undefined; observer = waiting.pop()) {
    for (let link = observer.firstIn; link !== undefined; link = link.nextIn) {
      const { source } = link;
      if (seen.has(source)) continue;
      seen.add(source);
      if (source instanceof Observer) waiting.push(source);
      else visit(source);
    }
  }
}
