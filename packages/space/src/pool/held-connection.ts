/**
 * Reading many values while this thread holds the connection.
 *
 * node:sqlite opens a read-only connection in SQLite's serialized mode: each step, and each look at
 * a value's type, number, text or length, takes the connection's mutex and leaves it, which is a
 * third of the time of a large read. Within a function that SQLite calls the thread has the mutex
 * already, and to take it again is to count. So a large read runs inside a function that a
 * statement of ours calls.
 */

import type { DatabaseSync } from "node:sqlite";
import { assert } from "@cf/utils";

/** No pattern can call it: it is not among the functions that the guard allows. */
const HOLD = "_cf_hold";

/** What `work` came to. */
type Outcome<T> = { readonly value: T } | { readonly error: unknown };

/**
 * Returns a function that runs `work` with `connection` held, and gives or throws what `work` does.
 * `work` may run statements of `connection`, but end no transaction.
 */
export function holderOf(connection: DatabaseSync): <T>(work: () => T) => T {
  let held: (() => void) | undefined;
  connection.function(HOLD, { directOnly: true }, () => {
    held?.();
    return null;
  });
  const statement = connection.prepare(`select ${HOLD}()`);
  return <T>(work: () => T): T => {
    const outcomes: Outcome<T>[] = [];
    held = () => outcomes.push(outcomeOf(work));
    try {
      statement.get();
    } finally {
      held = undefined;
    }
    const [outcome] = outcomes;
    assert(outcome !== undefined, "SQLite calls the function once for its one row");
    if ("error" in outcome) throw outcome.error;
    return outcome.value;
  };
}

/** Nothing may be thrown through SQLite. */
function outcomeOf<T>(work: () => T): Outcome<T> {
  try {
    return { value: work() };
  } catch (error) {
    return { error };
  }
}
