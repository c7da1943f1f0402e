/** `cf sqlite as-of`: writes a database as it was at a commit into a file of its own. */

import { resolve } from "node:path";
import { databaseName, forEachDatabase, oneDatabaseOptions } from "../../database/choose.ts";
import type { Io } from "../../frame/io.ts";
import { argument, count, type ValuesOf } from "../../frame/verb.ts";

export const about = {
  name: "sqlite as-of",
  summary: "Write a database as it was into a file.",
  examples: [
    ["cf sqlite as-of 3kq2 old.sqlite --seq 12", "replays the log up to commit 12"],
  ],
} as const;

export const options = {
  ...oneDatabaseOptions,
  file: argument("file", "the SQLite file to make", { files: true }),
  seq: count("--seq <n>", "the commit (default: the newest)"),
};

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  const path = resolve(io.cwd, values.file);
  await forEachDatabase(values, io, async (space, database) => {
    const to = values.seq === undefined ? {} : { to: values.seq };
    const { commits } = await space.run("replay", { database, path, ...to });
    io.result({ database: databaseName(database), file: path, commits }, "");
    io.say(`${path} holds ${databaseName(database)} after ${commits} of its commits.`);
  });
}
