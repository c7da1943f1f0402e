import assert from "node:assert/strict";
import { addCounts, countJunit } from "./count-junit.ts";

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
});

Deno.test("addCounts() sums both numbers", () => {
  assert.deepEqual(addCounts({ passed: 1, failed: 2 }, { passed: 3, failed: 4 }), {
    passed: 4,
    failed: 6,
  });
});
