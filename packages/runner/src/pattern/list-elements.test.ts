/** What is found of a list at a second look, and what is not looked at again. */

import assert from "node:assert/strict";
import { CellState } from "../cell/state.ts";
import { makeReference } from "../cell/reference.ts";
import { resolveState } from "../cell/resolve.ts";
import { setAt } from "../cell/write.ts";
import { push } from "../cell/write-list.ts";
import type { Runtime } from "../runtime.ts";
import { computing, place, withRuntime } from "../testing/places.ts";
import { ElementMemory, type Elements } from "./list-elements.ts";

/** The source of a list that is computed. */
function computedList(runtime: Runtime, get: () => unknown): CellState {
  const node = { space: runtime.homeSpace, id: "piece:x#list", get, pin: () => {} };
  return new CellState(runtime, node, [], undefined, undefined);
}

function look(runtime: Runtime, memory: ElementMemory, source: CellState) {
  return computing(runtime, () => memory.look(source));
}

/** The list of elements is the same one at each look. */
function copied({ elements, change }: Elements): Elements {
  return { elements: [...elements], change };
}

Deno.test("ElementMemory.look() of a stored list tells what was appended, removed and replaced", async () => {
  await withRuntime((runtime) => {
    const list = place(runtime, "of:list");
    setAt(list, Array.from({ length: 100 }, (_, i) => ({ i })));
    const memory = new ElementMemory();
    const first = copied(look(runtime, memory, list));
    assert.deepEqual(first.change, { start: 0, removed: 0, added: 100 });
    push(list, [{ i: 100 }]);
    const second = look(runtime, memory, list);
    assert.deepEqual(second.change, { start: 100, removed: 0, added: 1 });
    assert.ok(first.elements.every((element, i) => element === second.elements[i]));
    setAt(list.child("7"), undefined);
    assert.deepEqual(look(runtime, memory, list).change, { start: 7, removed: 1, added: 0 });
    setAt(list.child("9"), { i: "new" });
    assert.deepEqual(look(runtime, memory, list).change, { start: 9, removed: 1, added: 1 });
    assert.deepEqual(look(runtime, memory, list).change, { start: 100, removed: 0, added: 0 });
  });
});

Deno.test("ElementMemory.look() knows an element that moved by its key", async () => {
  await withRuntime((runtime) => {
    const list = place(runtime, "of:list");
    setAt(list, ["a", "b", "c"].map((name) => ({ name })));
    const memory = new ElementMemory();
    const keys = () => look(runtime, memory, list).elements.map(({ key }) => key);
    const [a, b, c] = keys();
    setAt(list, [2, 0, 1].map((at) => makeReference(resolveState(list.child(String(at))))));
    assert.deepEqual(keys(), [c, a, b]);
  });
});

Deno.test("ElementMemory.look() finds objects that are told apart by position anew behind a gap", async () => {
  await withRuntime((runtime) => {
    let values = [{ text: "a" }, { text: "b" }, { text: "c" }];
    const source = computedList(runtime, () => values);
    const memory = new ElementMemory();
    look(runtime, memory, source);
    values = values.slice(1);
    const { elements, change } = look(runtime, memory, source);
    assert.deepEqual(elements.map(({ key }) => key), ["at:0", "at:1"]);
    assert.deepEqual(change, { start: 0, removed: 3, added: 2 });
  });
});

Deno.test("ElementMemory.look() follows a reference that comes to mean another entity", async () => {
  await withRuntime((runtime) => {
    const [a, b] = [place(runtime, "of:a"), place(runtime, "of:b")];
    setAt(a, { name: "a" });
    setAt(b, { name: "b" });
    const chosen = place(runtime, "of:chosen", { path: ["one"] });
    setAt(place(runtime, "of:chosen"), {});
    setAt(chosen, makeReference(a));
    const values = [makeReference(b), makeReference(chosen), "text"];
    const source = computedList(runtime, () => values);
    const memory = new ElementMemory();
    const keys = () => look(runtime, memory, source).elements.map(({ key }) => key);
    const [keyOfB, keyOfA] = keys();
    assert.ok(keyOfA!.endsWith("/of:a"));
    setAt(chosen, makeReference(b));
    assert.deepEqual(keys(), [keyOfB, keyOfB, "string:text"]);
    assert.deepEqual(look(runtime, memory, source).change.added, 0);
  });
});

Deno.test("ElementMemory.look() follows an entity that becomes a link", async () => {
  await withRuntime((runtime) => {
    const [a, b] = [place(runtime, "of:a"), place(runtime, "of:b")];
    setAt(a, { name: "a" });
    setAt(b, { name: "b" });
    const values = [makeReference(a)];
    const source = computedList(runtime, () => values);
    const memory = new ElementMemory();
    look(runtime, memory, source);
    setAt(a, makeReference(b));
    const { elements, change } = look(runtime, memory, source);
    assert.ok(elements[0]!.key.endsWith("/of:b"));
    assert.deepEqual(change, { start: 0, removed: 1, added: 1 });
  });
});

Deno.test("ElementMemory.look() starts over when an element could not be found", async () => {
  await withRuntime((runtime) => {
    const values: unknown[] = ["a"];
    const source = computedList(runtime, () => values);
    const memory = new ElementMemory();
    look(runtime, memory, source);
    const broken = { space: runtime.homeSpace, id: "piece:x#broken", pin: () => {} };
    let isBroken = true;
    const get = () => {
      if (isBroken) throw new Error("not yet");
      return "there";
    };
    const node = { ...broken, get };
    values.push(makeReference(new CellState(runtime, node, [], undefined, undefined)));
    assert.throws(() => look(runtime, memory, source), /not yet/);
    isBroken = false;
    const { elements, change } = look(runtime, memory, source);
    assert.equal(elements.length, 2);
    assert.deepEqual(change, { start: 0, removed: 1, added: 2 });
  });
});
