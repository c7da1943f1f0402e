/** `cf serve`: hosts spaces on this machine until it is stopped. */

import { relative, resolve } from "node:path";
import { formatDiagnostics, patternFiles } from "../author/compile-file.ts";
import { reportFailure, UsageError } from "../frame/errors.ts";
import type { Io } from "../frame/io.ts";
import { stopped } from "../frame/stopped.ts";
import { count, flag, restFlag, text, type ValuesOf } from "../frame/verb.ts";
import { Deployments } from "../server/deployments.ts";
import {
  type LocalServer,
  type LocalServerOptions,
  startLocalServer,
} from "../server/local-server.ts";

const DEFAULT_PORT = 8000;
const DAY_MS = 86_400_000;

export const about = {
  name: "serve",
  summary: "Host spaces on this machine.",
  examples: [
    ["cf serve", "serves .cf/store on port 8000; makes key and space on the first run"],
    ["cf serve --port 0 --share write", "takes a free port and lets everybody write"],
    ["cf serve --create operator --no-public-net", "makes no spaces and no requests for strangers"],
    ["cf serve --keep-days 90 --keep-commits 100000", "drops older commits from the logs"],
    ["cf serve --examples patterns", "deploys the patterns of a folder in the first space"],
  ],
} as const;

/** The options of verbs that start a server. */
export const serverOptions = {
  folder: text("--folder <folder>", "where store, key and settings are (default .cf)", {
    files: true,
  }),
  port: {
    ...count("-p, --port <port>", "port to listen on; 0 takes a free one (default 8000)"),
    parse: parsePort,
  },
  hostname: text("--hostname <name>", "address to listen on (default 127.0.0.1: this machine)"),
  identity: text("-i, --identity <file>", "key of the operator (default: that of the folder)", {
    files: true,
  }),
  allowFolder: restFlag(
    "--allow-folder <folder...>",
    "let the operator lend SQLite files below these folders to spaces",
    { files: true },
  ),
  allowNet: restFlag(
    "--allow-net <host...>",
    "let pieces fetch from these hosts, in this machine's own network too",
  ),
  publicNet: {
    ...flag("--no-public-net", "let pieces fetch from no hosts but those of --allow-net"),
    fallback: true,
  },
  create: text("--create <who>", "who may make spaces: anyone with a key (default), or operator", {
    choices: ["anyone", "operator"],
  }),
  origin: restFlag("--origin <url...>", "where a proxy makes the server reachable"),
  keepCommits: count(
    "--keep-commits <n>",
    "keep the newest commits of each space's log, and snapshots instead of the rest (default all)",
  ),
  keepDays: count("--keep-days <days>", "keep commits of this age (default all)"),
  frameDeadline: count(
    "--frame-deadline <ms>",
    "how long what a commit changed waits for its queries, to be shown with them (default 25)",
  ),
  share: text("--share <right>", "let everybody read or write in the first space", {
    choices: ["read", "write"],
  }),
};

export const options = {
  ...serverOptions,
  examples: text("--examples <folder>", "deploy the patterns of this folder", { files: true }),
};

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  const local = await startFor(values, io);
  const { server, space, identity } = local;
  const page = `${server.url}/${space}`;
  io.result({ url: server.url, page, space, operator: identity.did }, page);
  io.say(io.style.dim("Stop with Ctrl-C."));
  if (values.examples !== undefined) await deployExamples(local, values.examples, io);
  await stopped(io.stop);
  await server.close();
  io.say(io.style.dim("Stopped; everything is on disk."));
}

/** Starts the server that the flags describe; `onFailure` hears what goes wrong in pages. */
export async function startFor(
  values: ValuesOf<typeof serverOptions>,
  io: Io,
  onFailure?: LocalServerOptions["onFailure"],
): Promise<LocalServer> {
  return await startLocalServer({
    folder: values.folder ?? ".cf",
    port: values.port ?? DEFAULT_PORT,
    hostname: values.hostname,
    identity: values.identity,
    allowFolders: (values.allowFolder ?? []).map((folder) => resolve(io.cwd, folder)),
    outward: { hosts: values.allowNet ?? [], publicHosts: values.publicNet },
    create: values.create as "anyone" | "operator" | undefined,
    publicOrigins: (values.origin ?? []).map(publicOrigin),
    retention: retentionOf(values),
    frameDeadlineMs: values.frameDeadline,
    share: values.share as "read" | "write" | undefined,
    onFailure,
  }, io);
}

/** What of the logs is kept. Errors: `usage` for so little that nobody could go on. */
function retentionOf({ keepCommits, keepDays }: ValuesOf<typeof serverOptions>) {
  if (keepCommits === undefined && keepDays === undefined) return undefined;
  for (const [flag, given] of [["--keep-commits", keepCommits], ["--keep-days", keepDays]]) {
    if (given === 0) throw new UsageError(`Cannot serve: ${flag} must be at least 1`);
  }
  return {
    ...(keepCommits === undefined ? {} : { commits: keepCommits }),
    ...(keepDays === undefined ? {} : { ageMs: keepDays * DAY_MS }),
  };
}

/** Brings the pieces of a folder's patterns up to date, one after another. */
async function deployExamples(local: LocalServer, folder: string, io: Io): Promise<void> {
  const deployments = await Deployments.open(local, io);
  for (const file of await exampleFiles(resolve(io.cwd, folder), io)) {
    if (io.stop.aborted) break;
    const name = relative(io.cwd, file);
    const deployed = await deployments.update(file).catch((error: unknown) => {
      // One example that fails keeps none of the others away.
      io.say(`${name} cannot be deployed:`);
      reportFailure(error, io);
      return undefined;
    });
    if (deployed === undefined) continue;
    if (deployed.kind === "refused") {
      io.say(`${name} does not compile:\n${await formatDiagnostics(deployed.diagnostics, io)}`);
    } else if (deployed.kind !== "unchanged") io.say(io.style.dim(`${name} is ${deployed.piece}`));
  }
  await deployments.close();
}

/** The patterns of a folder: its own modules, and `main.tsx` of the folders in it. */
async function exampleFiles(folder: string, io: Io): Promise<string[]> {
  const files = await patternFiles([folder], { cwd: io.cwd, suffix: ".tsx" });
  return files.filter((file) => {
    const [first = "", ...rest] = relative(folder, file).split("/");
    if (/\.test\.tsx$/.test(file)) return false;
    return rest.length === 0 ? first !== "" : rest.length === 1 && rest[0] === "main.tsx";
  });
}

function parsePort(given: string): number {
  const port = /^\d{1,5}$/.test(given) ? Number(given) : Infinity;
  if (port > 65535) {
    throw new RangeError(`Cannot listen on '${given}': a port from 0 to 65535 is needed`);
  }
  return port;
}

/** An address as a browser names it: scheme, host and port. */
function publicOrigin(given: string): string {
  const url = URL.parse(given);
  const isPlain = url !== null && /^https?:$/.test(url.protocol) && url.pathname === "/" &&
    url.search === "" && url.hash === "";
  if (!isPlain) {
    throw new UsageError(
      `Cannot serve as ${given}: an address without a path is needed, such as https://cells.example`,
    );
  }
  return url.origin;
}
