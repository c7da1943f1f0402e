import assert from "node:assert/strict";
import { toCompactDebugString, toIndentedDebugString } from "./debug.ts";

Deno.test("toCompactDebugString() shows every kind of value on one line", () => {
  const value = {
    text: 'a "b"',
    "odd key": [1, -0, NaN, 10n, null, undefined, true],
    when: new Date(0),
    fail: new TypeError("no"),
    bytes: new Uint8Array(3),
    map: new Map([["a", { b: 1 }]]),
    set: new Set([1]),
    fn: function named() {},
    empty: [{}, []],
  };
  assert.equal(
    toCompactDebugString(value),
    '{ text: "a \\"b\\"", "odd key": [1, 0, NaN, 10n, null, undefined, true], ' +
      "when: 1970-01-01T00:00:00.000Z, fail: [TypeError: no], bytes: Uint8Array(3 bytes), " +
      'map: Map { "a" => { b: 1 } }, set: Set [1], fn: [function named], empty: [{}, []] }',
  );
});

Deno.test("toCompactDebugString() ends cycles, depths and lengths", () => {
  const loop: Record<string, unknown> = { name: "loop" };
  loop.self = loop;
  loop.twice = [{ loop }];
  assert.equal(toCompactDebugString(loop), '{ name: "loop", self: ↺, twice: [{ loop: ↺ }] }');
  const shared = { x: 1 };
  assert.equal(toCompactDebugString([shared, shared]), "[{ x: 1 }, { x: 1 }]");
  assert.match(toCompactDebugString(Array.from({ length: 105 }, () => 0)), /0, … 5 more\]$/);
  let deep: unknown = 1;
  for (let i = 0; i < 50; i++) deep = [deep];
  assert.match(toCompactDebugString(deep), /^\[{12}…\]{12}$/);
});

Deno.test("toCompactDebugString() shows a property that throws as its error", () => {
  const value = {
    get broken() {
      throw new Error("not now");
    },
  };
  assert.match(toCompactDebugString(value), /broken: \(error: not now\)/);
});

Deno.test("toIndentedDebugString() indents by two spaces", () => {
  assert.equal(
    toIndentedDebugString({ a: { b: [1] }, c: [] }),
    "{\n  a: {\n    b: [\n      1\n    ]\n  },\n  c: []\n}",
  );
});
