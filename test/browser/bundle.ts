/** Scripts for a test's page, by Deno's own bundler. */

import { fileURLToPath } from "node:url";
import { alone } from "@cf/utils";

/** The bundle of the module `entry` for a browser. */
export async function bundle(entry: URL): Promise<string> {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["bundle", "--platform", "browser", fileURLToPath(entry)],
    stdout: "piped",
    stderr: "piped",
  });
  const { success, stdout, stderr } = await alone(() => command.output());
  if (!success) throw new TypeError(`Cannot bundle ${entry}: ${new TextDecoder().decode(stderr)}`);
  return new TextDecoder().decode(stdout);
}
