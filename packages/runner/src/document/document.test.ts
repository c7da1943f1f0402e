/** Who hears of a change of a document: readers by path. */

import assert from "node:assert/strict";
import { toSigil } from "@cf/protocol";
import type { Json } from "@cf/utils";
import { effect } from "../reactive/mod.ts";
import { Document } from "./document.ts";

/** A document and how often each path's reader ran. */
function watched(paths: readonly string[]): { document: Document; runs: Record<string, number> } {
  const document = new Document({ id: "of:x", scope: "space" }, "of:x");
  const runs: Record<string, number> = {};
  for (const path of paths) {
    effect(() => {
      runs[path] = (runs[path] ?? 0) + 1;
      document.trackAbsent(path.split("/"), undefined, undefined);
    });
  }
  return { document, runs };
}

Deno.test("Document tells readers below a path where a link appears", () => {
  const { document, runs } = watched(["rows/0/note", "rows/1/note", "other"]);
  document.confirm({ rows: [] }, 1);
  const before = { ...runs };
  document.confirm({ rows: [toSigil({ id: "of:y" }) as unknown as Json] }, 2);
  assert.equal(runs["rows/0/note"], before["rows/0/note"]! + 1);
  assert.equal(runs["rows/1/note"], before["rows/1/note"]);
  assert.equal(runs["other"], before["other"]);
});
