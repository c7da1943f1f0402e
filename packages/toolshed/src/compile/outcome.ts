/** What compiling gave, as runtimes without a compiler of their own are told. */

import type { CompileOutcome } from "@cf/runner";
import type { CompileResult } from "@cf/ts-transformers";

/** The program, if it runs, and what was found wrong. */
export function outcomeOf({ program, runs, diagnostics }: CompileResult): CompileOutcome {
  const problems = diagnostics.filter(({ severity }) => severity === "error")
    .map(({ message, code, line, column, file }) => ({ message, type: code, line, column, file }));
  return program !== undefined && runs ? { program, findings: problems } : { errors: problems };
}
