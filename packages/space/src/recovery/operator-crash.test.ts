/**
 * Kill a program with SIGKILL while it does an operator's work beside commits, at moments spread over
 * that work: what was acknowledged is there, every file equals a replay of the log, a database is live
 * or in the trash, a backup is whole or none, and nothing half made lies about.
 *
 * `CF_OPERATOR_KILLS` sets how often each work is killed (1 unless set).
 */

import { deepEqual, equal } from "node:assert/strict";
import { type OperatorJob, OperatorSite } from "../testing/operator-site.ts";

const KILLS = Number(Deno.env.get("CF_OPERATOR_KILLS") ?? 1);
const JOBS: readonly OperatorJob[] = [
  "snapshot",
  "prune",
  "rebuild",
  "verify",
  "repair",
  "replay",
  "discard",
  "take back",
  "gc",
  "backup",
  "restore",
];

Deno.test("an operator's work that is killed loses nothing", async (t) => {
  await using site = await OperatorSite.make();
  for (const job of JOBS) {
    await t.step(`${job}, killed ${KILLS} times`, async () => {
      const whole = await site.run(job);
      equal(whole.failure, undefined);
      await site.check(job, true);
      for (let n = 0; n < KILLS; n++) {
        const killAfterMs = whole.tookMs * (n + Math.random()) / KILLS;
        const { isDone } = await site.run(job, { killAfterMs });
        await site.check(job, isDone);
      }
    });
  }
});

const IN_BETWEEN = {
  "large change, killed": "the server",
  "large change, child killed": "the process that made it",
} as const;

for (const [job, who] of Object.entries(IN_BETWEEN)) {
  Deno.test({
    name:
      `a large change is there although ${who} is killed between the log's commit and the file's`,
    ignore: Deno.build.os !== "linux",
    fn: async () => {
      await using site = await OperatorSite.make();
      const { failure } = await site.run(job as OperatorJob);
      equal(failure, undefined);
      const repairs = await site.check(job as OperatorJob, true);
      deepEqual(repairs, job === "large change, killed" ? ["redo"] : []);
    },
  });
}
