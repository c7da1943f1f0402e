/**
 * Spaces that a pattern names: each space has its own, and everybody who opens it derives the same
 * one from the name.
 *
 * ```text
 * did:key:z<base58btc( 0xed 0x01, sha256( "cf named space" NUL home NUL name ) )>
 * ```
 *
 * Nobody holds a key of that name; a space is owned by who makes it, whatever it is called.
 */

import { sha256, toBase58 } from "@cf/utils";
import type { SpaceId } from "./address.ts";

/** A space by the name that another one has for it. */
export interface NamedSpace {
  /** The space whose patterns say the name. */
  readonly home: SpaceId;
  readonly name: string;
}

/** The space that patterns in `home` mean by `name`. */
export function namedSpaceId(home: SpaceId, name: string): SpaceId {
  const hash = sha256(`cf named space\0${home}\0${name}`);
  return `did:key:z${toBase58(new Uint8Array([0xed, 0x01, ...hash]))}`;
}
