/** `cf dev`: serves a pattern, opens its page, and gives the piece its new code on each save. */

import { join, relative, resolve } from "node:path";
import { formatDiagnostics } from "../author/compile-file.ts";
import { changesBelow } from "../author/file-changes.ts";
import { openPage } from "../author/open-page.ts";
import { RunFailures } from "../author/run-failures.ts";
import { CliError, reportFailure, UsageError } from "../frame/errors.ts";
import type { Io } from "../frame/io.ts";
import { argument, flag, type ValuesOf } from "../frame/verb.ts";
import { type Deployed, Deployments } from "../server/deployments.ts";
import { isLoopback } from "../server/local-server.ts";
import { serverOptions, startFor } from "./serve.ts";

export const about = {
  name: "dev",
  summary: "Serve a pattern and follow its source.",
  examples: [
    ["cf dev counter.tsx", "serves, opens the page, and recompiles on save keeping the data"],
    ["cf dev counter.tsx --no-open --port 0", "prints the page's address instead of opening it"],
  ],
} as const;

export const options = {
  file: argument("file", "the pattern's main module", { files: true }),
  ...serverOptions,
  // Commander takes `--no-open` as a switch named `open` that is on unless it is given.
  open: { ...flag("--no-open", "do not open the page"), fallback: true },
};

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  const path = await mainModule(values.file, io);
  // The page in the author's browser acts with a key of its own. It may write unasked only where
  // nobody but this machine reaches the server.
  const share = values.share ?? (isLoopback(values.hostname ?? "127.0.0.1") ? "write" : undefined);
  const failures = new RunFailures(io);
  const local = await startFor({ ...values, share }, io, (_space, failure) => {
    failures.tell(failure);
  });
  const deployments = await Deployments.open(local, io);
  const { server, space } = local;
  const changes = changesBelow([path], io.stop);
  let page: string | undefined;
  const update = async () => {
    const deployed = await deployments.update(path).catch((error: unknown) => {
      // What a save broke, the next one can mend.
      reportFailure(error, io);
      return undefined;
    });
    if (deployed === undefined) return;
    changes.follow(deployed.sources);
    if (deployed.kind !== "refused") failures.runs(deployed.file);
    await report(deployed, relative(io.cwd, path), io);
    if (page !== undefined || deployed.kind === "refused") return;
    page = `${server.url}/${space}/${deployed.piece}`;
    io.result({ url: server.url, page, space, piece: deployed.piece }, page);
    if (values.open) await openPage(page);
  };
  try {
    await update();
    for await (const _ of changes) await update();
  } finally {
    await deployments.close();
    await server.close();
  }
}

/** The absolute path of the pattern's main module. */
async function mainModule(file: string, io: Io): Promise<string> {
  const path = resolve(io.cwd, file);
  const found = await Deno.stat(path).catch(() => undefined);
  if (found === undefined) {
    throw new CliError(
      "no-such-file",
      `Cannot serve ${file}: there is no such file`,
      "`cf new <folder>` makes a pattern to start from.",
    );
  }
  if (found.isDirectory) {
    throw new UsageError(
      `Cannot serve ${file}: it is a folder; name the pattern's main module, such as ` +
        join(file, "main.tsx"),
    );
  }
  return path;
}

async function report(deployed: Deployed, name: string, io: Io): Promise<void> {
  if (deployed.diagnostics.length > 0) io.say(await formatDiagnostics(deployed.diagnostics, io));
  if (deployed.kind === "refused") {
    io.say(io.style.red(`${name} does not compile; the piece goes on with its old code.`));
    return;
  }
  const words = { new: "runs", replaced: "runs its new code", unchanged: "is up to date" };
  io.say(io.style.green(`${name} ${words[deployed.kind]}.`));
}
