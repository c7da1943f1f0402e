/** What running a test file tells. Times in milliseconds. */

/** How a step or a file ended. */
export type Outcome = "passed" | "failed" | "skipped";

/** A step that begins. */
export interface StepStart {
  /** `assertion`, `action`, `render`, `settle`, `label` or `await`. */
  readonly kind: string;
  /** The author's text of an assertion, or the name of an action. */
  readonly name: string;
  /** Whose step, in a test of several users. */
  readonly participant?: string;
}

/** One step. */
export interface StepReport extends StepStart {
  readonly outcome: Outcome;
  readonly durationMs: number;
  /** Why it failed, with both sides of the comparison. */
  readonly message?: string;
  /** The author's line, `path:line`. */
  readonly line?: string;
}

/** Where the files of a program are on disk, absolute. */
export interface ProgramFiles {
  /** The folder that paths within a report, such as `/main.tsx:3`, start from. */
  readonly root: string;
  readonly sources: readonly string[];
}

/** One file. */
export interface FileReport {
  readonly file: string;
  /** The program's files; absent when it could not be loaded. */
  readonly program?: ProgramFiles;
  readonly outcome: Outcome;
  readonly compileMs: number;
  readonly durationMs: number;
  readonly steps: readonly StepReport[];
  /** Failures that belong to no step: compile errors, uncaught errors, warnings. */
  readonly problems: readonly string[];
  /** What the file's patterns printed, in order, each with its level and the piece that did. */
  readonly printed: readonly string[];
  /** Types that do not fit, which fail `cf check` and no test. */
  readonly findings: readonly string[];
}
