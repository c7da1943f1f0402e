/** Which elements the writes by intent mean, and what they leave in the list. */

import assert from "node:assert/strict";
import type { Operation } from "@cf/protocol";
import { NotReady } from "../errors.ts";
import { handling, place, withRuntime } from "../testing/places.ts";
import type { Runtime } from "../runtime.ts";
import { makeReference } from "./reference.ts";
import { read } from "./read.ts";
import { resolveState } from "./resolve.ts";
import type { CellState } from "./state.ts";
import { setAt } from "./write.ts";
import { addUnique, push, remove, removeByValue } from "./write-list.ts";

/** The list as plain data. */
function plain(list: CellState): unknown {
  return JSON.parse(JSON.stringify(read(list) ?? null));
}

function listOf(runtime: Runtime, values: readonly unknown[], id = "of:list"): CellState {
  const list = place(runtime, id);
  setAt(list, values);
  return list;
}

/** The kinds of operation that a handler would commit. */
function kinds(operations: readonly Operation[]): string[] {
  return operations.map((operation) =>
    operation.op === "patch" ? operation.patches.map(({ op }) => op).join() : operation.op
  );
}

const element = (list: CellState, at: number) => list.child(String(at));

Deno.test("remove() takes out the entity that a reference, an element's path or a view stands for", async () => {
  await withRuntime((runtime) => {
    const list = listOf(runtime, ["a", "b", "c", "d"].map((name) => ({ name })));
    remove(list, makeReference(resolveState(element(list, 1))), false);
    remove(list, makeReference(element(list, 1)), false);
    assert.deepEqual(plain(list), [{ name: "a" }, { name: "d" }]);
    remove(list, (read(list) as unknown[])[0], false);
    assert.deepEqual(plain(list), [{ name: "d" }]);
  });
});

Deno.test("remove() goes by identity: an equal entity and a copy stay", async () => {
  await withRuntime((runtime) => {
    const list = listOf(runtime, [{ name: "a" }, { name: "a" }]);
    remove(list, { name: "a" }, true);
    assert.equal((plain(list) as unknown[]).length, 2);
    const second = resolveState(element(list, 1)).key;
    remove(list, makeReference(element(list, 0)), true);
    assert.equal(resolveState(element(list, 0)).key, second);
    assert.equal((plain(list) as unknown[]).length, 1);
  });
});

Deno.test("remove() finds an element that leads to the entity through another document", async () => {
  await withRuntime((runtime) => {
    const entity = place(runtime, "of:entity");
    setAt(entity, { name: "x" });
    const alias = place(runtime, "of:alias");
    setAt(alias, makeReference(entity));
    const list = listOf(runtime, ["first", makeReference(alias), "last"]);
    remove(list, makeReference(entity), false);
    assert.deepEqual(plain(list), ["first", "last"]);
  });
});

Deno.test("remove() of one among equal elements takes the first, and reads the list for that", async () => {
  await withRuntime((runtime) => {
    const list = listOf(runtime, ["a", "b", "a", 1, "1"]);
    const { transaction } = handling(runtime, () => remove(list, "a", false));
    assert.deepEqual(kinds(transaction.operations), ["splice"]);
    assert.deepEqual(transaction.reads().map(({ id, shallow }) => [id, shallow]), [
      ["of:list", undefined],
    ]);
    remove(list, "a", false);
    assert.deepEqual(plain(list), ["b", "a", 1, "1"]);
    remove(list, "1", false);
    assert.deepEqual(plain(list), ["b", "a", 1]);
  });
});

Deno.test("remove() of the only one, of all and of none is by intent and reads nothing", async () => {
  await withRuntime((runtime) => {
    const list = listOf(runtime, ["a", "b", "b"]);
    const { transaction } = handling(runtime, () => {
      remove(list, "a", false);
      remove(list, "b", true);
      remove(list, "c", false);
    });
    assert.deepEqual(kinds(transaction.operations), ["remove-by-value", "remove-by-value"]);
    assert.deepEqual(transaction.reads(), []);
  });
});

Deno.test("removeByValue() takes out every element with these contents, neighbours too", async () => {
  await withRuntime((runtime) => {
    const list = listOf(runtime, [{ n: 1 }, { n: 1 }, { n: 2 }, { n: 1 }, { n: 2 }]);
    removeByValue(list, { n: 1 });
    assert.deepEqual(plain(list), [{ n: 2 }, { n: 2 }]);
    removeByValue(list, { n: 3 });
    removeByValue(list, "2");
    assert.deepEqual(plain(list), [{ n: 2 }, { n: 2 }]);
    const texts = listOf(runtime, ["x", "x", "y"], "of:texts");
    removeByValue(texts, "x");
    assert.deepEqual(plain(texts), ["y"]);
  });
});

Deno.test("removeByValue() compares what an element holds within the handler", async () => {
  await withRuntime((runtime) => {
    const list = listOf(runtime, [{ n: 1 }, { n: 2 }]);
    const { transaction } = handling(runtime, () => {
      setAt(element(list, 1).child("n"), 1);
      removeByValue(list, { n: 1 });
      return plain(list);
    });
    assert.deepEqual(kinds(transaction.operations).slice(1), [
      "remove-by-value",
      "remove-by-value",
    ]);
  });
});

Deno.test("addUnique() appends what is in the list neither as this entity nor with these contents", async () => {
  await withRuntime((runtime) => {
    const list = listOf(runtime, [{ n: 1 }, "a"]);
    addUnique(list, [{ n: 1 }, { n: 2 }, "a", "b", makeReference(element(list, 0)), null]);
    assert.deepEqual(plain(list), [{ n: 1 }, "a", { n: 2 }, "b", null]);
    const { transaction } = handling(runtime, () => addUnique(list, [{ n: 2 }, null]));
    assert.ok(transaction.isEmpty);
  });
});

Deno.test("equal contents are equal at every depth, where objects in lists are entities", async () => {
  await withRuntime((runtime) => {
    const made = (n: number) => ({ tags: [{ n }, { of: [{ n }] }], at: { n } });
    const list = listOf(runtime, [made(1)]);
    addUnique(list, [made(1), made(2)]);
    assert.deepEqual(plain(list), [made(1), made(2)]);
    removeByValue(list, made(1));
    assert.deepEqual(plain(list), [made(2)]);
    removeByValue(list, { ...made(2), at: { n: 2, m: 3 } });
    assert.deepEqual(plain(list), [made(2)]);
  });
});

Deno.test("writes by intent refuse what is no list, and start where nothing is", async () => {
  await withRuntime((runtime) => {
    const place_ = place(runtime, "of:object");
    setAt(place_, { text: "t", nothing: null });
    for (const [name, write] of Object.entries({ push, addUnique, removeByValue })) {
      const verb = new RegExp(`Cannot ${name} to .*text: it holds string`);
      assert.throws(() => write(place_.child("text"), ["x"] as never), verb);
    }
    assert.throws(() => remove(place_.child("nothing"), "x", false), /it holds null/);
    push(place_.child("list"), ["x"]);
    push(place_.child("list"), []);
    assert.deepEqual(plain(place_), { text: "t", nothing: null, list: ["x"] });
  });
});

Deno.test("remove() does not take a part of an entity for the entity", async () => {
  await withRuntime((runtime) => {
    const entity = place(runtime, "of:entity");
    setAt(entity, { part: { n: 1 } });
    const list = listOf(runtime, [makeReference(entity), makeReference(entity.child("part"))]);
    remove(list, makeReference(entity.child("part")), false);
    assert.deepEqual(plain(list), [{ part: { n: 1 } }]);
  });
});

Deno.test("writes by intent read neither the value's entity nor the elements", async () => {
  await withRuntime((runtime) => {
    const list = listOf(runtime, [{ n: 1 }, { n: 2 }]);
    const parts = place(runtime, "of:parts");
    setAt(parts, { inner: [1] });
    setAt(list.child("2"), makeReference(parts.child("inner")));
    const { transaction } = handling(runtime, () => {
      addUnique(list, [makeReference(element(list, 0)), { n: 3 }]);
      removeByValue(list, { n: 2 });
      remove(list, makeReference(element(list, 0)), false);
      push(list, []);
    });
    assert.deepEqual(transaction.reads(), []);
    const wanted = ["set", "add-unique", "remove-by-value", "remove-by-value"];
    assert.deepEqual(kinds(transaction.operations), wanted);
    assert.ok(transaction.operations.every((operation) => !("base" in operation)));
  });
});

Deno.test("writes by intent follow a link to the list", async () => {
  await withRuntime((runtime) => {
    const list = listOf(runtime, ["a"]);
    const holder = place(runtime, "of:holder");
    setAt(holder, { list: makeReference(list) });
    push(holder.child("list"), ["b", "c"]);
    addUnique(holder.child("list"), ["d"]);
    remove(holder.child("list"), "a", false);
    removeByValue(holder.child("list"), "b");
    assert.deepEqual(plain(list), ["c", "d"]);
  });
});

Deno.test("removeByValue() waits for a value of which a part has not arrived", async () => {
  await withRuntime((runtime) => {
    const list = listOf(runtime, [{ name: "a" }]);
    const waiting = new NotReady("document of:part", Promise.resolve());
    const value = {
      get name(): string {
        throw waiting;
      },
    };
    assert.throws(() => removeByValue(list, value), (error) => error === waiting);
    assert.deepEqual(plain(list), [{ name: "a" }]);
  });
});
