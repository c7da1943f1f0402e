/** `cf id show`: says who you act as. */

import { readIdentity } from "../../config/identity-file.ts";
import { identityOptions, loadSettings } from "../../config/settings.ts";
import type { Io } from "../../frame/io.ts";
import type { ValuesOf } from "../../frame/verb.ts";

export const about = {
  name: "id show",
  summary: "Print the DID of your key.",
  examples: [["cf id show", "prints the DID that others add to their spaces"]],
} as const;

export const options = identityOptions;

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  const { identity: path } = await loadSettings(values, io);
  const identity = await readIdentity(path);
  io.result({ did: identity.did, path }, identity.did);
  if (!io.json) io.say(`The key is in ${path}.`);
}
