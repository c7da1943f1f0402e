import assert from "node:assert/strict";
import { describeSource } from "./describe-source.ts";

Deno.test("describeSource() gives the first sentence of the module's comment", () => {
  assert.equal(
    describeSource("/** A counter, v1.2 of it. More\n * words. */\nimport x;"),
    "A counter, v1.2 of it.",
  );
  assert.equal(describeSource("\n/**\n * Two\n * lines\n *\n * and more\n */"), "Two lines");
  assert.equal(describeSource("/**\n * A log\n * @module\n */"), "A log");
});

Deno.test("describeSource() takes no other comment for the module's", () => {
  assert.equal(describeSource("// A note\n/** Later. */"), "");
  assert.equal(describeSource("import x;\n/** Of a type. */"), "");
  assert.equal(describeSource(""), "");
});

Deno.test("describeSource() shortens what is long", () => {
  const text = describeSource(`/** ${"word ".repeat(100)} */`);
  assert.ok(text.length <= 140 && text.endsWith("…"));
});
