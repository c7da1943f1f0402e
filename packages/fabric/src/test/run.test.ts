import assert from "node:assert/strict";
import type { FileReport } from "./report.ts";
import { testFile } from "./run.ts";

interface Parts {
  readonly given?: string;
  readonly action?: string;
  readonly assertion?: string;
}

/** Runs a test file of one action and one assertion. */
async function run({ given = "", action = "", assertion = "() => n.get() === 1" }: Parts) {
  const folder = await Deno.makeTempDir({ prefix: "cf-test-" });
  const path = `${folder}/subject.test.tsx`;
  await Deno.writeTextFile(
    path,
    `import { action, assert, pattern, TESTS, Writable } from "commonfabric";
${given}
export default pattern(() => {
  const n = new Writable(0);
  const act = action(() => { n.set(1); ${action} });
  return { [TESTS]: [{ action: act }, { assertion: assert(${assertion}) }] };
});
`,
  );
  try {
    const report: FileReport = await testFile(path);
    return report;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("testFile() fails on a promise that fails and that nobody waits for", async () => {
  const at = `const save = async (n: number) => { throw new Error("cannot save " + n); };`;
  const later =
    `const save = async (n: number) => { await n; throw new Error("cannot save " + n); };`;
  for (const given of [at, later]) {
    const { outcome, problems } = await run({
      given,
      action: "save(1);",
    });
    assert.equal(outcome, "failed", given);
    assert.equal(problems.length, 1, given);
    assert.match(problems[0]!, /^uncaught error: a promise that nobody waits for: cannot save 1\n/);
    assert.match(problems[0]!, /subject\.test\.tsx:2:\d+$/);
  }
  const heard = await run({
    given: at,
    action: "save(1).catch(() => {});",
  });
  assert.equal(heard.outcome, "passed");
});

Deno.test("testFile() fails on an assertion that gives a promise", async () => {
  const { steps } = await run({ assertion: "async () => (await n.get()) === 1" });
  assert.deepEqual(steps.map(({ outcome }) => outcome), ["passed", "failed"]);
  assert.match(JSON.stringify(steps[1]), /it is a promise, and nothing waits for it/);
});
