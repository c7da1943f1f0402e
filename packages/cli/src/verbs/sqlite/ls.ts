/** `cf sqlite ls`: the pattern databases of a space. */

import { databaseName } from "../../database/choose.ts";
import type { Io } from "../../frame/io.ts";
import type { ValuesOf } from "../../frame/verb.ts";
import { formatBytes, formatTable } from "../../print/table.ts";
import { operatorOptions, withOperator } from "../../server/operator.ts";

export const about = {
  name: "sqlite ls",
  summary: "List the databases of a space.",
  examples: [["cf sqlite ls --store .cf/store", "lists name, last commit, state, size and file"]],
} as const;

export const options = operatorOptions;

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  await withOperator(values, io, async (space) => {
    const { databases } = await space.run("databases", {});
    const rows = databases.map(({ key, seq, state, sizeBytes, file }) => [
      databaseName(key),
      seq,
      state,
      formatBytes(sizeBytes),
      file ?? "",
    ]);
    io.result(databases, formatTable(["database", "commit", "state", "size", "file"], rows));
  });
}
