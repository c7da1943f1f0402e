import assert from "node:assert/strict";
import { addCounts, countJunit, junitFailures } from "./junit.ts";

const REPORT = `<?xml version="1.0"?>
<testsuites tests="4" failures="1" errors="0">
  <testsuite name="./a.test.ts">
    <testcase name="a &gt; b" time="0.001"/>
    <testcase name="c" time="0.001"></testcase>
    <testcase name="d"><failure message="x">Uncaught</failure></testcase>
    <testcase name="e"><skipped/></testcase>
  </testsuite>
</testsuites>`;

Deno.test("countJunit() counts cases, failures and neither for skipped ones", () => {
  assert.deepEqual(countJunit(REPORT), { passed: 2, failed: 1 });
  assert.deepEqual(countJunit(""), { passed: 0, failed: 0 });
});

Deno.test("countJunit() agrees with a report that deno test writes", async () => {
  const folder = await Deno.makeTempDir();
  const file = `${folder}/sample.test.ts`;
  await Deno.writeTextFile(
    file,
    `Deno.test("one", () => {});
     Deno.test("two", () => { throw new TypeError("Cannot pass: made to fail"); });
     Deno.test({ name: "three", ignore: true, fn() {} });`,
  );
  await new Deno.Command(Deno.execPath(), {
    args: ["test", "--no-config", "--quiet", `--junit-path=${folder}/junit.xml`, file],
    stdout: "null",
    stderr: "null",
  }).output();
  const report = await Deno.readTextFile(`${folder}/junit.xml`);
  await Deno.remove(folder, { recursive: true });
  assert.deepEqual(countJunit(report), { passed: 1, failed: 1 });
  const [failure] = junitFailures(report);
  assert.match(failure?.title ?? "", /sample\.test\.ts: two$/);
  assert.match(failure?.text ?? "", /^TypeError: Cannot pass: made to fail\n/);
});

Deno.test("junitFailures() tells each failed test with its place and its text", () => {
  const report = `<testsuites><testsuite name="./a.test.ts">
    <testcase name="fine" classname="./a.test.ts"/>
    <testcase name="a &gt; b" classname="./a.test.ts" time="0.1">
      <failure message="short">Error: x &lt; y &amp;amp; &#10;z</failure>
    </testcase>
    <testcase classname="./b.test.ts" name="bare"><error message="only &quot;this&quot;"/></testcase>
  </testsuite></testsuites>`;
  assert.deepEqual(junitFailures(report), [
    { title: "./a.test.ts: a > b", text: "Error: x < y &amp; \nz" },
    { title: "./b.test.ts: bare", text: 'only "this"' },
  ]);
  assert.deepEqual(junitFailures(""), []);
});

Deno.test("addCounts() sums both numbers", () => {
  assert.deepEqual(addCounts({ passed: 1, failed: 2 }, { passed: 3, failed: 4 }), {
    passed: 4,
    failed: 6,
  });
});
