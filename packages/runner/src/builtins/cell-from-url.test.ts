import assert from "node:assert/strict";
import { parseCellUrl } from "./cell-from-url.ts";

Deno.test("parseCellUrl() understands pages, paths and stored links", () => {
  const place = { space: "did:key:z6Mk", id: "piece:abc", path: ["list", "a b"] };
  assert.deepEqual(parseCellUrl("https://example.org/did:key:z6Mk/piece:abc/list/a%20b"), place);
  assert.deepEqual(parseCellUrl("/did:key:z6Mk/piece:abc/list/a%20b?x=1#top"), place);
  assert.deepEqual(parseCellUrl("of:abc"), undefined);
  assert.deepEqual(parseCellUrl("/of:abc"), { id: "of:abc", path: [] });
  assert.equal(parseCellUrl('{"/":{"link@1":{"id":"of:abc","path":["x"]}}}')?.id, "of:abc");
});

Deno.test("parseCellUrl() gives nothing for what names no cell", () => {
  for (
    const url of ["", "nonsense", "{", "{}", "https://example.org/", "/did:key:z6Mk", "/%E0%A4%A"]
  ) {
    assert.equal(parseCellUrl(url), undefined, url);
  }
});
