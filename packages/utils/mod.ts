/**
 * Dependency-free helpers shared by every package: assertions, the error base class, canonical
 * JSON, hashing and encodings. One concern per file.
 *
 * @module
 */

export { alone } from "./src/alone.ts";
export { assert, AssertionError } from "./src/assert.ts";
export { type Clock, systemClock } from "./src/clock.ts";
export { fromBase58, shortHash, toBase58, toHex } from "./src/encoding.ts";
export { CfError, type ErrorData } from "./src/error.ts";
export {
  canonicalJson,
  deepFreeze,
  isRecord,
  type Json,
  jsonEqual,
  type JsonObject,
} from "./src/json.ts";
export { fullStackOf, keepFullStack, tellFrom } from "./src/full-stack.ts";
export { changeBetween, changeInPlace, type ListChange } from "./src/list-change.ts";
export { sealErrorClass } from "./src/seal-error.ts";
export { sha256 } from "./src/sha256.ts";
export { isVNode, type VNode } from "./src/vnode.ts";
export { TiedProcess } from "./src/tied-process.ts";
export { Turnstile } from "./src/turnstile.ts";
