/** `cf space backup`: copies a space of a store as of one commit. */

import { resolve } from "node:path";
import { storedSpaceOptions, withSpace } from "../../config/store.ts";
import type { Io } from "../../frame/io.ts";
import { argument, type ValuesOf } from "../../frame/verb.ts";

export const about = {
  name: "space backup",
  summary: "Copy a space into a folder.",
  examples: [["cf space backup monday --store .cf/store", "writes files that sqlite3 opens too"]],
} as const;

export const options = {
  folder: argument("folder", "a folder to make; it must be empty", { files: true }),
  ...storedSpaceOptions,
};

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  const folder = resolve(io.cwd, values.folder);
  await withSpace(values, io, async (space) => {
    const manifest = await space.operator.backUp(folder);
    io.result({ folder, ...manifest }, "");
    io.say(`${folder} holds ${manifest.space} as of commit ${manifest.seq}.`);
  });
}
