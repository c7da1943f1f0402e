/** Failures of embedding and testing patterns. */

import { CfError } from "@cf/utils";
import { type Diagnostic, formatDiagnostic } from "@cf/ts-transformers";

/** A pattern file that does not compile; `data.diagnostics` lists what is wrong. */
export class CompileError extends CfError {
  override readonly name = "CompileError";
  constructor(file: string, readonly diagnostics: readonly Diagnostic[]) {
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    super(
      "compile-failed",
      `Cannot compile ${file}: ${errors.length} ${errors.length === 1 ? "error" : "errors"}\n` +
        errors.map(formatDiagnostic).join("\n"),
      { data: { file, diagnostics } },
    );
  }
}

/** A module that has no such export. */
export class MissingExportError extends CfError {
  override readonly name = "MissingExportError";
  constructor(file: string, name: string, known: readonly string[]) {
    const has = known.length === 0 ? "it exports nothing" : `it exports ${known.join(", ")}`;
    super("missing-export", `Cannot run '${name}' of ${file}: ${has}`, {
      data: { file, name, known },
    });
  }
}

/** An export that is no pattern. */
export class NotAPatternError extends CfError {
  override readonly name = "NotAPatternError";
  constructor(file: string, name: string) {
    super("not-a-pattern", `Cannot run '${name}' of ${file}: it is no pattern; export pattern(…)`, {
      data: { file, name },
    });
  }
}

/** A program whose modules throw when they are run. */
export class ProgramThrowsError extends CfError {
  override readonly name = "ProgramThrowsError";
  /** `told` names the file, and what was thrown with the author's line. */
  constructor(told: string, cause: unknown) {
    super("program-failed", `Cannot run ${told}`, { cause });
  }
}

/** What a test file asks of its surroundings that they do not have. */
export class TestError extends CfError {
  override readonly name = "TestError";
}
