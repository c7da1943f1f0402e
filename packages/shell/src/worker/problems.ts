/** Errors of patterns and findings of the compiler, as the page shows them. */

import { isRecord } from "@cf/utils";
import type { ErrorReport } from "@cf/runner";
import { type Problem, problemOf } from "../messages.ts";

/** A pattern's error with the author's line. */
export function problemOfReport({ error, where, position, code }: ErrorReport): Problem {
  return {
    ...problemOf(error, where),
    code,
    ...(position === undefined ? {} : { position }),
  };
}

/** A compiler's findings; only errors keep a program from running. */
export function problemsOfDiagnostics(diagnostics: readonly unknown[]): Problem[] {
  return diagnostics.filter(isRecord).filter(({ severity }) => severity !== "warning").map(
    (finding) => {
      const fix = typeof finding.fix === "string" ? `\n${finding.fix}` : "";
      const path = String(finding.file ?? "");
      return {
        code: String(finding.code ?? "error"),
        message: `${String(finding.message ?? "The program does not compile")}${fix}`,
        ...(path === "" ? {} : {
          position: {
            path,
            line: Number(finding.line ?? 1),
            column: Number(finding.column ?? 1),
          },
        }),
        ...(typeof finding.sourceLine === "string" ? { excerpt: finding.sourceLine } : {}),
      };
    },
  );
}
