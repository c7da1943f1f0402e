import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { toHex } from "./encoding.ts";
import { sha256 } from "./sha256.ts";

Deno.test("sha256() agrees with the native digest for every tail length", () => {
  for (let length = 0; length < 200; length++) {
    const bytes = new Uint8Array(randomBytes(length));
    assert.equal(toHex(sha256(bytes)), createHash("sha256").update(bytes).digest("hex"));
  }
});

Deno.test("sha256() hashes text as UTF-8", () => {
  assert.equal(
    toHex(sha256("grüße 🌍")),
    createHash("sha256").update("grüße 🌍", "utf8").digest("hex"),
  );
});
