import assert from "node:assert/strict";
import type { FileReport } from "@cf/fabric";
import { runFiles } from "./test-process.ts";

const FILE = `import { assert, pattern, TESTS } from "commonfabric";
export default pattern(() => ({ [TESTS]: [{ assertion: assert(() => 1 + 1 === 2) }] }));
`;

/** Stops this whole thread, as a busy machine may. */
function standStill(timeMs: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, timeMs);
}

Deno.test("runFiles() counts no time against a file before it runs", async () => {
  const folder = await Deno.makeTempDir({ prefix: "cf-test-process-" });
  const file = `${folder}/a.test.tsx`;
  await Deno.writeTextFile(file, FILE);
  const timeoutMs = 3_000;
  const reports: FileReport[] = [];
  const done = runFiles([file], {
    cacheFolder: `${folder}/cache`,
    explain: false,
    timeoutMs,
    jobs: 1,
    onReport: (report) => reports.push(report),
    stop: new AbortController().signal,
  });
  standStill(timeoutMs);
  await done;
  assert.deepEqual(reports.map(({ outcome, problems }) => ({ outcome, problems })), [
    { outcome: "passed", problems: [] },
  ]);
  await Deno.remove(folder, { recursive: true });
});
