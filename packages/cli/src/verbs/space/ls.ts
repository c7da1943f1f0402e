/** `cf space ls`: the spaces of a server that the caller may read, or those of a store folder. */

import type { NamedSpace } from "@cf/protocol";
import { connectionOptions } from "../../config/settings.ts";
import { storeOptions } from "../../config/store.ts";
import type { Io } from "../../frame/io.ts";
import type { ValuesOf } from "../../frame/verb.ts";
import { formatTable } from "../../print/table.ts";
import { openClient } from "../../server/client.ts";
import { allSpaces, withOperated } from "../../server/operator.ts";

export const about = {
  name: "space ls",
  summary: "List the spaces of a server or a store.",
  examples: [
    ["cf space ls", "lists the spaces of the server that you may read"],
    ["cf space ls --store .cf/store", "lists all spaces of a store, for its operator"],
  ],
} as const;

export const options = { ...connectionOptions, ...storeOptions };

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  if (values.store === undefined) await listServed(values, io);
  else await listStored(values, io);
}

async function listServed(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  const client = await openClient(values, io);
  const { spaces } = await client.request("GET", "/api/spaces") as {
    spaces: { space: string; seq: number; capability: string; named?: NamedSpace }[];
  };
  const rows = spaces.map(({ space, named, seq, capability }) => [
    space,
    named?.name ?? "",
    seq,
    capability,
  ]);
  io.result(spaces, formatTable(["space", "name", "commits", "you may"], rows));
}

async function listStored(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  await withOperated(values, io, async (operated) => {
    const spaces = await allSpaces(operated);
    const rows = spaces.map(({ space, named, seq, owners }) => [
      space,
      named?.name ?? "",
      seq,
      owners.join(" "),
    ]);
    io.result(spaces, formatTable(["space", "name", "commits", "owners"], rows));
  });
}
