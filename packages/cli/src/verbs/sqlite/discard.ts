/** `cf sqlite discard`: moves a database to the trash, as deleting its handle does. */

import { databaseName, forEachDatabase, oneDatabaseOptions } from "../../database/choose.ts";
import type { Io } from "../../frame/io.ts";
import type { ValuesOf } from "../../frame/verb.ts";

export const about = {
  name: "sqlite discard",
  summary: "Move a database to the trash.",
  examples: [
    ["cf sqlite discard 3kq2", "for one that has no handle; a pattern that has one begins anew"],
  ],
} as const;

export const options = oneDatabaseOptions;

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  await forEachDatabase(values, io, async (space, database) => {
    const { seq } = await space.run("discard", { database });
    io.result({ database: databaseName(database), seq }, "");
    io.say(`${databaseName(database)} is in the trash; see \`cf sqlite gc\`.`);
  });
}
