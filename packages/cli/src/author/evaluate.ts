/**
 * Runs a compiled program once, to find what the compiler cannot: a module that throws, a body that
 * throws. The space is in memory and empty; nothing is awaited and no event is sent.
 */

import type { ReadyProgram } from "@cf/fabric";
import type { ErrorReport } from "@cf/runner";
import type { Diagnostic } from "@cf/ts-transformers";

/** The code of what evaluation finds. */
const EVALUATION = "evaluation";

/** What is wrong with a program when it runs; program paths, as in the compiler's findings. */
export async function evaluateOnce(ready: ReadyProgram): Promise<Diagnostic[]> {
  const { openFabric } = await import("@cf/fabric");
  const { rawResult } = await import("@cf/runner");
  const { main } = ready.program;
  const reports: ErrorReport[] = [];
  const fabric = await openFabric({
    store: ":memory:",
    onError: (report) => reports.push(report),
    onConsole: () => {},
  });
  try {
    const { exports } = fabric.runtime.programs.load(ready.program);
    if (typeof exports[main]?.default !== "function") return [];
    const piece = await fabric.runProgram(ready, { argument: {} });
    await fabric.runtime.whenReady(() => rawResult(fabric.runtime, piece.id));
    return reports.map((report) => toDiagnostic(report, main));
  } catch (error) {
    // A body's own error was reported with its line already.
    const reported = reports.map((report) => toDiagnostic(report, main));
    return reported.length > 0 ? reported : [asDiagnostic(error, main)];
  } finally {
    await fabric.close();
  }
}

function toDiagnostic({ error, position }: ErrorReport, main: string): Diagnostic {
  const found = asDiagnostic(error, main);
  if (position === undefined) return found;
  return { ...found, file: position.path, line: position.line, column: position.column };
}

function asDiagnostic(error: unknown, main: string): Diagnostic {
  return {
    code: EVALUATION,
    severity: "error",
    file: main,
    line: 1,
    column: 1,
    length: 1,
    message: error instanceof Error ? error.message : String(error),
  };
}
