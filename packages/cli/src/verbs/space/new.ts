/** `cf space new`: makes a space on a server that belongs to the caller alone. */

import { connectionOptions } from "../../config/settings.ts";
import type { Io } from "../../frame/io.ts";
import type { ValuesOf } from "../../frame/verb.ts";
import { openClient } from "../../server/client.ts";

export const about = {
  name: "space new",
  summary: "Make a space that belongs to you.",
  examples: [["cf space new", "prints the DID of the new space, for --space or CF_SPACE"]],
} as const;

export const options = connectionOptions;

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  const client = await openClient(values, io);
  const { space } = await client.request("POST", "/api/spaces", {
    ...(values.space === undefined ? {} : { space: values.space }),
  }) as { space: string };
  io.result({ space, url: client.url }, space);
  io.say(`Nobody but you can read it; \`cf acl add\` lets others in.`);
}
