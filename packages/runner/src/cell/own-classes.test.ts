/** What JavaScript's own objects become when they are stored, or held by a new cell. */

import assert from "node:assert/strict";
import { place, withRuntime } from "../testing/places.ts";
import { formOfOwnClass, withOwnForms } from "./own-classes.ts";
import { read } from "./read.ts";
import { setAt } from "./write.ts";

const refuse = (what: string) => new TypeError(what);

Deno.test("a Date, a URL and an Error are stored as data that says the same", async () => {
  await withRuntime((runtime) => {
    const cell = place(runtime, "of:own");
    setAt(cell, {
      at: new Date(0),
      link: new URL("https://a.example/b?c"),
      problems: [new RangeError("too far")],
    });
    assert.deepEqual(JSON.parse(JSON.stringify(read(cell))), {
      at: "1970-01-01T00:00:00.000Z",
      link: "https://a.example/b?c",
      problems: [{ name: "RangeError", message: "too far" }],
    });
  });
});

Deno.test("what would be lost as JSON is refused with what to store instead", async () => {
  const lost: readonly [object, RegExp][] = [
    [new Map(), /a Map; use an array or an object/],
    [new Set(), /a Set; use an array or an object/],
    [new WeakMap(), /a WeakMap; use an object/],
    [/x/, /a RegExp; store its source as text/],
    [Promise.resolve(), /a Promise; cells hold what it resolves to/],
    [new Uint8Array(1), /bytes; store them as base64 text/],
    [new ArrayBuffer(1), /bytes; store them as base64 text/],
    [new Date(NaN), /a Date that is not valid/],
  ];
  await withRuntime((runtime) => {
    for (const [value, message] of lost) {
      assert.throws(() => setAt(place(runtime, "of:lost"), { deep: [value] }), message);
      assert.throws(() => withOwnForms([{ value }], refuse), message);
    }
  });
});

Deno.test("withOwnForms() copies only what it changes, and leaves other classes alone", () => {
  class Own {
    readonly text = "x";
  }
  const plain = { a: [1, { b: "c" }], own: new Own() };
  assert.equal(withOwnForms(plain, refuse), plain);
  const around: { self?: unknown; at: Date } = { at: new Date(0) };
  around.self = around;
  assert.deepEqual(Object.keys(withOwnForms(around, refuse) as object), ["at", "self"]);
  const dated = { kept: plain, at: new Date(0) };
  assert.deepEqual(withOwnForms(dated, refuse), { kept: plain, at: "1970-01-01T00:00:00.000Z" });
  assert.ok(dated.at instanceof Date);
  assert.equal(formOfOwnClass(plain), undefined);
});
