/**
 * Spaces on disk or in memory: commit log, documents, pattern databases, sessions.
 *
 * @module
 */

export { type HostOptions, SpaceHost } from "./src/space-host.ts";
export { type AsOf, type ConnectOptions, Space, type SpaceStats } from "./src/space.ts";
export type { SpaceOptions } from "./src/space-parts.ts";
export { type DatabaseInfo, type DatabaseReport, Operator } from "./src/lifecycle/operator.ts";
export type { ImportReport, ImportRequest } from "./src/commit/imports.ts";
export type { Finding } from "./src/recovery/inspect.ts";
export * from "./src/errors.ts";
export { RETENTION_DEFAULTS, type RetentionPolicy } from "./src/lifecycle/retention.ts";
export type { PoolStatistics } from "./src/pool/reader.ts";
export type { Repair, RepairAction } from "./src/recovery/repairs.ts";
export { LocalConnection } from "./src/session/local-connection.ts";
export { type AccessEntry, AccessList, heldBy } from "./src/session/access-list.ts";
export type { SpaceGlance } from "./src/store/glance.ts";
