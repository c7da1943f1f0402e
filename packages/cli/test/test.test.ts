import assert from "node:assert/strict";
import { readLines } from "../src/frame/read-lines.ts";
import { Workplace } from "./run-cf.ts";

const HEAD = `import { action, assert, computed, pattern, TESTS, Writable } from "commonfabric";\n`;

const PASSING = `${HEAD}
export default pattern(() => {
  const count = new Writable<number>(1);
  const add = action(() => count.set(count.get() + 1));
  return { [TESTS]: [
    { assertion: assert(() => count.get() === 1) },
    { action: add },
    { assertion: assert(() => count.get() === 2) },
    { assertion: assert(() => count.get() === 9), skip: true },
  ] };
});
`;

const FAILING = PASSING.replace("count.get() === 2", "count.get() === 3");

Deno.test("cf test prints a line for each step and a summary, and exits with 0", async () => {
  await using workplace = new Workplace();
  await Deno.writeTextFile(workplace.path("a.test.tsx"), PASSING);
  const { status, out, err } = await workplace.cf(["test"]);
  assert.equal(status, 0, out + err);
  assert.match(out, /^ok a\.test\.tsx .* compiling\n {2}✓ count\.get\(\) === 1 /);
  assert.match(out, /\n {2}- .*\n\n3 passed, 0 failed, 1 skipped \(1 file, /);
});

Deno.test("cf test shows both operands and the author's line of a failure, and exits with 1", async () => {
  await using workplace = new Workplace();
  await Deno.writeTextFile(workplace.path("a.test.tsx"), PASSING);
  await Deno.writeTextFile(workplace.path("b.test.tsx"), FAILING);
  const { status, out } = await workplace.cf(["test", "."]);
  assert.equal(status, 1);
  assert.match(out, /✗ count\.get\(\) === 3 .*\n\s+.*\b2\b.*\b3\b.*\n\s+at .*b\.test\.tsx:9/);
  assert.match(out, /5 passed, 1 failed, 2 skipped \(1 of 2 files failed/);
});

Deno.test("cf test takes steps under a plain `tests`, whose assertions are computed", async () => {
  await using workplace = new Workplace();
  const older = FAILING.replace("[TESTS]", "tests").replaceAll("assert(", "computed(")
    .replace("  return {", "  const isNine = computed(() => count.get() === 9);\n  return {")
    .replace(
      "{ assertion: computed(() => count.get() === 9), skip: true }",
      "{ assertion: isNine }",
    );
  await Deno.writeTextFile(workplace.path("a.test.tsx"), older);
  const { status, out } = await workplace.cf(["test"]);
  assert.equal(status, 1);
  assert.match(out, /✓ assertion 1 .*\n {2}✓ action 2 .*\n {2}✗ assertion 3 .*\n {6}got false/);
  assert.match(out, /✗ isNine .*\n {6}got false/);
});

Deno.test("cf test --json and --junit report every step", async () => {
  await using workplace = new Workplace();
  await Deno.writeTextFile(workplace.path("b.test.tsx"), FAILING);
  const { status, out } = await workplace.cf(["test", "--json", "--junit", "report.xml"]);
  assert.equal(status, 1);
  const { passed, failed, skipped, reports } = JSON.parse(out);
  assert.deepEqual({ passed, failed, skipped }, { passed: 2, failed: 1, skipped: 1 });
  assert.equal(reports[0].steps.length, 4);
  const junit = await Deno.readTextFile(workplace.path("report.xml"));
  assert.match(junit, /<testsuite name=".*b\.test\.tsx" tests="4" failures="1"/);
  assert.equal([...junit.matchAll(/<testcase /g)].length, 4);
  assert.equal([...junit.matchAll(/<failure message="/g)].length, 1);
});

Deno.test("cf test --filter chooses files by name", async () => {
  await using workplace = new Workplace();
  await Deno.writeTextFile(workplace.path("a.test.tsx"), PASSING);
  await Deno.writeTextFile(workplace.path("b.test.tsx"), FAILING);
  const { status, out } = await workplace.cf(["test", "--filter", "a.test"]);
  assert.equal(status, 0, out);
  assert.doesNotMatch(out, /b\.test/);
});

Deno.test("cf test --filter tells of the steps that are named, and runs the others too", async () => {
  await using workplace = new Workplace();
  await Deno.writeTextFile(workplace.path("a.test.tsx"), PASSING);
  await Deno.writeTextFile(workplace.path("b.test.tsx"), FAILING.replace("=== 1", ">= 1"));
  const { status, out } = await workplace.cf(["test", "--filter", "=== 2"]);
  assert.equal(status, 0, out);
  assert.match(out, /^ok a\.test\.tsx .*\n {2}✓ count\.get\(\) === 2 .*\n\n1 passed, 0 failed /);
  const none = await workplace.cf(["test", "--filter", "=== 77"]);
  assert.equal(none.status, 2);
  assert.match(none.err, /no file and no step in them has '=== 77' in its name/);
});

Deno.test("cf test shows what patterns print, once, with the piece that does", async () => {
  await using workplace = new Workplace();
  const talking = `
import { action, assert, computed, pattern, TESTS, Writable } from "commonfabric";
export default pattern(() => {
  const n = new Writable(0);
  const twice = computed(() => { console.log("computing", n.get()); return n.get() * 2; });
  return { [TESTS]: [{ action: action(() => { console.info("acting", { a: 1 }); n.set(1); }) }, { assertion: assert(() => twice === 2) }] };
});
`;
  await Deno.writeTextFile(workplace.path("a.test.tsx"), talking);
  const { out } = await workplace.cf(["test"]);
  assert.match(out, /\n {4}info \[\w{6}\] acting \{"a":1\}\n {4}log \[\w{6}\] computing 1\n {2}✓/);
  const { reports } = JSON.parse((await workplace.cf(["test", "--json"])).out);
  assert.equal(reports[0].printed.length, 2);
});

Deno.test("cf test says what a file lacks, and what a step has instead of a verb", async () => {
  await using workplace = new Workplace();
  await Deno.writeTextFile(workplace.path("a.test.tsx"), "export const nothing = 1;\n");
  const odd =
    `${HEAD}export default pattern(() => ({ [TESTS]: [{ asertion: assert(() => true) }, null] }));\n`;
  await Deno.writeTextFile(workplace.path("b.test.tsx"), odd);
  const nobody =
    `import { multiUserTest } from "commonfabric";\nexport default multiUserTest({ participants: { alice: 5 } });\n`;
  await Deno.writeTextFile(workplace.path("c.test.tsx"), nobody);
  const { status, out } = await workplace.cf(["test", "--junit", "report.xml"]);
  assert.equal(status, 1);
  assert.match(out, /the file has no default export/);
  assert.match(out, /Cannot run the step: it has asertion; a step has one of assertion, action/);
  assert.match(out, /Cannot run the step: it is empty/);
  assert.match(
    out,
    /its participant 'alice' is no pattern; write multiUserTest\(.*\n.*c\.test\.tsx:2:/,
  );
  const junit = await Deno.readTextFile(workplace.path("report.xml"));
  assert.ok(junit.includes(`at ${workplace.path("c.test.tsx")}:2:`), junit);
});

Deno.test("cf test gives a step one line, also for an assertion of many", async () => {
  await using workplace = new Workplace();
  const long = `
import { assert, pattern, TESTS } from "commonfabric";
export default pattern(() => ({ [TESTS]: [
  { assertion: assert(() => {
    const letters = ["a"];
    letters.push("b");
    return letters.join() === "${"b".repeat(200)}";
  }) },
] }));
`;
  await Deno.writeTextFile(workplace.path("a.test.tsx"), long);
  const { status, out } = await workplace.cf(["test"]);
  assert.equal(status, 1);
  assert.match(out, /✗ \{ const letters = \["a"\]; letters\.push\("b"\); return .*…/);
});

Deno.test("cf test kills a file that takes too long, tells where it was, and goes on with the next", async () => {
  await using workplace = new Workplace();
  const slow = `
import { assert, fetchText, pattern, TESTS } from "commonfabric";
export const fetchMocks = [{ urlIncludes: "slow", body: "late", delayMs: 600_000 }];
export default pattern(() => {
  const answer = fetchText({ url: "https://slow.example/" });
  return { [TESTS]: [
    { assertion: assert(() => answer.result === undefined) },
    { settle: true },
    { assertion: assert(() => answer.result === "late") },
  ] };
});
`;
  await Deno.writeTextFile(workplace.path("a.test.tsx"), slow);
  await Deno.writeTextFile(workplace.path("b.test.tsx"), PASSING);
  const { status, out } = await workplace.cf(["test", "--timeout", "5000", "--jobs", "1"]);
  assert.equal(status, 1);
  assert.match(out, /✓ answer\.result === undefined/);
  assert.match(out, /it took longer than 5000 ms; it was at settle 2/);
  assert.match(out, /b\.test\.tsx/);
  assert.match(out, /\d passed, 1 failed/);
});

Deno.test("cf test ends when all participants wait for labels that nobody reaches", async () => {
  await using workplace = new Workplace();
  const waiting = `
import { assert, multiUserTest, pattern, TESTS } from "commonfabric";
const Ann = pattern(() => ({ [TESTS]: [
  { await: "start" }, { await: "from bob" }, { label: "from ann" }, { assertion: assert(() => 1 + 1 === 2) },
] }));
const Bob = pattern(() => ({ [TESTS]: [{ label: "start" }, { await: "from ann" }, { label: "from bob" }] }));
export default multiUserTest({ participants: { ann: Ann, bob: Bob } });
`;
  await Deno.writeTextFile(workplace.path("a.test.tsx"), waiting);
  const { status, out } = await workplace.cf(["test"]);
  assert.equal(status, 1);
  assert.match(out, /nobody reached the label 'from (ann|bob)'/);
});

Deno.test("cf test reports a file that does not compile with its line", async () => {
  await using workplace = new Workplace();
  const text = PASSING.replace("return {", "while (count.get() > 9) {}\n  return {");
  await Deno.writeTextFile(workplace.path("a.test.tsx"), text);
  const { status, out } = await workplace.cf(["test"]);
  assert.equal(status, 1);
  assert.match(out, /a\.test\.tsx:6:\d+ error reactive-loop/);
});

Deno.test("cf test names the line of a module that throws while it loads", async () => {
  await using workplace = new Workplace();
  const text = PASSING.replace(
    HEAD,
    `${HEAD}const made = JSON.parse("{oops");\nconsole.log(made);\n`,
  );
  await Deno.writeTextFile(workplace.path("a.test.tsx"), text);
  const { status, out } = await workplace.cf(["test"]);
  assert.equal(status, 1);
  assert.match(out, /Expected property name.*\n\s+at a\.test\.tsx:2:/);
});

Deno.test("cf test runs a file whose types do not fit, and prints what does not", async () => {
  await using workplace = new Workplace();
  await Deno.writeTextFile(workplace.path("a.test.tsx"), `${PASSING}const n: number = "x";\n`);
  const { status, out } = await workplace.cf(["test"]);
  assert.equal(status, 0, out);
  assert.match(out, /a\.test\.tsx:\d+:7 error TS2322/);
  assert.match(out, /3 passed, 0 failed/);
});

Deno.test("cf test names places from the caller's folder, wherever the program begins", async () => {
  await using workplace = new Workplace();
  await Deno.mkdir(workplace.path("deep/app"), { recursive: true });
  await Deno.mkdir(workplace.path("deep/lib"));
  await Deno.writeTextFile(workplace.path("deep/lib/n.ts"), "export const n: number = 'x';\n");
  await Deno.writeTextFile(
    workplace.path("deep/app/a.test.tsx"),
    `import { n } from "../lib/n.ts";\n${FAILING}export const m = n;\n`,
  );
  const { out } = await workplace.cf(["test"]);
  assert.match(out, /\n\s+at deep\/app\/a\.test\.tsx:10\n/);
  assert.match(out, /\n\s+deep\/lib\/n\.ts:1:14 error TS2322/);
});

Deno.test("cf test says so when there is nothing to run", async () => {
  await using workplace = new Workplace();
  const { status, err } = await workplace.cf(["test"]);
  assert.equal(status, 2);
  assert.match(err, /Cannot test: there is no \*\.test\.tsx/);
});

Deno.test("cf test --watch runs again when a file changes", async () => {
  await using workplace = new Workplace();
  await Deno.mkdir(workplace.path("app"));
  await Deno.writeTextFile(workplace.path("n.ts"), "export const n = 1;\n");
  const test = workplace.path("app/a.test.tsx");
  const head = 'import { n } from "../n.ts";\nexport const m = n;\n';
  await Deno.writeTextFile(test, `${head}${PASSING}`);
  const child = workplace.spawn(["test", "--watch", "app"]);
  const parts = readLines(child.stdout);
  let seen = "";
  const until = async (pattern: RegExp) => {
    while (!pattern.test(seen)) {
      const { value, done } = await parts.next();
      assert.ok(done !== true, seen);
      seen += `${value}\n`;
    }
  };
  await until(/3 passed, 0 failed/);
  await Deno.writeTextFile(test, `${head}${FAILING}`);
  await until(/2 passed, 1 failed/);
  seen = "";
  // Beside nothing that was named: it is an import that leads there.
  await Deno.writeTextFile(workplace.path("n.ts"), "export const n = 2;\n");
  await until(/2 passed, 1 failed/);
  child.kill("SIGTERM");
  await Promise.all([child.status, child.stderr.cancel()]);
  while ((await parts.next()).done !== true);
});
