/** `cf sqlite lent`: the files of the server's disk that are lent to a space. */

import type { Io } from "../../frame/io.ts";
import type { ValuesOf } from "../../frame/verb.ts";
import { formatTable, formatTime } from "../../print/table.ts";
import { operatorOptions, withOperator } from "../../server/operator.ts";

export const about = {
  name: "sqlite lent",
  summary: "List the files that are lent to a space.",
  examples: [["cf sqlite lent", "lists file, right, last commit and handle"]],
} as const;

export const options = operatorOptions;

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  await withOperator(values, io, async (space) => {
    const { files } = await space.run("lent", {});
    const rows = files.map(({ path, writable, seq, id }) => [
      path,
      writable ? "write" : "read",
      seq,
      id,
    ]);
    io.result(files, formatTable(["file", "right", "commit", "handle"], rows));
    for (const { path, behind } of files) {
      if (behind === undefined) continue;
      const since = formatTime(behind.since);
      io.say(`${path} lacks commits of the log, since ${since}: ${behind.problem}`);
    }
  });
}
