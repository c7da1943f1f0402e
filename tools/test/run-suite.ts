/**
 * Runs one suite as a child process and takes its results from the JUnit report that it writes. Two
 * suites run side by side, so what each prints comes out line by line. A suite that hangs is stopped
 * and told, with the test it hung in, so that a run always ends.
 */

import type { Silence } from "../process/silence.ts";
import { TextLines } from "../process/text-lines.ts";
import { countJunit, junitFailures, type TestCounts, type TestFailure } from "./junit.ts";

/** One command that runs tests; `args` are those of `deno`, `junitFlag` names the report's file. */
export interface Suite {
  readonly args: readonly string[];
  readonly junitFlag: string;
}

/** What came of a suite. */
export interface SuiteResult {
  readonly counts: TestCounts;
  readonly failures: readonly TestFailure[];
}

/** How a suite's output is printed, and for how long it may print nothing. */
export interface SuiteOptions {
  /** Called with each line, without its end. */
  readonly print: (line: string) => void;
  /** The suite is stopped when it is broken. */
  readonly silence: Silence;
}

/** What Deno prints of a test while it runs is no news of it. */
const STILL_RUNNING = /has been running for over/;

/** How many lines are told again of a suite that failed outside of any test. */
const LATEST_MAX = 10;

/** Runs a suite to its end. Never throws for what the suite does. */
export async function runSuite(
  suite: Suite,
  { print, silence }: SuiteOptions,
): Promise<SuiteResult> {
  const folder = await Deno.makeTempDir({ prefix: "cf-test-" });
  const report = `${folder}/junit.xml`;
  const child = new Deno.Command(Deno.execPath(), {
    args: [...suite.args, `${suite.junitFlag}=${report}`],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const latest: string[] = [];
  const lines = [child.stdout, child.stderr].map((stream) => new TextLines(stream));
  const printing = lines.map((stream) =>
    stream.each((line) => {
      if (!STILL_RUNNING.test(line)) silence.restart();
      latest.push(line);
      if (latest.length > LATEST_MAX) latest.shift();
      print(line);
    })
  );
  silence.start(() => child.kill("SIGKILL"));
  const { success } = await child.status;
  // Processes that the suite left behind may hold its output open.
  if (silence.isBroken) await Promise.all(lines.map((stream) => stream.stop()));
  await Promise.all(printing);
  silence.end();
  const written = await Deno.readTextFile(report).catch(() => "");
  await Deno.remove(folder, { recursive: true });
  const counts = countJunit(written);
  const failures = junitFailures(written);
  if (success || counts.failed > 0) return { counts, failures };
  const rest = lines.map((stream) => stream.rest).filter((text) => text !== "");
  return {
    counts: { ...counts, failed: 1 },
    failures: [outsideFailure(suite, silence.isBroken, [...latest, ...rest])],
  };
}

/** A suite can fail outside of any test: a type error, a leak, a crash. */
function outsideFailure(suite: Suite, isStopped: boolean, latest: readonly string[]): TestFailure {
  const how = isStopped ? "was stopped: it printed nothing more" : "failed outside of any test";
  return {
    title: `deno ${suite.args.slice(0, 2).join(" ")}: the command ${how}`,
    text: `It ended with\n${latest.join("\n")}`,
  };
}
