import assert from "node:assert/strict";
import { describeFailure } from "./describe-failure.ts";

const compared = (
  left: unknown,
  operator: string,
  right: unknown,
  texts: [string, string] = ["a", "b"],
) => ({ values: [left, right] as [unknown, unknown], operator, texts });

Deno.test("describeFailure() shows the comparison with its values", () => {
  assert.equal(describeFailure(false, [compared("1", "===", 1)]), 'got "1" === 1');
  assert.equal(describeFailure(false, [compared("", "!==", "")]), 'got "" !== ""');
  assert.equal(describeFailure(false, [compared(undefined, ">", -0)]), "got undefined > -0");
  assert.equal(
    describeFailure(false, [compared({ x: [1] }, "valueEqual", null)]),
    'got valueEqual({"x":[1]}, null)',
  );
});

Deno.test("describeFailure() names the comparison when there are several", () => {
  const first = compared(1, "===", 1, ["n", "1"]);
  const second = compared("a", "===", "b", ["s", '"b"']);
  assert.equal(describeFailure(false, [first, second]), 'got "a" === "b"\nin s === "b"');
});

Deno.test("describeFailure() does not blame a comparison that held", () => {
  const held = compared(1, "<", 2, ["n", "limit"]);
  assert.equal(describeFailure(false, [held]), "got false, although n < limit");
  assert.equal(describeFailure(undefined, []), "got undefined");
});

Deno.test("describeFailure() puts long operands below each other", () => {
  const long = "x".repeat(80);
  assert.equal(
    describeFailure(false, [compared(long, "===", "y")]),
    `got     "${long}"\n    === "y"`,
  );
});

Deno.test("describeFailure() shows links in data as words", () => {
  const link = { "/": { "link@1": { id: "of:abcdefghijklmnopq", path: ["title"] } } };
  assert.equal(
    describeFailure(false, [compared([link], "===", "t")]),
    'got ["cell of:abcdefghijklm… title"] === "t"',
  );
});

Deno.test("describeFailure() shows what a condition of one part asks about", () => {
  assert.equal(
    describeFailure(false, [compared([1, 2], ".includes", undefined, ["list", ""])]),
    "got false: list is [1,2]",
  );
  assert.equal(
    describeFailure(false, [compared(5, "!", undefined, ["n.get()", ""])]),
    "got false: n.get() is 5",
  );
});

Deno.test("describeFailure() shows each part of what is joined by ||, and a callback's last one", () => {
  const first = compared(1, "===", 3, ["n", "3"]);
  const [early, late] = ["a", "b"].map((one) => compared(one, "===", "z", ["t", '"z"']));
  assert.equal(
    describeFailure(false, [first, early!, late!], 'n === 3 || l.some((t) => t === "z")'),
    'got 1 === 3\nin n === 3\ngot "b" === "z"\nin t === "z"',
  );
  const held = compared(1, "===", 1, ["n", "1"]);
  assert.equal(
    describeFailure(false, [held, late!], "{ const o = a || b; return n === 1 && t === o; }"),
    'got "b" === "z"\nin t === "z"',
  );
});

Deno.test("describeFailure() shows what is looked for in an object, and what class it is of", () => {
  assert.equal(describeFailure(false, [compared("a", "in", { b: 1 })]), 'got "a" in {"b":1}');
  assert.equal(
    describeFailure(false, [compared([1], "instanceof", Map)]),
    "got [1] instanceof Map()",
  );
  assert.equal(
    describeFailure(false, [compared("b", "in", { b: 1 }, ['"b"', "o"])]),
    'got false, although "b" in o',
  );
});
