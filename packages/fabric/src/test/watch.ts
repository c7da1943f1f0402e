/** What a test file must not do besides failing a step: throw, warn, or compute two answers. */

import type { ConsoleLevel, ErrorReport } from "@cf/runner";

/** The allowances that a test result may carry. */
export interface Allowances {
  readonly allowRuntimeErrors: boolean;
  readonly expectRuntimeErrors: number | undefined;
  readonly allowConsoleErrors: boolean;
  readonly allowConsoleWarnings: boolean;
  readonly expectNonIdempotent: boolean;
}

const PRINTED_MAX = 1000;

/** The first part of a piece's id, without what it has in common with others. */
function shortName(piece: string): string {
  return piece.slice(piece.indexOf(":") + 1).slice(0, 6);
}

/** Collects what a runtime reports during a test. */
export class Watch {
  readonly errors: ErrorReport[] = [];
  readonly warnings: string[] = [];
  readonly consoleErrors: string[] = [];
  readonly differences: string[] = [];
  /** What was printed, `warn [3kq2hd] text`, the first thousand; the rest is counted. */
  readonly printed: string[] = [];
  #unprinted = 0;

  /** For the runtime's options. */
  readonly onError = (report: ErrorReport): void => void this.errors.push(report);
  readonly onDifference = (text: string): void => void this.differences.push(text);
  readonly onConsole = (
    level: ConsoleLevel,
    args: readonly unknown[],
    piece?: string,
  ): void => {
    const text = args.map(show).join(" ");
    this.#print(`${level}${piece === undefined ? "" : ` [${shortName(piece)}]`} ${text}`);
    if (level === "warn") this.warnings.push(text);
    if (level === "error") this.consoleErrors.push(text);
  };

  #print(line: string): void {
    if (this.printed.length < PRINTED_MAX) this.printed.push(line);
    else this.printed[PRINTED_MAX] = `and ${++this.#unprinted} more`;
  }

  /** Everything that the allowances do not cover. */
  problems(allowed: Allowances): string[] {
    const problems: string[] = [];
    const { expectRuntimeErrors: expected } = allowed;
    if (expected !== undefined && this.errors.length !== expected) {
      const seen = this.errors.map(({ text }) => `\n  ${text}`).join("");
      problems.push(`expected ${expected} runtime errors, saw ${this.errors.length}${seen}`);
    }
    if (expected === undefined && !allowed.allowRuntimeErrors) {
      problems.push(...this.errors.map(({ text }) => `uncaught error: ${text}`));
    }
    if (!allowed.allowConsoleErrors) {
      problems.push(...this.consoleErrors.map((text) => `console.error: ${text}`));
    }
    if (!allowed.allowConsoleWarnings) {
      problems.push(...this.warnings.map((text) => `console.warn: ${text}`));
    }
    if (!allowed.expectNonIdempotent) problems.push(...this.differences);
    else if (this.differences.length === 0) {
      problems.push("expected a computation that is not idempotent, saw none");
    }
    return counted(problems);
  }
}

/** Each text once, in the order in which they came, with how often it came. */
function counted(texts: readonly string[]): string[] {
  const times = new Map<string, number>();
  for (const text of texts) times.set(text, (times.get(text) ?? 0) + 1);
  return [...times].map(([text, count]) => count === 1 ? text : `${count} times: ${text}`);
}

/** The allowances in a test's result. */
export function allowancesOf(result: unknown): Allowances {
  const flags = (typeof result === "object" && result !== null ? result : {}) as Record<
    string,
    unknown
  >;
  const count = flags.expectRuntimeErrors;
  return {
    allowRuntimeErrors: flags.allowRuntimeErrors === true || count === true,
    expectRuntimeErrors: typeof count === "number" ? count : undefined,
    allowConsoleErrors: flags.allowConsoleErrors === true,
    allowConsoleWarnings: flags.allowConsoleWarnings === true,
    expectNonIdempotent: flags.expectNonIdempotent === true,
  };
}

/** A value as one line of text. */
function show(value: unknown): string {
  if (typeof value === "string") return value;
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return String(value);
  }
}
