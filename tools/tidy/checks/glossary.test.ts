import assert from "node:assert/strict";
import { findingsOf } from "../testing/findings-of.ts";
import { glossary } from "./glossary.ts";

const GLOSSARY = "docs/glossary.md";

Deno.test("glossary finds a synonym in comments and documents, not in code", () => {
  const files = {
    [GLOSSARY]: "# Glossary\n\n- **piece** (not: charm, gadget): a deployed pattern.\n",
    "a.ts": "/**\n * Runs the charm.\n */\nconst charm = 1;\n",
    "b.md": "Two\ngadgets\n",
  };
  assert.deepEqual(findingsOf(glossary, files), ["b.md:2 “gadgets”", "a.ts:2 “charm”"]);
});

Deno.test("glossary wants sorted, whole entries", () => {
  const text = "- **b**: one.\n- **a**: two.\n- c: three.\n";
  assert.deepEqual(findingsOf(glossary, { [GLOSSARY]: text }), [
    `${GLOSSARY}:2 a is out of order`,
    `${GLOSSARY}:3 not an entry`,
  ]);
});
