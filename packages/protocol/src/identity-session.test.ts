import assert from "node:assert/strict";
import { CfError, toHex } from "@cf/utils";
import { sha256 } from "@cf/utils";
import { createIdentity } from "./identity.ts";
import {
  parseAuthorization,
  requestClaim,
  sessionIdOf,
  signRequest,
  signSession,
  verifyRequest,
  verifySession,
} from "./identity-session.ts";

const identity = await createIdentity();
const claim = {
  audience: "http://127.0.0.1:8000",
  space: "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp",
  principal: identity.did,
  label: "tab",
  nonce: "nonce",
  expiresAt: 1000,
};

function code(expected: string) {
  return (error: unknown) => error instanceof CfError && error.code === expected;
}

Deno.test("verifySession() accepts exactly what was signed, until it expires", async () => {
  const signature = await signSession(identity, claim);
  await verifySession(claim, signature, 999);
  await assert.rejects(verifySession(claim, signature, 1000), code("not-authenticated"));
  const others = {
    audience: "https://example.com",
    space: identity.did,
    label: "other",
    nonce: "another",
    expiresAt: 1001,
  };
  for (const [field, value] of Object.entries(others)) {
    await assert.rejects(
      verifySession({ ...claim, [field]: value }, signature, 0),
      code("not-authenticated"),
      field,
    );
  }
  const other = await createIdentity();
  await assert.rejects(
    verifySession({ ...claim, principal: other.did }, signature, 0),
    code("not-authenticated"),
  );
  await assert.rejects(
    verifySession({ ...claim, principal: "nobody" }, signature, 0),
    code("bad-identity"),
  );
  await assert.rejects(verifySession(claim, "***", 0), code("bad-identity"));
});

Deno.test("sessionIdOf() gives another session to another principal of the same label", () => {
  assert.equal(sessionIdOf("a", "label"), sessionIdOf("a", "label"));
  assert.notEqual(sessionIdOf("a", "label"), sessionIdOf("b", "label"));
  assert.notEqual(sessionIdOf("a", "b,c"), sessionIdOf("a,b", "c"));
});

Deno.test("signRequest() makes a header that verifies for its request alone", async () => {
  const body = new TextEncoder().encode("{}");
  const url = new URL("http://127.0.0.1:8000/api/spaces?limit=3");
  const header = await signRequest(identity, { method: "post", url, body });
  const credentials = parseAuthorization(header)!;
  const request = {
    audience: url.origin,
    principal: identity.did,
    method: "POST",
    path: "/api/spaces?limit=3",
    bodyHash: toHex(sha256(body)),
    nonce: credentials.nonce,
    expiresAt: credentials.expiresAt,
  };
  const now = Date.now();
  await verifyRequest(request, credentials.signature, now);
  for (
    const change of [
      { path: "/api/spaces" },
      { method: "GET" },
      { bodyHash: toHex(sha256("")) },
      { audience: "http://other" },
      { nonce: "x" },
    ]
  ) {
    await assert.rejects(
      verifyRequest({ ...request, ...change }, credentials.signature, now),
      code("not-authenticated"),
    );
  }
  await assert.rejects(
    verifyRequest(request, credentials.signature, now + 60_000),
    code("not-authenticated"),
  );
});

Deno.test("a signature for a request does not open a session", async () => {
  const request = requestClaim({
    audience: claim.audience,
    principal: identity.did,
    method: "GET",
    path: "/",
  }, { nowMs: 0 });
  const signature = await signSession(identity, claim);
  await assert.rejects(verifyRequest(request, signature, 0), code("not-authenticated"));
});

Deno.test("parseAuthorization() gives undefined for what is no signature header", () => {
  for (const header of ["", "Bearer abc", "CF-Signature", "CF-Signature !!", "CF-Signature e30"]) {
    assert.equal(parseAuthorization(header), undefined);
  }
});
