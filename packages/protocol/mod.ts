/**
 * The messages between a runtime and a space: addresses, operations, commits, frames, queries and
 * errors, with the connection interface that carries them.
 *
 * @module
 */

export * from "./src/address.ts";
export * from "./src/commit.ts";
export * from "./src/connection.ts";
export * from "./src/errors.ts";
export * from "./src/frame.ts";
export * from "./src/identity.ts";
export * from "./src/identity-error.ts";
export * from "./src/identity-session.ts";
export { type NamedSpace, namedSpaceId } from "./src/named-space.ts";
export * from "./src/link.ts";
export * from "./src/messages.ts";
export {
  decodeClientMessage,
  decodeClientMessages,
  decodeServerMessage,
  encodeClientMessage,
  encodeServerMessage,
  joinClientMessages,
  parseNotice,
} from "./src/messages-codec.ts";
export {
  decodeParams,
  decodeRow,
  decodeValue,
  encodeParams,
  encodeRow,
  encodeValue,
  type WireValue,
} from "./src/messages-values.ts";
export * from "./src/copies.ts";
export * from "./src/operation.ts";
export * from "./src/outward.ts";
export * from "./src/run-failure.ts";
export * from "./src/sqlite.ts";
