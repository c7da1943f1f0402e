/** What a look at the documents of a space finds that can go. */

import assert from "node:assert/strict";
import { type Link, toSigil } from "@cf/protocol";
import type { Json } from "@cf/utils";
import { effect } from "../reactive/mod.ts";
import { Document } from "./document.ts";
import { findUnneeded } from "./retention.ts";

/** Documents by id, each with links to others. */
function documents(links: Record<string, readonly Link[]>): Map<string, Document> {
  return new Map(
    Object.entries(links).map(([id, to]) => {
      const document = new Document({ id, scope: "space" }, id);
      document.confirm({ to: to.map((link) => toSigil(link) as unknown as Json) }, 1);
      return [id, document];
    }),
  );
}

function idsOf(found: readonly Document[]): string[] {
  return found.map(({ address }) => address.id);
}

Deno.test("findUnneeded() spares what was used since the last look", () => {
  const all = documents({ a: [], b: [] });
  assert.deepEqual(findUnneeded(all, "here"), []);
  all.get("a")!.isUsed = true;
  assert.deepEqual(idsOf(findUnneeded(all, "here")), ["b"]);
  assert.deepEqual(idsOf(findUnneeded(all, "here")), ["a", "b"]);
});

Deno.test("findUnneeded() keeps what a live document leads to, and finds a cycle that nothing does", () => {
  const all = documents({
    list: [{ id: "first" }, { id: "elsewhere", space: "there" }],
    first: [{ id: "second", space: "here" }],
    second: [],
    elsewhere: [],
    lost: [{ id: "found" }],
    found: [{ id: "lost" }],
  });
  const end = effect(() => all.get("list")!.trackKeys(["to"]));
  findUnneeded(all, "here");
  assert.deepEqual(idsOf(findUnneeded(all, "here")), ["elsewhere", "lost", "found"]);
  end();
  assert.equal(findUnneeded(all, "here").length, all.size);
});

Deno.test("findUnneeded() keeps what a commit in flight changes, and what it may be undone to", () => {
  const all = documents({ list: [{ id: "removed" }], removed: [] });
  findUnneeded(all, "here");
  const operations = [{ op: "set", id: "list", value: {} }] as const;
  all.get("list")!.addPending({ local: 1, operations, hidden: false }, {});
  assert.deepEqual(findUnneeded(all, "here"), []);
  all.get("list")!.confirmOwn(1, 2);
  assert.deepEqual(idsOf(findUnneeded(all, "here")), ["list", "removed"]);
});
