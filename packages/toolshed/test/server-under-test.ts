/** Starts and ends `server-process.ts`, a server in a process of its own. */

import assert from "node:assert/strict";
import type { ExportedIdentity } from "@cf/protocol";

/** What the process serves. */
export interface Setting {
  readonly store: string;
  readonly port: number;
  readonly identity: ExportedIdentity;
  /** Made if it is not there. */
  readonly space: string;
}

/** Resolves when the process serves. */
export async function startProcess(
  setting: Setting,
  env: Record<string, string> = {},
): Promise<Deno.ChildProcess> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "--quiet",
      "--no-check",
      new URL("./server-process.ts", import.meta.url).pathname,
      JSON.stringify(setting),
    ],
    env,
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const reader = child.stdout.getReader();
  const { value } = await reader.read();
  assert.match(new TextDecoder().decode(value), /^http:/, "the server serves");
  await reader.cancel();
  return child;
}

/** Sends a signal and waits for the end. */
export async function stopProcess(child: Deno.ChildProcess, signal: Deno.Signal): Promise<void> {
  child.kill(signal);
  await child.status;
}

/** A port that nobody listens on at the time of the call. */
export function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  return port;
}
