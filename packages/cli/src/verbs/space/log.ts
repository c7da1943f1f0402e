/** `cf space log`: the commits of a space, who made them and what they changed. */

import type { Io } from "../../frame/io.ts";
import { count, type ValuesOf } from "../../frame/verb.ts";
import { formatTable, formatTime } from "../../print/table.ts";
import { type OperatorAnswer, operatorOptions, withOperator } from "../../server/operator.ts";

export const about = {
  name: "space log",
  summary: "Print the newest commits of a space.",
  examples: [
    ["cf space log --store .cf/store", "prints the last twenty commits"],
    ["cf space log --after 100 --limit 5 --json", "prints five commits after commit 100"],
  ],
} as const;

export const options = {
  ...operatorOptions,
  after: count("--after <seq>", "first commit left out"),
  limit: count("--limit <n>", "how many commits (default 20)"),
};

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  await withOperator(values, io, async (space) => {
    const limit = Math.min(values.limit ?? 20, 1_000);
    const { commits } = await space.run("log", { after: values.after ?? -limit, limit });
    const records = commits.map(({ hash: _hash, changeset: _changeset, ...record }) => record);
    const rows = records.map((record) => [
      record.seq,
      formatTime(record.time),
      record.principal,
      summarize(record),
    ]);
    io.result(records, formatTable(["seq", "time", "principal", "changes"], rows));
  });
}

type LogRecord = Omit<OperatorAnswer<"log">["commits"][number], "hash" | "changeset">;

/** One line for a commit: its documents, its rows or its change of rights. */
function summarize({ operations, database, access, event }: LogRecord): string {
  const parts = operations.slice(0, 3).map(({ id, op }) => `${op} ${id}`);
  if (operations.length > 3) parts.push(`${operations.length - 3} more`);
  if (database !== undefined) parts.push(`rows of ${database.id}`);
  if (access !== undefined) parts.push(`${access.principal} may ${access.capability ?? "nothing"}`);
  if (event !== undefined) parts.push(JSON.stringify(event));
  return parts.join(", ");
}
