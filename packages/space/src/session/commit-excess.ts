/** Whether a commit is beyond what its connection may send. */

import type { Commit } from "@cf/protocol";
import { LimitError } from "../errors.ts";
import type { ConnectionLimits, LocalConnection } from "./local-connection.ts";

/** The limit that a commit is beyond, if any. */
export function excessOf(
  limits: ConnectionLimits,
  { unanswered }: LocalConnection,
  { operations, reads, sqlite }: Commit,
): LimitError | undefined {
  const found: Record<keyof Omit<ConnectionLimits, "watchedMax">, number> = {
    operationsMax: operations.length,
    readsMax: reads.length,
    statementsMax: sqlite?.statements.length ?? 0,
    unansweredMax: unanswered,
  };
  for (const [name, count] of Object.entries(found)) {
    const max = limits[name as keyof typeof found];
    if (count > max) return new LimitError("commit", { name, max, found: count });
  }
  return undefined;
}
