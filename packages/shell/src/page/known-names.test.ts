import assert from "node:assert/strict";
import type { PieceInfo } from "../messages.ts";
import { rememberNames, withKnownNames } from "./known-names.ts";

/** A browser's storage with nothing in it. */
function emptyStorage(): Storage {
  const items = new Map<string, string>();
  return {
    length: 0,
    key: () => null,
    clear: () => items.clear(),
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}

const file = (piece: string): PieceInfo => ({
  piece,
  name: "counter",
  pattern: "counter.tsx",
  isNamed: false,
});
const called = (piece: string, name: string): PieceInfo => ({
  ...file(piece),
  name,
  isNamed: true,
});
const names = (pieces: readonly PieceInfo[]) => pieces.map(({ name }) => name);

Deno.test("withKnownNames() shows what a piece was called until it says its name", () => {
  const storage = emptyStorage();
  assert.deepEqual(names(withKnownNames([file("a")], "s", storage)), ["counter"]);
  rememberNames([called("a", "Counter: 1"), file("b")], "s", storage);
  rememberNames([file("a"), called("b", "Mine")], "s", storage);
  const list = [file("a"), file("b"), file("c")];
  assert.deepEqual(names(withKnownNames(list, "s", storage)), ["Counter: 1", "Mine", "counter"]);
  assert.deepEqual(names(withKnownNames([called("a", "Counter: 2")], "s", storage)), [
    "Counter: 2",
  ]);
  assert.deepEqual(names(withKnownNames(list, "other", storage)), [
    "counter",
    "counter",
    "counter",
  ]);
});

Deno.test("rememberNames() forgets pieces that are gone and spaces that were not seen for long", () => {
  const storage = emptyStorage();
  rememberNames([called("a", "A"), called("b", "B")], "s", storage);
  rememberNames([called("b", "B")], "s", storage);
  assert.deepEqual(names(withKnownNames([file("a"), file("b")], "s", storage)), ["counter", "B"]);
  for (let i = 0; i < 20; i++) rememberNames([called("x", "X")], `s${i}`, storage);
  assert.deepEqual(names(withKnownNames([file("b")], "s", storage)), ["counter"]);
  assert.deepEqual(names(withKnownNames([file("x")], "s0", storage)), ["X"]);
});

Deno.test("withKnownNames() takes a storage that others wrote to for empty", () => {
  const storage = emptyStorage();
  for (const text of ["{", "1", "[1,[]]", '[["s",{"a":1}]]', '[["s",null]]']) {
    storage.setItem("cf-names", text);
    assert.deepEqual(names(withKnownNames([file("a")], "s", storage)), ["counter"]);
  }
});
