/** `cf sqlite ls`: the pattern databases of a space. */

import { storedSpaceOptions, withSpace } from "../../config/store.ts";
import { databaseName } from "../../database/choose.ts";
import type { Io } from "../../frame/io.ts";
import type { ValuesOf } from "../../frame/verb.ts";
import { formatBytes, formatTable } from "../../print/table.ts";

export const about = {
  name: "sqlite ls",
  summary: "List the databases of a space.",
  examples: [["cf sqlite ls --store .cf/store", "lists name, last commit, state, size and file"]],
} as const;

export const options = storedSpaceOptions;

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  await withSpace(values, io, (space) => {
    const databases = space.operator.databases();
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
