/** `cf sqlite gc`: clears away the files of databases whose piece was deleted long ago. */

import { databaseName } from "../../database/choose.ts";
import type { Io } from "../../frame/io.ts";
import { count, flag, type ValuesOf } from "../../frame/verb.ts";
import { operatorOptions, withOperator } from "../../server/operator.ts";

const DAY_MS = 86_400_000;
const GRACE_DAYS = 30;

export const about = {
  name: "sqlite gc",
  summary: "Clear away the files of deleted databases.",
  examples: [
    ["cf sqlite gc --dry-run", "lists what would go, what still waits, and strays"],
    ["cf sqlite gc --grace-days 7", "clears what was deleted more than a week ago"],
  ],
} as const;

export const options = {
  ...operatorOptions,
  dryRun: flag("--dry-run", "list only"),
  graceDays: count("--grace-days <days>", `how long deleted files wait (default ${GRACE_DAYS})`),
};

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  const graceMs = (values.graceDays ?? GRACE_DAYS) * DAY_MS;
  await withOperator(values, io, async (space) => {
    const report = await space.run("gc", { graceMs, dryRun: values.dryRun });
    const gone = values.dryRun ? "would go" : "gone";
    const lines = [
      ...report.expired.map(({ key }) => `${gone}: ${databaseName(key)}`),
      ...report.replaced.map((name) => `${gone}: ${name}, replaced by a repair`),
      ...report.waiting.map(({ key }) => `waits: ${databaseName(key)}`),
      ...report.kept.map((name) => `waits: ${name}, replaced by a repair`),
      ...report.orphans.map((name) => `stray, never removed: ${name}`),
      ...report.unreferenced.map(({ key }) => `without a handle, kept: ${databaseName(key)}`),
    ];
    io.result(report, lines.join("\n"));
    if (lines.length === 0) io.say("There is nothing to clear away.");
  });
}
