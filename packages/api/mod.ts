/**
 * What a pattern author imports as `commonfabric`: types and brands, no behaviour. The runtime
 * provides the values.
 *
 * @module
 */

export type { Accept, FactoryInput } from "./src/accept.ts";
export {
  byRef,
  computed,
  createNodeFactory,
  ifElse,
  lift,
  type LiftBuilder,
  type LiftedFunction,
  str,
  unless,
  when,
} from "./src/computation.ts";
export { dataFile, getPatternEnvironment } from "./src/environment.ts";
export { action, handler, type HandlerBuilder, type HandlerFactory } from "./src/handler.ts";
export {
  pattern,
  type PatternBuilder,
  type PatternFactory,
  type PatternTool,
  patternTool,
} from "./src/pattern.ts";
export type { PieceReference, Reactive } from "./src/reference.ts";
export {
  type AnyCell,
  Cell,
  cell,
  type CellConstructor,
  type ComparableCell,
  equals,
  getEntityId,
  type OpaqueCell,
  type ReadonlyCell,
  type ScopedCellConstructor,
  valueEqual,
  Writable,
  type WriteonlyCell,
} from "./src/cell.ts";
export type { ElementOf, ReadValue } from "./src/cell-path.ts";
export type {
  AddIntegrity,
  Cfc,
  Confidential,
  RepresentsCurrentUser,
  RequiresIntegrity,
  TrustedActionWrite,
  WriteAuthorizedBy,
} from "./src/cfc.ts";
export { toCompactDebugString, toIndentedDebugString } from "./src/debug.ts";
export type { DeepDefault, Default } from "./src/default.ts";
export {
  type AsyncState,
  type BinaryContent,
  fetchBinary,
  fetchJson,
  fetchJsonUnchecked,
  type FetchOptions,
  fetchProgram,
  type FetchRequest,
  fetchText,
  type ProgramSource,
  streamData,
} from "./src/fetch.ts";
export { CHIP_UI, FS, NAME, SELF, TESTS, TILE_UI, TYPE, UI } from "./src/keys.ts";
export {
  type BuiltInLLMContent,
  type BuiltInLLMMessage,
  type BuiltInLLMPart,
  type GenerateObject,
  generateObject,
  generateText,
  type ImageData,
  llm,
  llmDialog,
  type LLMDialogState,
  type LLMOptions,
  type LLMState,
  type LLMTools,
} from "./src/llm.ts";
export {
  cellFromUrl,
  compileAndRun,
  type CompileRequest,
  navigateTo,
  wish,
  type WishRequest,
  type WishState,
} from "./src/program.ts";
export {
  type JSONSchema,
  type JSONSchemaObject,
  type Schema,
  schema,
  toSchema,
  type TypedSchema,
} from "./src/schema.ts";
export type { PerAny, PerSession, PerSpace, PerUser, Scope } from "./src/scope.ts";
export {
  cfLink,
  type CfSqlite,
  cfSqlite,
  type ColumnDeclaration,
  type DatabaseDeclaration,
  type DatabaseSource,
  type LinkColumn,
  type QueryOptions,
  type QueryState,
  type RowRule,
  sqliteDatabase,
  type SqliteDb,
  sqliteQuery,
  type SqlParameters,
  table,
  type TableDeclaration,
  type TableOptions,
} from "./src/sqlite.ts";
export type { Stream } from "./src/stream.ts";
export {
  assert,
  type FetchMock,
  type LLMMock,
  multiUserTest,
  type MultiUserTestOptions,
  type TestStep,
} from "./src/testing.ts";
export { Fragment, h, type RenderNode, uiVariant, type VNode } from "./src/view.ts";
