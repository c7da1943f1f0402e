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
  const piece = await fabric.runProgram(ready, {
    typed: true,
    ...(exportName === undefined ? {} : { exportName }),
    ...(argument === undefined ? {} : { argument }),
  });
  await requireStart(fabric, piece);
  return piece;
}

/** Runs the piece's body once. One that cannot start is taken off the list again. */
async function requireStart({ runtime }: Fabric, piece: Piece): Promise<void> {
  const { rawResult, unlistPiece } = await import("@cf/runner");
  try {
    await runtime.whenReady(() => rawResult(runtime, piece.id));
  } catch (error) {
    await unlistPiece(runtime, piece.id);
    await runtime.idle();
    throw error;
  }
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
  // What may be meant is no reason to stop, and every reason to be told.
  const warnings = await formatDiagnostics(localDiagnostics(file, io), io);
  if (warnings !== "") io.say(warnings);
  return { source, program: result.program, result };
}
