/** `cf acl rm`: takes a principal's rights in a space away. */

import { connectionOptions } from "../../config/settings.ts";
import type { Io } from "../../frame/io.ts";
import { argument, type ValuesOf } from "../../frame/verb.ts";
import { openClient, requireSpace } from "../../server/client.ts";

export const about = {
  name: "acl rm",
  summary: "Take somebody's rights in a space away.",
  examples: [["cf acl rm did:key:z6Mk…", "ends that principal's sessions too"]],
} as const;

export const options = {
  principal: argument("principal", "a DID, or * for everybody"),
  ...connectionOptions,
};

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  const { principal } = values;
  const space = await requireSpace(values, io);
  const client = await openClient(values, io);
  const path = `/api/spaces/${encodeURIComponent(space)}/access/${encodeURIComponent(principal)}`;
  await client.request("DELETE", path);
  io.result({ space, principal, capability: null }, "");
  io.say(`${principal} has no right of its own in ${space}.`);
}
