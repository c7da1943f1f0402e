/**
 * A server as a process of its own, for tests that kill it: `server-process.ts <options as JSON>`.
 * Prints its URL on one line when it serves.
 */

import { importIdentity } from "@cf/protocol";
import { SpaceExistsError } from "@cf/space";
import { startServer } from "../mod.ts";

const { store, port, identity, space } = JSON.parse(Deno.args[0]!);
const owner = await importIdentity(identity);
const server = await startServer({ store, port, identity: owner, logLevel: "warn" });
try {
  server.spaces.create(space, owner.did);
} catch (error) {
  if (!(error instanceof SpaceExistsError)) throw error;
}
console.log(server.url);
Deno.addSignalListener("SIGTERM", async () => {
  await server.close();
  Deno.exit(0);
});
