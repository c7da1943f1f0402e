#!/usr/bin/env node
/** `cf` for machines with Node and npm: runs the program with the Deno on the PATH, else npm's. */

import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const VERSION = "2.9.6";
const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const args = ["run", "-A", "--quiet", "--config", path("../../../deno.json"), path("../main.ts")];

/** Starts `command` in this terminal; resolves with its status, or `undefined` if there is none. */
function run(command, before) {
  return new Promise((resolve) => {
    const child = spawn(command, [...before, ...args, ...process.argv.slice(2)], {
      stdio: "inherit",
    });
    // The child gets a Ctrl-C of its own; this process waits until it has ended in order.
    process.on("SIGINT", () => {});
    process.on("SIGTERM", () => child.kill("SIGTERM"));
    child.on("error", () => resolve(undefined));
    child.on("exit", (code) => resolve(code ?? 1));
  });
}

const status = await run("deno", []) ?? await run("npx", ["-y", `deno@${VERSION}`]);
if (status === undefined) {
  console.error("error: Cannot start cf: neither deno nor npx is on the PATH");
}
process.exit(status ?? 1);
