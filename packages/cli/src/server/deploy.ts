/** Compiles a pattern file and makes a piece of it, or gives an existing piece its code. */

import type { CompileError, Fabric } from "@cf/fabric";
import type { Piece } from "@cf/runner";
import {
  compileFile,
  formatDiagnostics,
  hasErrors,
  localDiagnostics,
} from "../author/compile-file.ts";
import { openCompiler } from "../author/compile-file.ts";
import { CliError } from "../frame/errors.ts";
import type { Io } from "../frame/io.ts";

/** What to do besides compiling. */
export interface DeployOptions {
  readonly io: Io;
  readonly argument?: unknown;
  readonly exportName?: string | undefined;
}

/**
 * Makes a piece of the pattern in `path`. Errors: `compile-failed`, `missing-export`, and
 * `bad-value` or `no-field` for an argument that the pattern does not declare.
 */
export async function deploy(
  fabric: Fabric,
  path: string,
  { io, argument, exportName }: DeployOptions,
): Promise<Piece> {
  const ready = await compileReady(path, io);
  return await fabric.runProgram(ready, {
    typed: true,
    ...(exportName === undefined ? {} : { exportName }),
    ...(argument === undefined ? {} : { argument }),
  });
}

/** A compiled program; its diagnostics are the failure's message, as `cf check` shows them. */
export async function compileReady(path: string, io: Io) {
  const file = await compileFile(await openCompiler(io), path);
  const { result, source } = file;
  if (hasErrors(file) || result.program === undefined) {
    const text = await formatDiagnostics(localDiagnostics(file, io), io);
    throw new CliError(
      "compile-failed" satisfies CompileError["code"],
      `Cannot run ${path}: it does not compile\n${text}`,
      "Correct what is shown and run the command again.",
    );
  }
  return { source, program: result.program, result };
}
