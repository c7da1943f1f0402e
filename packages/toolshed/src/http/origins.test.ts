import assert from "node:assert/strict";
import { Origins } from "./origins.ts";

const LOOPBACK = "[::1]";

Deno.test("Origins spells its addresses as browsers do, at the default port too", () => {
  const origins = new Origins(80, "0.0.0.0", ["https://cells.example:443/"]);
  for (
    const own of [
      "http://127.0.0.1",
      "http://localhost",
      `http://${LOOPBACK}`,
      "https://cells.example",
    ]
  ) {
    assert.equal(origins.allows(own), true, own);
    assert.equal(origins.isOwnHost(new URL(own).host), true, own);
  }
  for (const other of ["http://0.0.0.0", "http://cells.example", "https://127.0.0.1", "null", ""]) {
    assert.equal(origins.allows(other), false, other);
  }
  assert.equal(origins.isOwnHost("evil.example"), false);
  assert.equal(origins.primary, "https://cells.example");
});

Deno.test("Origins knows its port elsewhere, and a client that is no page names no origin", () => {
  const origins = new Origins(8000, "::1", []);
  assert.equal(origins.allows(`http://${LOOPBACK}:8000`), true);
  assert.equal(origins.allows(`http://${LOOPBACK}`), false);
  assert.equal(origins.allows(undefined), true);
  assert.equal(origins.isOwnHost(undefined), false);
  assert.equal(origins.primary, `http://${LOOPBACK}:8000`);
});
