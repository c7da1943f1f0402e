/**
 * The server: HTTP and WebSocket on one port, sessions, hosting of spaces, compiling, metrics.
 *
 * @module
 */

export { type Server, type ServerOptions, startServer } from "./src/server.ts";
export { DEFAULT_LIMITS, type Limits } from "./src/session/limits.ts";
export { type PageFile, type Shell } from "./src/http/pages.ts";
export { type CreatePolicy } from "./src/http/space-routes.ts";
export { DEFAULT_BUDGETS, type RunBudgets } from "./src/process/piece-process.ts";
export { DEFAULT_OUTWARD_LIMITS, type OutwardLimits } from "./src/outward/gateway.ts";
export { type OutwardOptions } from "./src/outward/policy.ts";
export { type Clock } from "@cf/utils";
export { type LogLevel } from "./src/observe/log.ts";
export { type BodySchema, type OperatorCommand } from "./src/operator/command.ts";
export { LOG_PAGE, OPERATOR_COMMANDS } from "./src/operator/commands.ts";
export { type DatabaseSeeker, findDatabase } from "./src/operator/find-database.ts";
export { type StoredSpace, storedSpaces } from "./src/operator/stored-spaces.ts";
