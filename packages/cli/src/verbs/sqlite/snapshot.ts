/** `cf sqlite snapshot`: copies a database as it is, so that a rebuild starts there. */

import { databaseName, forEachDatabase, oneDatabaseOptions } from "../../database/choose.ts";
import { CliError } from "../../frame/errors.ts";
import type { Io } from "../../frame/io.ts";
import type { ValuesOf } from "../../frame/verb.ts";
import { formatCount } from "../../print/table.ts";

export const about = {
  name: "sqlite snapshot",
  summary: "Copy a database, so that a rebuild starts there.",
  examples: [["cf sqlite snapshot 3kq2", "bounds how long a rebuild takes, before it is due"]],
} as const;

export const options = oneDatabaseOptions;

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  await forEachDatabase(values, io, async (space, database) => {
    const { taken, all } = await space.run("snapshot", { database });
    const name = databaseName(database);
    if (taken === undefined) {
      throw new CliError(
        "no-snapshot",
        `Cannot take a snapshot of ${name}: a long query reads an older state, or it is being made anew`,
        "Try again in a moment.",
      );
    }
    io.result({ database: name, ...taken, all }, "");
    const kept = formatCount(all.length, "snapshot");
    io.say(`${name} is copied as of commit ${taken.seq}; ${kept} of it are kept.`);
  });
}
