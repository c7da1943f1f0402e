/** Compiling pattern files for a runtime, with one compiler shared by the process. */

import { resolve } from "node:path";
import type { CompiledProgram, Runtime, StoredProgram } from "@cf/runner";
import { readProgram } from "@cf/runner";
import {
  type Compiler,
  type CompileResult,
  createCompiler,
  formatDiagnostic,
  loadProgram,
  type SourceProgram,
} from "@cf/ts-transformers";
import { CfError } from "@cf/utils";
import { CompileError } from "./errors.ts";

/** A program ready to run, with its sources. */
export interface ReadyProgram {
  readonly source: SourceProgram;
  readonly program: CompiledProgram;
  readonly result: CompileResult;
}

const compilers = new Map<string, Compiler>();

/** The process's compiler for a cache folder (none: memory only). */
export function sharedCompiler(cacheFolder?: string): Compiler {
  const key = cacheFolder ?? "";
  let compiler = compilers.get(key);
  if (compiler === undefined) {
    compiler = createCompiler(cacheFolder === undefined ? {} : { cacheFolder });
    compilers.set(key, compiler);
  }
  return compiler;
}

/** Compiles a file. Errors: `load-failed`, `compile-failed`. */
export function compileFile(path: string, compiler: Compiler = sharedCompiler()): ReadyProgram {
  return compileSource(loadProgram(resolve(path)), path, compiler);
}

/**
 * Compiles sources; `label` names them in errors. Types that do not fit are no reason to refuse a
 * program, see {@linkcode findingsOf}. Errors: `compile-failed`.
 */
export function compileSource(
  source: SourceProgram,
  label: string,
  compiler: Compiler = sharedCompiler(),
): ReadyProgram {
  const result = compiler.compile(source);
  if (!result.runs || result.program === undefined) {
    throw new CompileError(label, result.diagnostics);
  }
  return { source, program: result.program as CompiledProgram, result };
}

/** What was found wrong with a program that runs all the same, each as people read it. */
export function findingsOf({ result }: ReadyProgram): string[] {
  return result.diagnostics.filter(({ severity }) => severity === "error").map(formatDiagnostic);
}

/** The program source of a runtime whose space holds the sources: compiles them here. */
export function compilingSource(
  runtime: () => Runtime,
  compiler: () => Compiler,
): (space: string, hash: string) => Promise<CompiledProgram> {
  return async (space, hash) => {
    const stored: StoredProgram | undefined = await readProgram(runtime(), hash, space);
    if (stored === undefined) {
      throw new CfError("unknown-program", `Cannot load program ${hash}: space ${space} has none`, {
        data: { space, hash },
      });
    }
    return compileSource({ main: stored.main, files: { ...stored.files } }, stored.main, compiler())
      .program;
  };
}
