/** How results of pattern tests are shown: a line a step, both operands on failure, a summary. */

import { relative } from "node:path";
import type { FileReport, ProgramFiles, StepReport } from "@cf/fabric";
import type { Io } from "../frame/io.ts";

/** Steps that count as tests: what is arranged between them cannot pass or fail by itself. */
const COUNTED = new Set(["assertion", "action", "render", "settle"]);

/** Numbers of a whole run. */
export interface Totals {
  readonly files: number;
  readonly failedFiles: number;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Counts steps; a failure that belongs to no step counts as one. */
export function totalsOf(reports: readonly FileReport[]): Totals {
  const steps = reports.flatMap(({ steps }) => steps.filter(({ kind }) => COUNTED.has(kind)));
  const count = (outcome: string) => steps.filter((step) => step.outcome === outcome).length;
  return {
    files: reports.length,
    failedFiles: reports.filter(({ outcome }) => outcome === "failed").length,
    passed: count("passed"),
    failed: count("failed") + reports.filter(({ problems }) => problems.length > 0).length,
    skipped: count("skipped"),
  };
}

/** The lines for one file. */
export function formatReport(report: FileReport, io: Io): string {
  const { style } = io;
  const times = style.dim(`${ms(report.durationMs)}, ${ms(report.compileMs)} compiling`);
  const mark = report.outcome === "failed" ? style.red("FAILED") : style.green("ok");
  const head = `${mark} ${relative(io.cwd, report.file)} ${times}`;
  const steps = report.steps
    .filter(({ kind, outcome }) => COUNTED.has(kind) || outcome === "failed")
    .flatMap((step) => formatStep(step, io));
  const problems = report.problems.flatMap((problem) => indent(problem).map(style.red));
  const findings = report.findings.flatMap((finding) => indent(finding).map(style.yellow));
  const printed = report.printed.flatMap((line) => indent(line).map(style.dim));
  return [
    head,
    ...[...printed, ...steps, ...problems, ...findings].map((line) => placed(line, report, io)),
  ]
    .join("\n");
}

/** The closing line. */
export function formatTotals(totals: Totals, elapsedMs: number, io: Io): string {
  const { files, failedFiles, passed, failed, skipped } = totals;
  const parts = [`${passed} passed`, `${failed} failed`];
  if (skipped > 0) parts.push(`${skipped} skipped`);
  const counted = files === 1 ? "1 file" : `${files} files`;
  const where = failedFiles > 0 ? `${failedFiles} of ${counted} failed` : counted;
  const paint = failed + failedFiles > 0 ? io.style.red : io.style.green;
  return paint(`${parts.join(", ")} (${where}, ${ms(elapsedMs)})`);
}

/** A line with the places in it as the caller would type them, not as the program has them. */
function placed(line: string, { program }: FileReport, io: Io): string {
  if (program === undefined) return line;
  return withPlaces(line, program, (file) => relative(io.cwd, file));
}

/** A text with the places of a program in it as places of files. */
export function withPlaces(
  text: string,
  { root, sources }: ProgramFiles,
  shown: (file: string) => string,
): string {
  const files = new Set(sources);
  return text.replaceAll(PLACE, (place, path: string) => {
    const file = `${root}${path}`;
    return files.has(file) ? shown(file) + place.slice(path.length) : place;
  });
}

/** A path of a program with a line, not in the middle of a longer path. */
const PLACE = /(?<![\w./-])(\/[\w./-]+\.tsx?):\d+/g;

function formatStep(step: StepReport, io: Io): string[] {
  const { style } = io;
  const mark = { passed: style.green("✓"), failed: style.red("✗"), skipped: style.dim("-") };
  const who = step.participant === undefined ? "" : `${step.participant}: `;
  const named = step.kind === "assertion" || step.name.startsWith(step.kind);
  const name = oneLine(step.name);
  const what = named ? name : `${step.kind} ${style.dim(name)}`;
  const head = `  ${mark[step.outcome]} ${who}${what} ${style.dim(ms(step.durationMs))}`;
  if (step.outcome !== "failed") return [head];
  const at = step.line === undefined ? [] : [style.dim(`      at ${step.line}`)];
  return [head, ...indent(step.message ?? "failed", 6), ...at];
}

const STEP_MAX = 160;

/** An assertion may be a whole function; a step has one line. */
function oneLine(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > STEP_MAX ? `${line.slice(0, STEP_MAX - 1)}…` : line;
}

function indent(text: string, width = 4): string[] {
  return text.split("\n").map((line) => `${" ".repeat(width)}${line}`);
}

function ms(timeMs: number): string {
  return timeMs < 1000 ? `${Math.round(timeMs)} ms` : `${(timeMs / 1000).toFixed(1)} s`;
}
