/**
 * Every test as one command: Deno's tests of packages, `test/` and `tools/`, then the patterns' own
 * tests through `cf test`. Ends with the line `N passed, N failed`. Paths and flags are passed on;
 * paths under `patterns/` go to `cf test`. What failed is told again at the end, where a long log is
 * looked at first.
 */

import {
  addCounts,
  countJunit,
  junitFailures,
  type TestCounts,
  type TestFailure,
} from "./junit.ts";

const DENO_FOLDERS = ["packages", "test", "tools"];
const PATTERN_FOLDER = "patterns";

interface SuiteResult {
  readonly counts: TestCounts;
  readonly failures: readonly TestFailure[];
}

/** Runs one suite with this terminal as its own, and takes its results from a JUnit report. */
async function runSuite(args: readonly string[], junitFlag: string): Promise<SuiteResult> {
  const folder = await Deno.makeTempDir({ prefix: "cf-test-" });
  const report = `${folder}/junit.xml`;
  const child = new Deno.Command(Deno.execPath(), {
    args: [...args, `${junitFlag}=${report}`],
    stdin: "null",
  });
  const { success } = await child.spawn().status;
  const text = await Deno.readTextFile(report).catch(() => "");
  await Deno.remove(folder, { recursive: true });
  const counts = countJunit(text);
  if (success || counts.failed > 0) return { counts, failures: junitFailures(text) };
  // A suite can fail outside of any test: a type error, a leak, a crash.
  const title = `${args.slice(0, 2).join(" ")}: the command failed outside of any test`;
  return { counts: { ...counts, failed: 1 }, failures: [{ title, text: "See its output above." }] };
}

/** Prints each failure with its title, its text indented below. */
function tellFailures(failures: readonly TestFailure[]): void {
  for (const { title, text } of failures) {
    console.log(`\nFAILED ${title}\n${text.replace(/^(?=.)/gm, "  ")}`);
  }
  if (failures.length > 0) console.log("");
}

/** Whether a folder holds a file whose name ends in `suffix`. */
async function holds(folder: string, suffix: string): Promise<boolean> {
  try {
    for await (const entry of Deno.readDir(folder)) {
      const path = `${folder}/${entry.name}`;
      if (entry.isFile && entry.name.endsWith(suffix)) return true;
      if (entry.isDirectory && await holds(path, suffix)) return true;
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return false;
}

if (import.meta.main) {
  Deno.chdir(new URL("../..", import.meta.url).pathname);
  const flags = Deno.args.filter((argument) => argument.startsWith("-"));
  const paths = Deno.args.filter((argument) => !argument.startsWith("-"));
  const isPattern = (path: string) => path.split("/")[0] === PATTERN_FOLDER;
  const denoPaths = paths.length > 0 ? paths.filter((path) => !isPattern(path)) : DENO_FOLDERS;
  const patternPaths = paths.length > 0 ? paths.filter(isPattern) : [PATTERN_FOLDER];
  const results: SuiteResult[] = [];
  if (denoPaths.length > 0) {
    const args = ["test", "-A", "--quiet", ...flags, ...denoPaths];
    results.push(await runSuite(args, "--junit-path"));
  }
  if (patternPaths.length > 0 && await holds(PATTERN_FOLDER, ".test.tsx")) {
    const args = ["run", "-A", "packages/cli/main.ts", "test", ...flags, ...patternPaths];
    results.push(await runSuite(args, "--junit"));
  }
  tellFailures(results.flatMap(({ failures }) => failures));
  const total = results.map(({ counts }) => counts).reduce(addCounts, { passed: 0, failed: 0 });
  console.log(`${total.passed} passed, ${total.failed} failed`);
  if (total.failed > 0 || total.passed === 0) Deno.exit(1);
}
