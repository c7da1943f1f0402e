import assert from "node:assert/strict";
import { CfError } from "@cf/utils";
import {
  createIdentity,
  exportIdentity,
  importIdentity,
  isDid,
  publicKeyOf,
  toDid,
  verifySignature,
} from "./identity.ts";

const data = new TextEncoder().encode("a text to sign");

/** The public example of the did:key specification for Ed25519. */
const EXAMPLE = "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp";

function code(expected: string) {
  return (error: unknown) => error instanceof CfError && error.code === expected;
}

Deno.test("publicKeyOf() and toDid() invert each other on a published did:key", () => {
  assert.equal(toDid(publicKeyOf(EXAMPLE)), EXAMPLE);
  assert.equal(isDid(EXAMPLE), true);
});

Deno.test("publicKeyOf() refuses what is no did:key of an Ed25519 key", () => {
  const others = [
    "",
    "did:web:example.com",
    "did:key:z6Mk",
    "did:key:z" + "0".repeat(47),
    "did:key:z" + "z".repeat(10_000),
    "did:key:zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme",
  ];
  for (const text of others) {
    assert.throws(() => publicKeyOf(text), code("bad-identity"), text.slice(0, 60));
    assert.equal(isDid(text), false);
  }
});

Deno.test("createIdentity() signs what only its own DID verifies", async () => {
  const [mine, other] = await Promise.all([createIdentity(), createIdentity()]);
  const signature = await mine.sign(data);
  assert.equal(signature.length, 64);
  assert.equal(await verifySignature(mine.did, data, signature), true);
  assert.equal(await verifySignature(other.did, data, signature), false);
  assert.equal(await verifySignature(mine.did, data.slice(1), signature), false);
  assert.equal(await verifySignature(mine.did, data, signature.slice(1)), false);
});

Deno.test("importIdentity() restores what exportIdentity() gave, through JSON", async () => {
  const identity = await createIdentity();
  const restored = await importIdentity(JSON.parse(JSON.stringify(await exportIdentity(identity))));
  assert.equal(restored.did, identity.did);
  assert.equal(await verifySignature(identity.did, data, await restored.sign(data)), true);
});

Deno.test("importIdentity() refuses a private key that is not the DID's", async () => {
  const exported = await exportIdentity(await createIdentity());
  const other = await createIdentity();
  await assert.rejects(importIdentity({ ...exported, did: other.did }), code("bad-identity"));
  await assert.rejects(importIdentity({ ...exported, privateKey: "AAAA" }), code("bad-identity"));
  await assert.rejects(importIdentity({ ...exported, version: 2 }), code("bad-identity"));
  await assert.rejects(importIdentity(null), code("bad-identity"));
});

Deno.test("exportIdentity() refuses a key that is not extractable", async () => {
  const identity = await createIdentity({ extractable: false });
  await assert.rejects(exportIdentity(identity), code("bad-identity"));
});
