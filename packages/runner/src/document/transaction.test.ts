/** What a transaction records: operations, merged where that changes nothing, and reads. */

import assert from "node:assert/strict";
import { applyOperation, type SqlStatement } from "@cf/protocol";
import type { Json } from "@cf/utils";
import { handling, place, withRuntime } from "../testing/places.ts";
import { read, sample } from "../cell/read.ts";
import type { DocTarget } from "../cell/target.ts";
import { increment, setAt } from "../cell/write.ts";
import { push, remove } from "../cell/write-list.ts";
import type { Replica } from "./replica.ts";
import { Transaction } from "./transaction.ts";

Deno.test("Transaction: appends to one list are one operation", async () => {
  await withRuntime((runtime) => {
    const list = place(runtime, "of:list");
    setAt(list, { a: ["start"], b: [] });
    const { transaction } = handling(runtime, () => {
      for (let n = 0; n < 3; n++) push(list.child("a"), [{ n }, n]);
      push(list.child("b"), ["x"]);
      push(list.child("a"), ["end"]);
    });
    const own = transaction.operations.filter(({ id }) => id === "of:list");
    assert.deepEqual(own.map((operation) => operation.op), ["append", "append", "append"]);
    assert.equal(transaction.operations.length, 3 + 3, "and one for each entity");
    const before: Json = { a: ["start"], b: [] };
    const after = own.reduce<Json | undefined>(applyOperation, before) as { a: Json[]; b: Json[] };
    assert.equal(after.a.length, 1 + 6 + 1);
    assert.deepEqual([after.a[0], after.a[6], after.a[7], after.b], ["start", 2, "end", ["x"]]);
  });
});

Deno.test("Transaction: what stands between two appends to a list keeps its place", async () => {
  await withRuntime((runtime) => {
    const list = place(runtime, "of:list");
    setAt(list, []);
    const { transaction, result } = handling(runtime, () => {
      push(list, ["a"]);
      remove(list, "a", false);
      push(list, ["a"]);
      push(list, ["b"]);
      return JSON.stringify(read(list));
    });
    assert.equal(result, '["a","b"]');
    const kinds = transaction.operations.map(({ op }) => op);
    assert.deepEqual(kinds, ["append", "remove-by-value", "append"]);
    assert.deepEqual(transaction.operations.reduce<Json | undefined>(applyOperation, []), [
      "a",
      "b",
    ]);
  });
});

Deno.test("Transaction: patches that follow each other are one, others keep their order", async () => {
  await withRuntime((runtime) => {
    const [a, b] = [place(runtime, "of:a"), place(runtime, "of:b")];
    setAt(a, {});
    setAt(b, {});
    const { transaction } = handling(runtime, () => {
      setAt(a.child("x"), 1);
      setAt(a.child("y"), 2);
      setAt(b.child("x"), 3);
      setAt(a.child("x"), 4);
    });
    const written = transaction.operations.map((operation) =>
      operation.op === "patch" ? `${operation.id} ${operation.patches.length}` : operation.op
    );
    assert.deepEqual(written, ["of:a 2", "of:b 1", "of:a 1"]);
    assert.deepEqual(transaction.documents.get(runtime.load(a.target as DocTarget))?.length, 2);
  });
});

Deno.test("Transaction: sampling and what the host does enter no read set", async () => {
  await withRuntime((runtime) => {
    const list = place(runtime, "of:a");
    setAt(list, { x: 1, y: 2 });
    const { transaction } = handling(runtime, () => {
      sample(list.child("x"));
      read(list.child("y"));
    });
    assert.deepEqual(transaction.reads().map(({ path }) => path), [["y"]]);
    const ofHost = new Transaction("host", false);
    ofHost.recordRead(runtime.load(list.target as DocTarget), ["x"], true);
    assert.deepEqual(ofHost.reads(), []);
  });
});

Deno.test("Transaction: a read of what an own commit left names that commit while it is open", async () => {
  await withRuntime(async (runtime) => {
    const state = place(runtime, "of:a");
    setAt(state, { x: 1 });
    await runtime.idle();
    const settled = handling(runtime, () => read(state.child("x"))).transaction.reads()[0]!;
    assert.equal(settled.pending, undefined);
    assert.ok(settled.seq > 0);
    const document = runtime.load(state.target as DocTarget);
    const operation = { op: "set" as const, id: "of:a", value: { x: 2 } };
    document.addPending({ local: 77, operations: [operation], hidden: false }, { x: 2 });
    const { result, transaction } = handling(runtime, () => read(state.child("x")));
    assert.equal(result, 2);
    const { pending, seq } = transaction.reads()[0]!;
    assert.deepEqual([pending, seq], [77, settled.seq]);
  });
});

Deno.test("Transaction: one database and one space each", async () => {
  await withRuntime((runtime) => {
    const transaction = new Transaction("test");
    const home = runtime.replica(runtime.homeSpace);
    const statement = { sql: "DELETE FROM t", params: [] } as unknown as SqlStatement;
    const first = { id: "of:db", scope: "space" as const };
    transaction.execute(home, first, "first", statement);
    transaction.execute(home, first, "first", statement);
    assert.equal(transaction.database?.statements.length, 2);
    assert.equal(transaction.isEmpty, false);
    for (const other of [{ ...first, id: "of:other" }, { ...first, scope: "user" as const }]) {
      assert.throws(
        () => transaction.execute(home, other, "second", statement),
        /Cannot write database 'second': this handler already writes 'first'/,
      );
    }
    const elsewhere = { space: "did:key:other" } as Replica;
    assert.throws(
      () => transaction.execute(elsewhere, first, "first", statement),
      /Cannot write to space did:key:other: this handler already writes to/,
    );
  });
});

Deno.test("Transaction: an append that took in others leaves the list of the first alone", async () => {
  await withRuntime((runtime) => {
    const list = place(runtime, "of:list");
    setAt(list, []);
    const { result } = handling(runtime, () => {
      push(list, ["a"]);
      const first = read(list) as string[];
      push(list, ["b"]);
      return [first.length, (read(list) as string[]).length];
    });
    assert.deepEqual(result, [1, 2]);
  });
});

Deno.test("Transaction: sets, increments and appends of one document apply in their order", async () => {
  await withRuntime((runtime) => {
    const place_ = place(runtime, "of:mixed");
    setAt(place_, { n: 1, list: ["a"] });
    const { transaction, result } = handling(runtime, () => {
      increment(place_.child("n"), 2);
      setAt(place_.child("n"), 10);
      increment(place_.child("n"), 5);
      push(place_.child("list"), ["b"]);
      setAt(place_.child("list"), ["c"]);
      push(place_.child("list"), ["d"]);
      return JSON.parse(JSON.stringify(read(place_)));
    });
    const wanted = { n: 15, list: ["c", "d"] };
    assert.deepEqual(result, wanted);
    const before: Json = { n: 1, list: ["a"] };
    assert.deepEqual(
      transaction.operations.reduce<Json | undefined>(applyOperation, before),
      wanted,
    );
  });
});

Deno.test("Transaction: a read enters the read set once, by document, path and depth", async () => {
  await withRuntime((runtime) => {
    const [a, b] = [place(runtime, "of:a"), place(runtime, "of:b")];
    setAt(a, { x: { y: 1 }, z: 2 });
    setAt(b, { x: 3 });
    const { transaction } = handling(runtime, () => {
      for (let i = 0; i < 2; i++) {
        read(a.child("z"));
        read(a.child("x").child("y"));
        read(b.child("x"));
        read(b);
      }
    });
    const reads = transaction.reads().map(({ id, path, shallow }) =>
      `${id}/${path.join("/")}${shallow === true ? "" : " deep"}`
    );
    assert.deepEqual(reads, ["of:a/z", "of:a/x/y", "of:b/x", "of:b/"]);
    const seen = [a, b].map((state) => runtime.load(state.target as DocTarget));
    transaction.recordRead(seen[0]!, [], true);
    transaction.recordRead(seen[0]!, [], false);
    transaction.recordRead(seen[1]!, [], false);
    transaction.recordRead(seen[1]!, [], true);
    assert.equal(transaction.reads().length, 7, "a deep read is another one");
  });
});

/** The reads of one document, as `path` or, with everything below, `path/…`. */
function readsOf(transaction: Transaction, id: string): string[] {
  return transaction.reads().filter((read) => read.id === id)
    .map(({ path, shallow }) => `/${path.join("/")}${shallow ? "" : "/…"}`);
}

Deno.test("Transaction: all elements of a list of entities are one read, some are read one by one", async () => {
  await withRuntime((runtime) => {
    const list = place(runtime, "of:list");
    setAt(list, ["a", "b", "c"].map((name) => ({ name })));
    const rows = () => read(list) as readonly { readonly name: string }[];
    const all = handling(runtime, () => rows().map(({ name }) => name).join() + rows()[1]!.name);
    assert.equal(all.result, "a,b,cb");
    assert.deepEqual(readsOf(all.transaction, "of:list"), ["/", "//…"]);
    const names = all.transaction.reads().filter(({ path }) => path[0] === "name");
    assert.equal(names.length, 3, "what the entities hold is read as before");
    const one = handling(runtime, () => rows()[1]!.name);
    assert.deepEqual(readsOf(one.transaction, "of:list"), ["/", "/1"]);
    const quiet = handling(runtime, () => sample(list.child("0")));
    assert.deepEqual(readsOf(quiet.transaction, "of:list"), []);
  });
});

Deno.test("Transaction: elements that hold something themselves are read one by one", async () => {
  await withRuntime((runtime) => {
    const list = place(runtime, "of:list");
    setAt(list, [["a", 1], ["b", 2]]);
    const rows = () => read(list) as readonly (readonly unknown[])[];
    const { transaction, result } = handling(runtime, () => rows().map((row) => row[0]).join());
    assert.equal(result, "a,b");
    assert.deepEqual(readsOf(transaction, "of:list"), ["/", "/0", "/1", "/0/0", "/1/0"]);
  });
});
