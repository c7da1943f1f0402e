/** `cf sqlite repair`: puts databases right by the log, and prints what was done. */

import { anyDatabaseOptions, databaseName, forEachDatabase } from "../../database/choose.ts";
import type { Io } from "../../frame/io.ts";
import type { ValuesOf } from "../../frame/verb.ts";

export const about = {
  name: "sqlite repair",
  summary: "Put databases right by the log.",
  examples: [["cf sqlite repair --store .cf/store", "repairs every database that needs it"]],
} as const;

export const options = anyDatabaseOptions;

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  const done: { database: string; action: string; detail: string }[] = [];
  await forEachDatabase(values, io, async (space, database) => {
    const { repairs } = await space.run("repair", { database });
    for (const { action, detail } of repairs) {
      done.push({ database: databaseName(database), action, detail });
    }
  });
  const lines = done.map(({ database, action, detail }) => `${database}: ${action}: ${detail}`);
  io.result(done, lines.join("\n"));
  if (done.length === 0) io.say("Nothing needed repair.");
}
