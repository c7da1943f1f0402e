/** Files of the page: codings, validators, and how long browsers keep them. */

import assert from "node:assert/strict";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { Pages } from "./pages.ts";

const SCRIPT = "const words = 'said again and again';\n".repeat(200);

function pages(): Pages {
  const file = (content: string, contentType: string) => ({
    content,
    contentType,
    isImmutable: true,
  });
  const files = new Map([
    ["/assets/app-1a2b.js", file(SCRIPT, "text/javascript")],
    ["/assets/small.js", file("1", "text/javascript")],
    ["/assets/picture.png", file(SCRIPT, "image/png")],
  ]);
  return new Pages(() => ({ document: `<!doctype html>${"<p>x</p>".repeat(200)}`, files }), []);
}

function get(of: Pages, path: string, headers: Record<string, string> = {}): Promise<Response> {
  return of.answer(new Request(`http://localhost${path}`, { headers }));
}

Deno.test("Pages.answer() sends files in the best coding that a browser takes", async () => {
  const of = pages();
  const cases: [accepted: string, coding: string | null][] = [
    ["gzip, deflate, br, zstd", "br"],
    ["gzip;q=1.0, br;q=0", "gzip"],
    ["GZIP", "gzip"],
    ["identity", null],
    ["br;q=0.000", null],
    ["", null],
  ];
  for (const [accepted, coding] of cases) {
    const answer = await get(of, "/assets/app-1a2b.js", { "accept-encoding": accepted });
    assert.equal(answer.headers.get("content-encoding"), coding, accepted);
    assert.equal(answer.headers.get("vary"), "accept-encoding");
    assert.match(answer.headers.get("cache-control")!, /immutable/);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const plain = coding === "br"
      ? brotliDecompressSync(bytes)
      : coding === "gzip"
      ? gunzipSync(bytes)
      : bytes;
    assert.equal(new TextDecoder().decode(plain), SCRIPT);
    assert.ok(coding === null || bytes.length < SCRIPT.length / 4);
  }
  const document = await get(of, "/did:key:zSpace", { "accept-encoding": "br" });
  assert.equal(document.headers.get("content-encoding"), "br");
  assert.equal(document.headers.get("cache-control"), "no-cache");
});

Deno.test("Pages.answer() leaves small files and pictures as they are", async () => {
  const of = pages();
  for (const path of ["/assets/small.js", "/assets/picture.png"]) {
    const answer = await get(of, path, { "accept-encoding": "br" });
    assert.equal(answer.headers.get("content-encoding"), null, path);
  }
});

Deno.test("Pages.answer() sends nothing that a browser has already", async () => {
  const of = pages();
  for (const path of ["/assets/app-1a2b.js", "/", "/did:key:zSpace/piece:one"]) {
    const etags = new Set<string>();
    for (const accepted of ["br", "gzip", ""]) {
      const first = await get(of, path, { "accept-encoding": accepted });
      const etag = first.headers.get("etag")!;
      etags.add(etag);
      const asked = { "accept-encoding": accepted, "if-none-match": `"other", W/${etag}` };
      const again = await get(of, path, asked);
      assert.deepEqual([again.status, await again.text()], [304, ""]);
      assert.equal(again.headers.get("etag"), etag);
      assert.ok(again.headers.get("content-security-policy"));
    }
    assert.equal(etags.size, 3, "a validator is of one coding");
    assert.equal((await get(of, path, { "if-none-match": '"other"' })).status, 200);
  }
});
