/**
 * A space, a compiler and a runtime in one call, for programs that embed patterns and for tests.
 *
 * @module
 */

export {
  compileFile,
  compileSource,
  compilingSource,
  findingsOf,
  type ReadyProgram,
  sharedCompiler,
} from "./src/compile.ts";
export {
  CompileError,
  MissingExportError,
  NotAPatternError,
  ProgramThrowsError,
  TestError,
} from "./src/errors.ts";
export {
  type Fabric,
  type FabricEnds,
  type FabricOptions,
  fabricOver,
  makeRuntime,
  openFabric,
  type RunOptions,
} from "./src/fabric.ts";
export { modelOfEnvironment } from "./src/host-services.ts";
export {
  type FileReport,
  type ProgramFiles,
  type Progress,
  type StepReport,
  type StepStart,
  testFile,
  type TestOptions,
} from "./src/test/run.ts";
