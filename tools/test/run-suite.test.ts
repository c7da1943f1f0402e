import assert from "node:assert/strict";
import { Silence } from "../process/silence.ts";
import { runSuite } from "./run-suite.ts";

/** Runs `deno test` over one file with this text. */
async function run(text: string, breakAt?: RegExp) {
  const folder = await Deno.makeTempDir();
  const file = `${folder}/sample.test.ts`;
  await Deno.writeTextFile(file, text);
  const lines: string[] = [];
  const silence = new Silence(Infinity);
  const print = (line: string) => {
    lines.push(line);
    if (breakAt?.test(line)) silence.break();
  };
  const result = await runSuite(
    { args: ["test", "--no-config", "--quiet", file], junitFlag: "--junit-path" },
    { print, silence },
  );
  await Deno.remove(folder, { recursive: true });
  return { ...result, lines };
}

Deno.test("runSuite() counts what passed and failed, and prints whole lines", async () => {
  const { counts, failures, lines } = await run(
    `Deno.test("one", () => {});
     Deno.test("two", () => { throw new TypeError("Cannot pass: made to fail"); });`,
  );
  assert.deepEqual(counts, { passed: 1, failed: 1 });
  assert.equal(failures.length, 1);
  assert.match(lines.find((line) => line.startsWith("one ")) ?? "", /^one \.\.\. .*ok/);
});

Deno.test("runSuite() tells of a suite that fails outside of any test", async () => {
  const { counts, failures } = await run(`throw new Error("at once");`);
  assert.deepEqual(counts, { passed: 0, failed: 1 });
  assert.match(failures[0]?.title ?? "", /failed outside of any test|sample\.test\.ts/);
});

Deno.test("runSuite() stops a suite that hangs, and says what it had printed", async () => {
  const { counts, failures } = await run(
    `Deno.test("passes", () => {});
     Deno.test("hangs", () => new Promise((resolve) => setTimeout(resolve, 1e9)));`,
    /^passes \.\.\./,
  );
  assert.deepEqual(counts, { passed: 0, failed: 1 });
  assert.match(
    failures[0]?.title ?? "",
    /^deno test --no-config: .* was stopped: it printed nothing/,
  );
  assert.match(failures[0]?.text ?? "", /^passes \.\.\. /m);
});
