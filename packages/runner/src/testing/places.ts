/** Places in documents of a space in memory, for tests of what is below patterns. */

import { openFabric } from "@cf/fabric";
import { DocTarget } from "../cell/target.ts";
import { type SchemaObject, shapeOf } from "../cell/schema.ts";
import { CellState } from "../cell/state.ts";
import { runIn } from "../context.ts";
import { Transaction } from "../document/transaction.ts";
import type { Runtime } from "../runtime.ts";

/** Runs `body` with a runtime over a fresh space. */
export async function withRuntime(
  body: (runtime: Runtime) => void | Promise<void>,
): Promise<void> {
  const fabric = await openFabric({ store: ":memory:" });
  try {
    await body(fabric.runtime);
  } finally {
    await fabric.close();
  }
}

/** How a place is seen. */
export interface Seen {
  readonly path?: readonly string[];
  readonly schema?: SchemaObject;
}

/** A place in the document `id`, which is new unless a test has written it. */
export function place(runtime: Runtime, id: string, { path = [], schema }: Seen = {}): CellState {
  runtime.markNew(runtime.homeSpace, id);
  const target = new DocTarget(runtime.homeSpace, id, "space");
  return new CellState(runtime, target, path, shapeOf(schema), undefined);
}

/** Runs `body` as a computation. */
export function computing<T>(runtime: Runtime, body: () => T): T {
  return runIn({ mode: "compute", runtime }, body);
}

/** Runs `body` as a handler; gives what it returns and its transaction, which is not committed. */
export function handling<T>(
  runtime: Runtime,
  body: () => T,
): { readonly result: T; readonly transaction: Transaction } {
  const transaction = new Transaction(`test/${crypto.randomUUID()}`);
  const result = runIn({ mode: "handler", runtime, transaction }, body);
  return { result, transaction };
}
