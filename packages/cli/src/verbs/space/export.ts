/** `cf space export`: the whole log of a space, one commit a line. */

import type { Io } from "../../frame/io.ts";
import { count, type ValuesOf } from "../../frame/verb.ts";
import { operatorOptions, withOperator } from "../../server/operator.ts";

/** Commits asked for at a time. */
const LIMIT = 500;

export const about = {
  name: "space export",
  summary: "Print the log of a space as lines of JSON.",
  examples: [
    ["cf space export --store .cf/store > log.jsonl", "prints records, hashes and changesets"],
    ["cf space export --after 1000", "prints what came after commit 1000"],
  ],
} as const;

export const options = {
  ...operatorOptions,
  after: count("--after <seq>", "first commit left out"),
};

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  await withOperator(values, io, async (space) => {
    let after = values.after ?? 0;
    for (;;) {
      const { commits } = await space.run("log", { after, limit: LIMIT });
      for (const commit of commits) io.out(JSON.stringify(commit));
      if (commits.length === 0) return;
      after = commits.at(-1)!.seq;
    }
  });
}
