/** `cf sqlite repair`: puts databases right by the log, and prints what was done. */

import { anyDatabaseOptions, databaseName, forAllDatabases } from "../../database/choose.ts";
import { formatCount } from "../../print/table.ts";
import type { Io } from "../../frame/io.ts";
import type { ValuesOf } from "../../frame/verb.ts";

export const about = {
  name: "sqlite repair",
  summary: "Put databases right by the log.",
  examples: [["cf sqlite repair --store .cf/store", "repairs every database that needs it"]],
} as const;

export const options = anyDatabaseOptions;

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<number> {
  const done: { database: string; action: string; detail: string }[] = [];
  let failures = 0;
  await forAllDatabases(values, io, {
    use: async (space, database) => {
      const { repairs } = await space.run("repair", { database });
      for (const { action, detail } of repairs) {
        done.push({ database: databaseName(database), action, detail });
      }
    },
    failed: (database, { message }) => {
      failures++;
      done.push({ database: databaseName(database), action: "failed", detail: message });
    },
  });
  const lines = done.map(({ database, action, detail }) => `${database}: ${action}: ${detail}`);
  io.result(done, lines.join("\n"));
  if (done.length === 0) io.say("Nothing needed repair.");
  if (failures > 0) {
    io.say(io.style.red(`${formatCount(failures, "database")} could not be repaired.`));
  }
  return failures > 0 ? 1 : 0;
}
