/** `cf space backup`: copies a space of a store as of one commit. */

import { resolve } from "node:path";
import type { Io } from "../../frame/io.ts";
import { argument, type ValuesOf } from "../../frame/verb.ts";
import { operatorOptions, withOperator } from "../../server/operator.ts";

export const about = {
  name: "space backup",
  summary: "Copy a space into a folder.",
  examples: [["cf space backup monday --store .cf/store", "writes files that sqlite3 opens too"]],
} as const;

export const options = {
  folder: argument("folder", "a folder to make; it must be empty", { files: true }),
  ...operatorOptions,
};

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  const folder = resolve(io.cwd, values.folder);
  await withOperator(values, io, async (space) => {
    const manifest = await space.run("back-up", { folder });
    io.result({ folder, ...manifest }, "");
    io.say(`${folder} holds ${manifest.space} as of commit ${manifest.seq}.`);
  });
}
