/**
 * Every test as one command: Deno's tests of packages, `test/` and `tools/`, then the patterns' own
 * tests through `cf test`. Ends with the line `N passed, N failed`. Paths and flags are passed on;
 * paths under `patterns/` go to `cf test`. What failed is told again at the end, where a long log is
 * looked at first.
 */

import { Silence } from "../process/silence.ts";
import { addCounts, type TestFailure } from "./junit.ts";
import { runSuite, type Suite, type SuiteResult } from "./run-suite.ts";

const PATTERN_FOLDER = "patterns";

/** Those whose tests mostly start servers, browsers and commands, and wait for them. */
const WAITING_FOLDERS = ["packages/cli", "test", "tools"];

/**
 * The longest test takes some twenty seconds. Longer ones are asked for, by paths and by variables
 * such as `CF_CRASH_KILLS`, and then have no bound.
 */
const SILENCE_MS_MAX = 300_000;

/** Prints each failure with its title, its text indented below. */
function tellFailures(failures: readonly TestFailure[]): void {
  for (const { title, text } of failures) {
    console.log(`\nFAILED ${title}\n${text.replace(/^(?=.)/gm, "  ")}`);
  }
  if (failures.length > 0) console.log("");
}

function denoTests(paths: readonly string[], flags: readonly string[]): Suite {
  return { args: ["test", "-A", "--quiet", ...flags, ...paths], junitFlag: "--junit-path" };
}

function patternTests(paths: readonly string[], flags: readonly string[]): Suite {
  const args = ["run", "-A", "packages/cli/main.ts", "test", ...flags, ...paths];
  return { args, junitFlag: "--junit" };
}

/** All suites, in two lanes of about the same length that run side by side. */
async function allLanes(flags: readonly string[]): Promise<Suite[][]> {
  const others: string[] = [];
  for await (const { name } of Deno.readDir("packages")) {
    if (!WAITING_FOLDERS.includes(`packages/${name}`)) others.push(`packages/${name}`);
  }
  return [
    [denoTests(WAITING_FOLDERS, flags)],
    [denoTests(others.sort(), flags), patternTests([PATTERN_FOLDER], flags)],
  ];
}

/** The suites of the paths that were asked for, one after another. */
function wantedLanes(paths: readonly string[], flags: readonly string[]): Suite[][] {
  const isPattern = (path: string) => path.split("/")[0] === PATTERN_FOLDER;
  const patterns = paths.filter(isPattern);
  const others = paths.filter((path) => !isPattern(path));
  return [[
    ...others.length > 0 ? [denoTests(others, flags)] : [],
    ...patterns.length > 0 ? [patternTests(patterns, flags)] : [],
  ]];
}

async function runLane(lane: readonly Suite[], silenceMsMax: number): Promise<SuiteResult[]> {
  const results: SuiteResult[] = [];
  const print = (line: string) => console.log(line);
  for (const suite of lane) {
    results.push(await runSuite(suite, { print, silence: new Silence(silenceMsMax) }));
  }
  return results;
}

if (import.meta.main) {
  Deno.chdir(new URL("../..", import.meta.url).pathname);
  const flags = Deno.args.filter((argument) => argument.startsWith("-"));
  const paths = Deno.args.filter((argument) => !argument.startsWith("-"));
  const [lanes, silenceMsMax] = paths.length > 0
    ? [wantedLanes(paths, flags), Infinity]
    : [await allLanes(flags), SILENCE_MS_MAX];
  const done = await Promise.all(lanes.map((lane) => runLane(lane, silenceMsMax)));
  const results = done.flat();
  tellFailures(results.flatMap(({ failures }) => failures));
  const total = results.map(({ counts }) => counts).reduce(addCounts, { passed: 0, failed: 0 });
  console.log(`${total.passed} passed, ${total.failed} failed`);
  if (total.failed > 0 || total.passed === 0) Deno.exit(1);
}
