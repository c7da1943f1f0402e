/** Compiled programs for the worker's runtime: the space has the sources, the server compiles. */

import {
  type CompiledProgram,
  type CompileOutcome,
  readProgram,
  type Runtime,
  type StoredProgram,
} from "@cf/runner";
import { ServerError } from "../errors.ts";
import { problemsOfDiagnostics } from "./problems.ts";
import type { ServerApi } from "./server-api.ts";

interface CompileAnswer {
  readonly program?: CompiledProgram;
  readonly runs: boolean;
  readonly diagnostics: readonly unknown[];
}

/** The program of a hash that a space holds. Throws `unknown-program`, `does-not-compile`. */
export async function compileStored(
  runtime: Runtime,
  api: ServerApi,
  stored: { readonly space: string; readonly hash: string },
): Promise<CompiledProgram> {
  const source = await readProgram(runtime, stored.hash, stored.space);
  if (source === undefined) {
    const problem = `the space has no program ${stored.hash}`;
    throw new ServerError("unknown-program", "load the pattern", problem);
  }
  const { program, diagnostics } = await compile(api, source);
  if (program !== undefined) return program;
  const [first] = problemsOfDiagnostics(diagnostics);
  throw new ServerError(
    "does-not-compile",
    "load the pattern",
    first?.message ?? "it does not compile",
  );
}

/** Compiles sources that a pattern made. */
export async function compileSource(
  api: ServerApi,
  source: StoredProgram,
): Promise<CompileOutcome> {
  const { program, runs, diagnostics } = await compile(api, source);
  const problems = problemsOfDiagnostics(diagnostics).map(({ code, message, position }) => ({
    message,
    type: code,
    line: position?.line ?? 1,
    column: position?.column ?? 1,
    ...(position === undefined ? {} : { file: position.path }),
  }));
  if (program !== undefined && runs) return { program, findings: problems };
  return { errors: problems };
}

async function compile(api: ServerApi, source: StoredProgram): Promise<CompileAnswer> {
  const { main, files } = source;
  const request = { action: "compile the pattern", body: { main, files } };
  return await api.request("POST", "/api/compile", request) as CompileAnswer;
}
