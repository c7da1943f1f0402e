/** `cf space restore`: puts a backup in place as a space of a store. */

import { resolve } from "node:path";
import { storeOptions, withStore } from "../../config/store.ts";
import type { Io } from "../../frame/io.ts";
import { argument, flag, type ValuesOf } from "../../frame/verb.ts";

export const about = {
  name: "space restore",
  summary: "Put a backup in place as a space.",
  examples: [
    ["cf space restore monday --store .cf/store", "adds the space of a backup to a store"],
    ["cf space restore monday --replace", "sets the space that is there aside"],
  ],
} as const;

export const options = {
  folder: argument("folder", "what `cf space backup` made", { files: true }),
  ...storeOptions,
  replace: flag("--replace", "set a space of that name aside, in .replaced of the store"),
};

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  const folder = resolve(io.cwd, values.folder);
  await withStore(values, io, async (host) => {
    const space = await host.restore(folder, { replace: values.replace });
    io.result({ space: space.id, seq: space.stats.seq }, space.id);
    io.say(`It stands at commit ${space.stats.seq}.`);
  });
}
