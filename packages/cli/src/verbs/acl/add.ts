/** `cf acl add`: gives a principal the right to read, write or own a space. */

import { isDid } from "@cf/protocol";
import { connectionOptions } from "../../config/settings.ts";
import { UsageError } from "../../frame/errors.ts";
import type { Io } from "../../frame/io.ts";
import { argument, type ValuesOf } from "../../frame/verb.ts";
import { openClient, requireSpace } from "../../server/client.ts";

export const about = {
  name: "acl add",
  summary: "Give somebody a right in a space.",
  examples: [
    ["cf acl add did:key:z6Mk… write", "lets one principal read and write"],
    ["cf acl add '*' read", "lets everybody read"],
  ],
} as const;

export const options = {
  principal: argument("principal", "a DID, or * for everybody"),
  capability: argument("right", "read, write or own", { choices: ["read", "write", "own"] }),
  ...connectionOptions,
};

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  const { principal, capability } = values;
  if (principal !== "*" && !isDid(principal)) {
    throw new UsageError(
      `Cannot give a right to ${principal}: it is no DID of a key; «cf id show» prints one`,
    );
  }
  const space = await requireSpace(values, io);
  const client = await openClient(values, io);
  const path = `/api/spaces/${encodeURIComponent(space)}/access/${encodeURIComponent(principal)}`;
  await client.request("PUT", path, { capability });
  io.result({ space, principal, capability }, "");
  io.say(`${principal} may ${capability} in ${space}.`);
}
