/**
 * Identities: Ed25519 keys named by their `did:key`.
 *
 * ```text
 * did:key:z<base58btc( 0xed 0x01, public key, 32 bytes )>
 * ```
 *
 * Signing goes through WebCrypto, so a browser can hold a key that no script can read, and the
 * same code runs in a page, a worker and on a server.
 */

import { fromBase58, isRecord, toBase58 } from "@cf/utils";
import { BadIdentityError } from "./identity-error.ts";

const ALGORITHM = "Ed25519";
const MULTICODEC = [0xed, 0x01] as const;
const KEY_SIZE_BYTES = 32;
const PREFIX = "did:key:z";

/** Who signs, without a say in where the key is. */
export interface Signer {
  /** The `did:key` of the public key. */
  readonly did: string;
  /** The Ed25519 signature of `data`, 64 bytes. */
  sign(data: Uint8Array): Promise<Uint8Array>;
}

/** A key that can sign, and its name. */
export interface Identity extends Signer {
  /** The key itself, for storage in IndexedDB; not extractable unless made so. */
  readonly keyPair: CryptoKeyPair;
}

/** The portable form of an identity, as a key file holds it. */
export interface ExportedIdentity {
  readonly type: "cf-identity";
  readonly version: 1;
  readonly did: string;
  /** The private key, 32 bytes in base64url without padding. */
  readonly privateKey: string;
}

/**
 * A new random identity. `extractable` (default true) says whether
 * {@linkcode exportIdentity} may read the private key.
 *
 * @example
 * ```ts
 * import { createIdentity, verifySignature } from "@cf/protocol";
 * const identity = await createIdentity();
 * const data = new TextEncoder().encode("hello");
 * console.assert(await verifySignature(identity.did, data, await identity.sign(data)));
 * ```
 */
export async function createIdentity(options: { extractable?: boolean } = {}): Promise<Identity> {
  const extractable = options.extractable ?? true;
  const keyPair = await crypto.subtle.generateKey(ALGORITHM, extractable, ["sign", "verify"]);
  return identityFromKeyPair(keyPair as CryptoKeyPair);
}

/** The identity of an Ed25519 key pair, such as one that IndexedDB kept. */
export async function identityFromKeyPair(keyPair: CryptoKeyPair): Promise<Identity> {
  const publicKey = new Uint8Array(await crypto.subtle.exportKey("raw", keyPair.publicKey));
  return {
    did: toDid(publicKey),
    keyPair,
    sign: async (data) =>
      new Uint8Array(await crypto.subtle.sign(ALGORITHM, keyPair.privateKey, data as BufferSource)),
  };
}

/** The portable form of `identity`. Throws `bad-identity` when its key is not extractable. */
export async function exportIdentity(identity: Identity): Promise<ExportedIdentity> {
  if (!identity.keyPair.privateKey.extractable) {
    throw new BadIdentityError(`the private key of ${identity.did} cannot leave where it is kept`);
  }
  const jwk = await crypto.subtle.exportKey("jwk", identity.keyPair.privateKey);
  return { type: "cf-identity", version: 1, did: identity.did, privateKey: jwk.d! };
}

/**
 * The identity in a parsed key file. Throws `bad-identity` when the value is none, or when its
 * private key does not belong to its DID.
 */
export async function importIdentity(exported: unknown): Promise<Identity> {
  if (
    !isRecord(exported) || exported.type !== "cf-identity" || exported.version !== 1 ||
    typeof exported.did !== "string" || typeof exported.privateKey !== "string"
  ) {
    throw new BadIdentityError(
      'a key file holds {"type":"cf-identity","version":1,"did","privateKey"}',
    );
  }
  const { did, privateKey: d } = exported;
  const x = toBase64Url(publicKeyOf(did));
  const jwk = { kty: "OKP", crv: ALGORITHM, ext: true };
  let keyPair: CryptoKeyPair;
  try {
    const [privateKey, publicKey] = await Promise.all([
      crypto.subtle.importKey("jwk", { ...jwk, d, x }, ALGORITHM, true, ["sign"]),
      crypto.subtle.importKey("jwk", { ...jwk, x }, ALGORITHM, true, ["verify"]),
    ]);
    keyPair = { privateKey, publicKey };
  } catch (cause) {
    throw new BadIdentityError(`the private key of ${did} is not one`, cause);
  }
  const identity = await identityFromKeyPair(keyPair);
  const probe = crypto.getRandomValues(new Uint8Array(16));
  if (!await verifySignature(did, probe, await identity.sign(probe))) {
    throw new BadIdentityError(`the private key does not belong to ${did}`);
  }
  return identity;
}

/** Whether `signature` is `did`'s signature of `data`. Throws `bad-identity` for a bad DID. */
export async function verifySignature(
  did: string,
  data: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  const raw = publicKeyOf(did) as BufferSource;
  try {
    const key = await crypto.subtle.importKey("raw", raw, ALGORITHM, false, ["verify"]);
    return await crypto.subtle.verify(
      ALGORITHM,
      key,
      signature as BufferSource,
      data as BufferSource,
    );
  } catch (error) {
    if (error instanceof DOMException) return false;
    throw error;
  }
}

/** The `did:key` of a raw Ed25519 public key of 32 bytes. */
export function toDid(publicKey: Uint8Array): string {
  if (publicKey.length !== KEY_SIZE_BYTES) {
    throw new RangeError(`Cannot name key: it has ${publicKey.length} bytes, 32 are needed`);
  }
  return PREFIX + toBase58(new Uint8Array([...MULTICODEC, ...publicKey]));
}

/** The raw public key in a `did:key`. Throws `bad-identity` when `did` is no Ed25519 one. */
export function publicKeyOf(did: string): Uint8Array {
  // A key of 34 bytes takes at most 48 characters; longer texts are refused before decoding.
  if (!did.startsWith(PREFIX) || did.length > PREFIX.length + 48) {
    throw new BadIdentityError(`'${did.slice(0, 80)}' is no did:key of an Ed25519 key`);
  }
  let bytes: Uint8Array;
  try {
    bytes = fromBase58(did.slice(PREFIX.length));
  } catch (cause) {
    throw new BadIdentityError(`'${did}' is not base58`, cause);
  }
  const canonical = bytes.length === KEY_SIZE_BYTES + 2 &&
    MULTICODEC.every((byte, index) => bytes[index] === byte);
  if (!canonical) throw new BadIdentityError(`'${did}' is no did:key of an Ed25519 key`);
  return bytes.subarray(2);
}

/** Whether `text` is the `did:key` of an Ed25519 key. */
export function isDid(text: string): boolean {
  try {
    return toDid(publicKeyOf(text)) === text;
  } catch {
    return false;
  }
}

/** Base64url text of `bytes`, without padding. */
export function toBase64Url(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The bytes of base64url `text`. Throws `bad-identity` on a character outside the alphabet. */
export function fromBase64Url(text: string): Uint8Array {
  try {
    const decoded = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(decoded, (character) => character.charCodeAt(0));
  } catch (cause) {
    throw new BadIdentityError("a signature or key is base64url text", cause);
  }
}
