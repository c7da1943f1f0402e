/** `cf acl ls`: who may do what in a space. */

import { connectionOptions } from "../../config/settings.ts";
import type { Io } from "../../frame/io.ts";
import type { ValuesOf } from "../../frame/verb.ts";
import { formatTable } from "../../print/table.ts";
import { openClient, requireSpace } from "../../server/client.ts";

export const about = {
  name: "acl ls",
  summary: "List who may read, write and own a space.",
  examples: [["cf acl ls", "lists principals; * is everybody"]],
} as const;

export const options = connectionOptions;

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  const space = encodeURIComponent(await requireSpace(values, io));
  const client = await openClient(values, io);
  const { access } = await client.request("GET", `/api/spaces/${space}/access`) as {
    access: { principal: string; capability: string }[];
  };
  const rows = access.map(({ principal, capability }) => [capability, principal]);
  io.result(access, formatTable(["may", "principal"], rows));
}
