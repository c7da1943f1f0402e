/** `cf space restore`: puts a backup in place as a space of a store. */

import { resolve } from "node:path";
import type { Io } from "../../frame/io.ts";
import { argument, flag, type ValuesOf } from "../../frame/verb.ts";
import { operatorOptions as allOptions, withOperated } from "../../server/operator.ts";

const { space: _named, ...operatorOptions } = allOptions;

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
  ...operatorOptions,
  replace: flag("--replace", "set a space of that name aside, in .replaced of the store"),
};

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  const folder = resolve(io.cwd, values.folder);
  const restored = await withOperated(values, io, async (operated) => {
    const body = { folder, replace: values.replace };
    if (operated.kind === "server") {
      const answer = await operated.client.request("POST", "/api/operator/restore", body);
      return answer as { space: string; seq: number };
    }
    const space = await operated.host.restore(folder, body);
    return { space: space.id, seq: space.stats.seq };
  });
  io.result(restored, restored.space);
  io.say(`It stands at commit ${restored.seq}.`);
}
