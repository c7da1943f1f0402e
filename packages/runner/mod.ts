/**
 * The reactive runtime: cells, computations, transactions, patterns and pieces. It talks to a
 * space through a `SpaceConnection` and never opens a file.
 *
 * @module
 */

export { RequestError } from "./src/builtins/errors.ts";
export type {
  CompileOutcome,
  CompileProblem,
  HostServices,
  ModelProvider,
  NavigationTarget,
} from "./src/builtins/host.ts";
export { connectWebSocket, type WebSocketOptions } from "./src/connection/websocket.ts";
export type { SendOptions } from "./src/event/queue.ts";
export { BudgetError, NotReady, PatternError, RetriesExhaustedError } from "./src/errors.ts";
export { type AssertionReport, assertionReport, type Comparison } from "./src/pattern/assertion.ts";
export { isPattern } from "./src/pattern/factory.ts";
export { type MultiUserTest, multiUserTestOf } from "./src/pattern/multi-user.ts";
export { isVNode, type VNode } from "./src/pattern/view.ts";
export { hardenRealm } from "./src/piece/compartment.ts";
export { type CompiledProgram, type LoadedProgram, ProgramError } from "./src/piece/modules.ts";
export { argumentId } from "./src/piece/inputs.ts";
export { openPiece, type Piece, type PiecePath, runPattern, toPlain } from "./src/piece/piece.ts";
export {
  listedPieces,
  listedRecord,
  listPiece,
  readProgram,
  type StoredProgram,
  storeProgram,
  unlistPiece,
} from "./src/piece/registry.ts";
export { rawResult, type TestStep, testSteps } from "./src/piece/tests.ts";
export type { ProgramSource } from "./src/piece/programs.ts";
export { describeError, type ErrorReport, type SourcePosition } from "./src/piece/stack.ts";
export { Runtime } from "./src/runtime.ts";
export type { ConsoleLevel, RuntimeOptions } from "./src/runtime-options.ts";
export { type ViewHost, viewHost } from "./src/view-host.ts";
