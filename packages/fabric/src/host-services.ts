/**
 * What this process lends to builtins: its network, its compiler, and the language model that the
 * environment names.
 *
 * ```
 * CF_LLM_URL     base of an OpenAI-compatible API, such as http://127.0.0.1:1234/v1
 * CF_LLM_KEY     sent as a bearer token
 * CF_LLM_MODEL   the model of requests that name none
 * ```
 */

import process from "node:process";
import type {
  CompileOutcome,
  CompileProblem,
  HostServices,
  ModelProvider,
  StoredProgram,
} from "@cf/runner";
import type { Compiler, Diagnostic } from "@cf/ts-transformers";
import { compileSource } from "./compile.ts";
import { CompileError } from "./errors.ts";

/** The services given, with this process's compiler where there is none. */
export function hostServices(given: HostServices, compiler: () => Compiler): HostServices {
  const { fetch, llm, onNavigate, apiUrl, after, answerTimeoutMs, reconnects } = given;
  const compile = given.compile ?? ((source: StoredProgram) => compileHere(source, compiler()));
  return {
    compile,
    ...(fetch === undefined ? {} : { fetch }),
    ...(llm === undefined ? {} : { llm }),
    ...(onNavigate === undefined ? {} : { onNavigate }),
    ...(apiUrl === undefined ? {} : { apiUrl }),
    ...(after === undefined ? {} : { after }),
    ...(answerTimeoutMs === undefined ? {} : { answerTimeoutMs }),
    ...(reconnects === undefined ? {} : { reconnects }),
  };
}

/** The model that the environment names, if it names one. */
export function modelOfEnvironment(
  env: Readonly<Record<string, string | undefined>> = process.env,
): ModelProvider | undefined {
  const { CF_LLM_URL: url, CF_LLM_KEY: key, CF_LLM_MODEL: model } = env;
  if (url === undefined || url === "") return undefined;
  return {
    url,
    ...(key === undefined || key === "" ? {} : { key }),
    ...(model === undefined || model === "" ? {} : { model }),
  };
}

function compileHere(source: StoredProgram, compiler: Compiler): Promise<CompileOutcome> {
  try {
    const files = { ...source.files };
    const { program, result } = compileSource({ main: source.main, files }, source.main, compiler);
    return Promise.resolve({ program, findings: problemsOf(result.diagnostics) });
  } catch (error) {
    if (!(error instanceof CompileError)) return Promise.reject(error);
    return Promise.resolve({ errors: problemsOf(error.diagnostics) });
  }
}

function problemsOf(diagnostics: readonly Diagnostic[]): CompileProblem[] {
  return diagnostics.filter(({ severity }) => severity === "error")
    .map(({ message, code, line, column, file }) => ({ message, type: code, line, column, file }));
}
