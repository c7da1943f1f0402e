import assert from "node:assert/strict";
import { findingsOf } from "../testing/findings-of.ts";
import { markdownLinks } from "./markdown-links.ts";

Deno.test("markdownLinks follows files, folders and headings", () => {
  const files = {
    "docs/a.md": "# A `b` (c)\n[b](b.md) [up](../README.md#the-end) [src](../src) [self](#a-b-c)",
    "docs/b.md": "",
    "README.md": "## The end\n",
    "src/x.ts": "",
  };
  assert.deepEqual(findingsOf(markdownLinks, files), [
    "docs/a.md:2 the link #a-b-c names no heading",
  ]);
});

Deno.test("markdownLinks finds what leads nowhere, outside of code", () => {
  const files = { "a.md": "```\n[x](no.md)\n```\n`[y](no.md)`\n[z](no.md) [t](a.md#no)\n" };
  assert.deepEqual(findingsOf(markdownLinks, files), [
    "a.md:5 the link no.md leads nowhere",
    "a.md:5 the link a.md#no names no heading",
  ]);
});
