/** `cf sqlite verify`: checks pages, watermark and every row against a replay of the log. */

import { anyDatabaseOptions, databaseName, forAllDatabases } from "../../database/choose.ts";
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

interface Checked {
  readonly database: string;
  readonly finding: string;
  readonly detail: string;
  readonly differences: readonly string[];
  /** What is wrong with its snapshots. */
  readonly snapshots: readonly string[];
}

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<number> {
  const reports: Checked[] = [];
  await forAllDatabases(values, io, {
    use: async (space, database) => {
      const report = await space.run("verify", { database });
      reports.push({ database: databaseName(database), ...report });
    },
    failed: (database, { message }) =>
      reports.push({
        database: databaseName(database),
        finding: "failed",
        detail: message,
        differences: [],
        snapshots: [],
      }),
  });
  const lines = reports.flatMap(({ database, finding, detail, differences, snapshots }) => [
    `${database}: ${describe(finding, differences)}${detail === "" ? "" : `: ${detail}`}`,
    ...[...differences, ...snapshots].map((problem) => `  ${problem}`),
  ]);
  io.result(reports, lines.join("\n"));
  const differ = reports.filter((one) => one.finding !== "equal" || one.differences.length > 0);
  const bad = reports.filter((one) => differ.includes(one) || one.snapshots.length > 0);
  if (bad.length > 0) {
    const what = differ.length > 0 ? "differ from the log" : "have damaged snapshots";
    io.say(io.style.red(`${(differ.length || bad.length)} of ${reports.length} ${what}.`));
    const next = nextSteps(bad);
    if (next !== "") io.say(`${io.style.cyan("next:")} ${next}`);
  } else {
    const verb = reports.length === 1 ? "agrees" : "agree";
    io.say(io.style.green(`${formatCount(reports.length, "database")} ${verb} with the log.`));
  }
  return bad.length > 0 ? 1 : 0;
}

/** A file of another history is taken for the log's only when somebody says so. */
function nextSteps(bad: readonly Checked[]): string {
  const divergent = bad.filter(({ finding }) => finding === "divergent");
  const repairable = bad.some(({ finding }) => finding !== "divergent" && finding !== "failed");
  return [
    ...(repairable ? ["cf sqlite repair"] : []),
    ...divergent.map(({ database }) => `cf sqlite rebuild "${database}"`),
  ].join("; ");
}

function describe(finding: string, differences: readonly string[]): string {
  if (finding === "equal") return differences.length === 0 ? "agrees" : "has other rows";
  return finding;
}
