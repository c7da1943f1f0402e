import assert from "node:assert/strict";
import { faultsOf, type Transaction } from "./history.ts";

/** Transactions at the same time, of sessions of their own, unless said otherwise. */
function transaction(
  id: string,
  steps: Transaction["steps"],
  reads: Transaction["reads"] = [],
  when: Partial<Pick<Transaction, "sentAt" | "answeredAt" | "session">> = {},
): Transaction {
  return { id, steps, reads, session: id, sentAt: 0, answeredAt: 9, ...when };
}

Deno.test("faultsOf() finds nothing in transactions that happened one after the other", () => {
  const history = [
    transaction("one", [{ read: "a" }, { add: "a", value: 1 }, { read: "a" }], [[], [1]]),
    transaction("two", [{ read: "a" }, { add: "b", value: 2 }], [[1]]),
    transaction("three", [{ read: "b" }, { read: "a" }], [[2], [1]]),
  ];
  assert.deepEqual(faultsOf(history, { a: [1], b: [2] }), []);
});

Deno.test("faultsOf() finds a lost addition, one that is there twice, and one of nobody", () => {
  const history = [
    transaction("one", [{ add: "a", value: 1 }]),
    transaction("two", [{ add: "a", value: 2 }]),
  ];
  assert.deepEqual(faultsOf(history, { a: [2, 2, 3] }), [
    "one added a 1, which is not there",
    "a 2 is there 2 times",
    "a 3 is there, but nobody who committed added it",
  ]);
});

Deno.test("faultsOf() finds a read of what never was, and one that changed in between", () => {
  const history = [
    transaction("one", [{ add: "a", value: 1 }, { add: "a", value: 2 }]),
    transaction("wrong", [{ read: "a" }], [[2]]),
    transaction("torn", [{ read: "a" }, { read: "a" }], [[1], [1, 2]]),
    transaction("forgetful", [{ add: "b", value: 3 }, { read: "b" }], [[]]),
  ];
  const faults = faultsOf(history, { a: [1, 2], b: [3] });
  assert.equal(faults.length, 3);
  assert.match(faults[0]!, /^wrong read a as \[2\], but the list came to be/);
  assert.match(faults[1]!, /^torn read a as \[1,2\], and before as \[1\]/);
  assert.match(faults[2]!, /^forgetful read b as \[\], which does not end with \[3\]/);
});

Deno.test("faultsOf() finds write skew: each of two read what the other was about to add", () => {
  const history = [
    transaction("one", [{ read: "a" }, { add: "b", value: 1 }], [[]]),
    transaction("two", [{ read: "b" }, { add: "a", value: 2 }], [[]]),
  ];
  const [fault] = faultsOf(history, { a: [2], b: [1] });
  assert.match(fault!, /in a circle: .*one .*two |in a circle: .*two .*one /);
});

Deno.test("faultsOf() finds a half seen transaction", () => {
  const history = [
    transaction("both", [{ add: "a", value: 1 }, { add: "b", value: 2 }]),
    transaction("half", [{ read: "a" }, { read: "b" }], [[1], []]),
  ];
  assert.equal(faultsOf(history, { a: [1], b: [2] }).length, 1);
});

Deno.test("faultsOf() finds a read that missed what had been answered before it was sent", () => {
  const write = transaction("write", [{ add: "a", value: 1 }], [], { sentAt: 1, answeredAt: 2 });
  const late = (sentAt: number, session = "late") =>
    transaction("late", [{ read: "a" }], [[]], { sentAt, session });
  assert.equal(faultsOf([write, late(3)], { a: [1] }).length, 1);
  assert.deepEqual(faultsOf([write, late(2)], { a: [1] }), []);
  const waiting = { ...write, answeredAt: Infinity };
  assert.deepEqual(faultsOf([waiting, late(3)], { a: [1] }), []);
  assert.equal(faultsOf([waiting, late(3, "write")], { a: [1] }).length, 1);
});
