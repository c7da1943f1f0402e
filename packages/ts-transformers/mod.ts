/**
 * The pattern compiler: TSX source in; plain CommonJS modules, schemas, source maps and
 * diagnostics out. `docs/compiled-modules.md` describes what it emits.
 *
 * @module
 */

export type { CompileResult } from "./src/compilation.ts";
export { type Compiler, type CompilerOptions, createCompiler } from "./src/compiler.ts";
export {
  CATALOGUE,
  type CatalogueEntry,
  type DiagnosticCode,
  type Severity,
} from "./src/diagnostics/catalogue.ts";
export { cataloguePage } from "./src/diagnostics/catalogue-page.ts";
export {
  type Diagnostic,
  formatDiagnostic,
  keepsFromRunning,
} from "./src/diagnostics/diagnostic.ts";
export { LoadError } from "./src/errors.ts";
export { loadProgram, type ReadFile } from "./src/program/load-program.ts";
export {
  type CompiledModule,
  type CompiledProgram,
  hashProgram,
  type SourceProgram,
} from "./src/program/source-program.ts";
