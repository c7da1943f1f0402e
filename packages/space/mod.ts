/**
 * Spaces on disk or in memory: commit log, documents, pattern databases, sessions.
 *
 * @module
 */

export { type HostOptions, SpaceHost } from "./src/space-host.ts";
export {
  type AsOf,
  type ConnectOptions,
  Space,
  type SpaceOptions,
  type SpaceStats,
} from "./src/space.ts";
export * from "./src/errors.ts";
export { LocalConnection } from "./src/session/local-connection.ts";
export { type AccessEntry, AccessList } from "./src/session/access-list.ts";
