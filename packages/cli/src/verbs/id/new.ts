/** `cf id new`: makes a key and keeps it in a file that only its owner can read. */

import { resolve } from "node:path";
import { createIdentity } from "@cf/protocol";
import { writeIdentity } from "../../config/identity-file.ts";
import { identityOptions, loadSettings } from "../../config/settings.ts";
import type { Io } from "../../frame/io.ts";
import { text, type ValuesOf } from "../../frame/verb.ts";

export const about = {
  name: "id new",
  summary: "Make a key to act with.",
  examples: [
    ["cf id new", "makes your key in the configuration folder"],
    ["cf id new --out ann.json", "makes a key in a file of its own"],
  ],
} as const;

export const options = {
  ...identityOptions,
  out: text("-o, --out <file>", "where to keep the key", { files: true }),
};

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  const path = values.out === undefined
    ? (await loadSettings(values, io)).identity
    : resolve(io.cwd, values.out);
  const identity = await createIdentity();
  await writeIdentity(path, identity);
  io.result({ did: identity.did, path }, identity.did);
  io.say(`The key is in ${path}; whoever has that file can act as you.`);
}
