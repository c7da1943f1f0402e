/** `cf sqlite verify`: checks pages, watermark and every row against a replay of the log. */

import { anyDatabaseOptions, databaseName, forEachDatabase } from "../../database/choose.ts";
import { formatCount } from "../../print/table.ts";
import type { Io } from "../../frame/io.ts";
import type { ValuesOf } from "../../frame/verb.ts";

export const about = {
  name: "sqlite verify",
  summary: "Compare databases with the log, changing nothing.",
  examples: [
    ["cf sqlite verify --store .cf/store", "checks every database of the space"],
    ["cf sqlite verify 3kq2", "checks the database whose name holds 3kq2"],
  ],
} as const;

export const options = anyDatabaseOptions;

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<number> {
  const reports: { database: string; finding: string; differences: readonly string[] }[] = [];
  await forEachDatabase(values, io, async (space, database) => {
    const { finding, differences } = await space.run("verify", { database });
    reports.push({ database: databaseName(database), finding, differences });
  });
  const lines = reports.flatMap(({ database, finding, differences }) => [
    `${database}: ${describe(finding, differences)}`,
    ...differences.map((difference) => `  ${difference}`),
  ]);
  io.result(reports, lines.join("\n"));
  const bad = reports.filter((one) => one.finding !== "equal" || one.differences.length > 0);
  if (bad.length > 0) {
    io.say(io.style.red(`${bad.length} of ${reports.length} differ from the log.`));
    const divergent = bad.filter(({ finding }) => finding === "divergent");
    const next = divergent.length < bad.length ? ["cf sqlite repair"] : [];
    // A file of another history is taken for the log's only when somebody says so.
    next.push(...divergent.map(({ database }) => `cf sqlite rebuild "${database}"`));
    io.say(`${io.style.cyan("next:")} ${next.join("; ")}`);
  } else {
    const verb = reports.length === 1 ? "agrees" : "agree";
    io.say(io.style.green(`${formatCount(reports.length, "database")} ${verb} with the log.`));
  }
  return bad.length > 0 ? 1 : 0;
}

function describe(finding: string, differences: readonly string[]): string {
  if (finding === "equal") return differences.length === 0 ? "agrees" : "has other rows";
  return finding;
}
