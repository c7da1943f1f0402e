/** Text encodings of bytes: hex, base58 (Bitcoin alphabet, for DIDs) and base32 for short ids. */

import { sha256 } from "./sha256.ts";

const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

/** Lower-case hexadecimal text of `bytes`. */
export function toHex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += byte.toString(16).padStart(2, "0");
  return text;
}

/** Base58 text of `bytes`, leading zero bytes kept as `1`. */
export function toBase58(bytes: Uint8Array): string {
  const digits: number[] = [];
  for (const byte of bytes) {
    let carry = byte;
    for (let i = 0; i < digits.length; i++) {
      carry += digits[i]! * 256;
      digits[i] = carry % 58;
      carry = Math.floor(carry / 58);
    }
    for (; carry > 0; carry = Math.floor(carry / 58)) digits.push(carry % 58);
  }
  for (let i = 0; i < bytes.length && bytes[i] === 0; i++) digits.push(0);
  return digits.reverse().map((digit) => BASE58[digit]).join("");
}

/** The bytes of base58 `text`. Throws `RangeError` on a character outside the alphabet. */
export function fromBase58(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    let carry = BASE58.indexOf(character);
    if (carry < 0) throw new RangeError(`Cannot decode base58: unexpected '${character}'`);
    for (let i = 0; i < bytes.length; i++) {
      carry += bytes[i]! * 58;
      bytes[i] = carry & 0xff;
      carry >>= 8;
    }
    for (; carry > 0; carry >>= 8) bytes.push(carry & 0xff);
  }
  for (let i = 0; i < text.length && text[i] === "1"; i++) bytes.push(0);
  return new Uint8Array(bytes.reverse());
}

/** A 26-character lower-case id: the first 130 bits of SHA-256 of `text`, in base32. */
export function shortHash(text: string): string {
  const digest = sha256(text);
  let id = "";
  let buffer = 0;
  let bits = 0;
  for (let i = 0; id.length < 26; i++) {
    buffer = (buffer << 8) | digest[i]!;
    bits += 8;
    while (bits >= 5 && id.length < 26) {
      bits -= 5;
      id += BASE32[(buffer >>> bits) & 31];
    }
    buffer &= (1 << bits) - 1;
  }
  return id;
}
