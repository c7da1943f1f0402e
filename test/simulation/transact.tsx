/**
 * Lists of numbers in cells and in rows, and a handler that reads and adds to several of them in
 * one transaction. What each transaction saw is kept by that same transaction.
 */

import {
  action,
  type Default,
  pattern,
  sqliteDatabase,
  type Stream,
  table,
  type Writable,
} from "commonfabric";

/** `set` reads the list and writes it whole, `push` commits the intent, rows take no manner. */
type Step = { read: string } | { add: string; value: number; by: "set" | "push" };

interface Order {
  id: string;
  steps: Step[];
}

interface Outcome {
  id: string;
  reads: number[][];
}

interface Input {
  lists: Writable<Record<string, number[]> | Default<Record<string, never>>>;
  outcomes: Writable<Outcome[] | Default<[]>>;
}

interface Output {
  lists: Record<string, number[]>;
  outcomes: Outcome[];
  rows: number[];
  transact: Stream<Order>;
}

export default pattern<Input, Output>(({ lists, outcomes }) => {
  const db = sqliteDatabase({ tables: { entries: table({ value: "integer not null unique" }) } });
  const entries = db.query<{ value: number }>("select value from entries order by _cf_id", {
    reactOn: db,
  });

  const transact = action(({ id, steps }: Order) => {
    const added: number[] = [];
    const read = (name: string): number[] => {
      if (name !== "rows") return [...(lists.key(name).get() ?? [])];
      return [...(entries.result ?? []).map(({ value }) => value)];
    };
    // A statement hides what a query of its database knew, so what is read is read before.
    const rowsBefore = steps.some((step) => "read" in step && step.read === "rows")
      ? read("rows")
      : [];
    const reads: number[][] = [];
    for (const step of steps) {
      if ("read" in step) {
        reads.push(step.read === "rows" ? [...rowsBefore, ...added] : read(step.read));
      } else if (step.add === "rows") {
        db.exec("insert into entries (value) values (?)", [step.value]);
        added.push(step.value);
      } else if (step.by === "push") {
        lists.key(step.add).push(step.value);
      } else {
        lists.key(step.add).set([...read(step.add), step.value]);
      }
    }
    outcomes.push({ id, reads });
  });

  return { lists, outcomes, rows: entries.result?.map(({ value }) => value) ?? [], transact };
});
