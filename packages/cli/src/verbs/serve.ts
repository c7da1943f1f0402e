/** `cf serve`: hosts spaces on this machine until it is stopped. */

import type { Io } from "../frame/io.ts";
import { count, text, type ValuesOf } from "../frame/verb.ts";
import { startLocalServer } from "../server/local-server.ts";

const DEFAULT_PORT = 8000;

export const about = {
  name: "serve",
  summary: "Host spaces on this machine.",
  examples: [
    ["cf serve", "serves .cf/store on port 8000; makes key and space on the first run"],
    ["cf serve --port 0 --share write", "takes a free port and lets everybody write"],
  ],
} as const;

export const options = {
  folder: text("--folder <folder>", "where store, key and settings are (default .cf)", {
    files: true,
  }),
  port: count("-p, --port <port>", "port to listen on; 0 takes a free one (default 8000)"),
  hostname: text("--hostname <name>", "address to listen on (default 127.0.0.1: this machine)"),
  identity: text("-i, --identity <file>", "key of the operator (default: that of the folder)", {
    files: true,
  }),
  share: text("--share <right>", "let everybody read or write in the first space", {
    choices: ["read", "write"],
  }),
};

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  const { server, space, identity } = await startLocalServer({
    folder: values.folder ?? ".cf",
    port: values.port ?? DEFAULT_PORT,
    hostname: values.hostname,
    identity: values.identity,
    share: values.share as "read" | "write" | undefined,
  }, io);
  io.result({ url: server.url, space, operator: identity.did }, server.url);
  io.say(io.style.dim(`Space ${space}. Stop with Ctrl-C.`));
  await stopped(io.stop);
  await server.close();
  io.say(io.style.dim("Stopped; everything is on disk."));
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
