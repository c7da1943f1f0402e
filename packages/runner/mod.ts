/**
 * The reactive runtime: cells, computations, transactions, patterns and pieces. It talks to a
 * space through a `SpaceConnection` and never opens a file.
 *
 * @module
 */

export { BudgetError, NotReady, PatternError, RetriesExhaustedError } from "./src/errors.ts";
export { type AssertionReport, assertionReport } from "./src/pattern/assertion.ts";
export { isVNode, type VNode } from "./src/pattern/view.ts";
export { hardenRealm } from "./src/piece/compartment.ts";
export { type CompiledProgram, type LoadedProgram, ProgramError } from "./src/piece/modules.ts";
export { openPiece, type Piece, runPattern } from "./src/piece/piece.ts";
export type { ProgramSource } from "./src/piece/programs.ts";
export type { ErrorReport, SourcePosition } from "./src/piece/stack.ts";
export { type ConsoleLevel, Runtime, type RuntimeOptions } from "./src/runtime.ts";
