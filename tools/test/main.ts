/**
 * Every test as one command: Deno's tests of packages, `test/` and `tools/`, then the patterns' own
 * tests through `cf test`. Ends with the line `N passed, N failed`. Paths and flags are passed on;
 * paths under `patterns/` go to `cf test`.
 */

import { addCounts, countJunit, type TestCounts } from "./count-junit.ts";

const DENO_FOLDERS = ["packages", "test", "tools"];
const PATTERN_FOLDER = "patterns";

/** Runs one suite with this terminal as its own, and counts its results from a JUnit report. */
async function runSuite(args: readonly string[], junitFlag: string): Promise<TestCounts> {
  const folder = await Deno.makeTempDir({ prefix: "cf-test-" });
  const report = `${folder}/junit.xml`;
  const child = new Deno.Command(Deno.execPath(), {
    args: [...args, `${junitFlag}=${report}`],
    stdin: "null",
  });
  const { success } = await child.spawn().status;
  const counts = countJunit(await Deno.readTextFile(report).catch(() => ""));
  await Deno.remove(folder, { recursive: true });
  // A suite can fail outside of any test: a type error, a leak, a crash.
  return success || counts.failed > 0 ? counts : { ...counts, failed: 1 };
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
  let total: TestCounts = { passed: 0, failed: 0 };
  if (denoPaths.length > 0) {
    const args = ["test", "-A", "--quiet", ...flags, ...denoPaths];
    total = addCounts(total, await runSuite(args, "--junit-path"));
  }
  if (patternPaths.length > 0 && await holds(PATTERN_FOLDER, ".test.tsx")) {
    const args = ["run", "-A", "packages/cli/main.ts", "test", ...flags, ...patternPaths];
    total = addCounts(total, await runSuite(args, "--junit"));
  }
  console.log(`${total.passed} passed, ${total.failed} failed`);
  if (total.failed > 0 || total.passed === 0) Deno.exit(1);
}
