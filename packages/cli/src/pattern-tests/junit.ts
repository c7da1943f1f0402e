/** A JUnit report of pattern tests, for continuous integration. */

import type { FileReport, StepReport } from "@cf/fabric";
import { withPlaces } from "./print-report.ts";

/** The report as XML: a suite for each file, a case for each step and for each other problem. */
export function junitOf(reports: readonly FileReport[]): string {
  const suites = reports.map((report) => {
    const cases = [
      ...report.steps.map((step, index) => caseOfStep(report, step, index)),
      ...report.problems.map((problem) => caseOfProblem(report, problem)),
    ];
    const failures = cases.filter((one) => one.includes("<failure")).length;
    return `  <testsuite name="${escape(report.file)}" tests="${cases.length}"` +
      ` failures="${failures}" time="${seconds(report.durationMs)}">\n` +
      `${cases.join("\n")}\n  </testsuite>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${
    suites.join("\n")
  }\n</testsuites>\n`;
}

function caseOfStep(report: FileReport, step: StepReport, index: number): string {
  const who = step.participant === undefined ? "" : `${step.participant}: `;
  const name = `${index + 1} ${who}${step.kind} ${step.name}`;
  const open = `    <testcase classname="${escape(report.file)}" name="${escape(name)}"` +
    ` time="${seconds(step.durationMs)}"`;
  if (step.outcome === "passed") return `${open}/>`;
  if (step.outcome === "skipped") return `${open}><skipped/></testcase>`;
  const text = textOf(
    report,
    `${step.message ?? "failed"}${step.line === undefined ? "" : `\nat ${step.line}`}`,
  );
  return `${open}><failure message="${text.split("\n", 1)[0]}">${text}</failure></testcase>`;
}

function caseOfProblem(report: FileReport, problem: string): string {
  const text = textOf(report, problem);
  return `    <testcase classname="${escape(report.file)}" name="runs without problems">` +
    `<failure message="${text.split("\n", 1)[0]}">${text}</failure></testcase>`;
}

/** What a tool reads finds the files where they are. */
function textOf({ program }: FileReport, text: string): string {
  return escape(program === undefined ? text : withPlaces(text, program, (file) => file));
}

function seconds(timeMs: number): string {
  return (timeMs / 1000).toFixed(3);
}

/** XML text; control characters, which XML cannot hold, become replacement characters. */
function escape(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    // deno-lint-ignore no-control-regex -- these are what is to be found
    .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f]/g, "\ufffd");
}
