/** `cf sqlite rebuild`: makes a database's file anew from the log, also one in quarantine. */

import { databaseName, forEachDatabase, oneDatabaseOptions } from "../../database/choose.ts";
import { formatCount } from "../../print/table.ts";
import type { Io } from "../../frame/io.ts";
import type { ValuesOf } from "../../frame/verb.ts";

export const about = {
  name: "sqlite rebuild",
  summary: "Make a database anew from the log.",
  examples: [["cf sqlite rebuild 3kq2 --store .cf/store", "replaces the file by a replay"]],
} as const;

export const options = oneDatabaseOptions;

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  await forEachDatabase(values, io, async (space, database) => {
    const { commits } = await space.run("rebuild", { database });
    io.result({ database: databaseName(database), commits }, "");
    io.say(`${databaseName(database)} is rebuilt from ${formatCount(commits, "commit")}.`);
  });
}
