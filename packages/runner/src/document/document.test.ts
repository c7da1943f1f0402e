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

Deno.test("Document counts what readers of several types look at, and takes each type once", () => {
  const document = new Document({ id: "of:x", scope: "space" }, "of:x");
  document.confirm({ task: { title: "a", done: false, by: "b" } }, 1);
  let looks = 0;
  const type = (...present: string[]) => ({
    get present() {
      looks++;
      return present;
    },
    telling: [],
  });
  const [titled, also, authored] = [type("title"), type("title"), type("by")];
  let runs = 0;
  const read = (kind: ReturnType<typeof type>) => {
    document.trackKind(["task"]);
    document.distinguish(["task"], kind);
  };
  effect(() => {
    runs++;
    read(titled);
    for (let i = 0; i < 50; i++) read(also);
    for (let i = 0; i < 50; i++) read(authored);
    read(also);
  });
  assert.ok(looks < 20, `${looks} looks`);
  document.confirm({ task: { title: "a", done: true, by: "b" } }, 2);
  assert.equal(runs, 1, "no type looks at it");
  document.confirm({ task: { title: "a", done: true } }, 3);
  assert.equal(runs, 2);
  document.confirm({ task: { done: true } }, 4);
  assert.equal(runs, 3);
});
