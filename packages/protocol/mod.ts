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
export * from "./src/link.ts";
export * from "./src/operation.ts";
export * from "./src/sqlite.ts";
