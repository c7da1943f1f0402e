/**
 * A server on this machine with everything that it needs, made on the first run: a folder with the
 * store, a key and a space, and `config.json`, by which later commands find all three.
 */

import { relative, resolve } from "node:path";
import { createIdentity, type Identity } from "@cf/protocol";
import type { Server, ServerOptions } from "@cf/toolshed";
import { readIdentity, writeIdentity } from "../config/identity-file.ts";
import { readConfig, saveSettings } from "../config/settings.ts";
import { CliError } from "../frame/errors.ts";
import type { Io } from "../frame/io.ts";
import { modelOf } from "./model.ts";

/** How to serve. */
export interface LocalServerOptions {
  /** Holds `store/`, `identity.json` and `config.json`. */
  readonly folder: string;
  readonly port: number;
  readonly hostname?: string | undefined;
  /** The key to act with, instead of the one in the folder. */
  readonly identity?: string | undefined;
  /** Absolute paths of folders whose SQLite files may be lent to spaces. */
  readonly allowFolders?: readonly string[];
  /** Where requests of pieces may go. */
  readonly outward?: NonNullable<ServerOptions["outward"]>;
  /** Who may make spaces. */
  readonly create?: ServerOptions["create"] | undefined;
  /** Origins of a proxy in front. */
  readonly publicOrigins?: readonly string[];
  /** How much of each space's log is kept. */
  readonly retention?: ServerOptions["retention"] | undefined;
  /** How long a frame waits for queries. */
  readonly frameDeadlineMs?: number | undefined;
  /** What everybody may do in the first space. */
  readonly share?: "read" | "write" | undefined;
  /** Hears what goes wrong in pages. */
  readonly onFailure?: ServerOptions["onFailure"] | undefined;
}

/** A running server, and who and what it was opened for. */
export interface LocalServer {
  readonly server: Server;
  readonly identity: Identity;
  /** Absolute path of the folder with the store. */
  readonly folder: string;
  /** The space that commands use unless told otherwise. */
  readonly space: string;
}

/** Starts the server. Errors: `port-taken`, `store-locked`. The caller closes it. */
export async function startLocalServer(options: LocalServerOptions, io: Io): Promise<LocalServer> {
  const { startServer } = await import("@cf/toolshed");
  const folder = resolve(io.cwd, options.folder);
  const keyFile = options.identity === undefined
    ? `${folder}/identity.json`
    : resolve(io.cwd, options.identity);
  const identity = await openIdentity(keyFile, io);
  const store = `${folder}/store`;
  const model = await modelOf(io);
  const server = await startServer({
    store,
    identity,
    port: options.port,
    outward: options.outward ?? {},
    ...(model === undefined ? {} : { model }),
    ...(options.create === undefined ? {} : { create: options.create }),
    publicOrigins: options.publicOrigins ?? [],
    sourceFolders: options.allowFolders ?? [],
    ...(options.retention === undefined ? {} : { retention: options.retention }),
    ...(options.frameDeadlineMs === undefined ? {} : { frameDeadlineMs: options.frameDeadlineMs }),
    ...(options.onFailure === undefined ? {} : { onFailure: options.onFailure }),
    ...(options.hostname === undefined ? {} : { hostname: options.hostname }),
    writeLog: (line) => io.say(line),
    logLevel: io.verbose ? "info" : "warn",
  }).catch((error: unknown) => {
    throw portTaken(error, options.port);
  });
  const space = await openSpace(server, { folder, identity });
  const { access } = server.spaces.get(space);
  if (options.share !== undefined) await access.set(identity.did, "*", options.share);
  else if (!isLoopback(options.hostname ?? "127.0.0.1") && access.of("*") !== undefined) {
    io.say(`Everybody who reaches ${server.url} may ${access.of("*")} ${space};`);
    io.say("`cf acl rm '*'` ends that.");
  }
  await saveSettings(folder, {
    url: server.url,
    space,
    identity: relative(folder, keyFile),
    store: relative(folder, store),
  });
  return { server, identity, folder, space };
}

/** Whether a server on this address is reached from its own machine alone. */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "::1" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** The key of the folder, made if it is the first run. */
async function openIdentity(path: string, io: Io): Promise<Identity> {
  if (await Deno.stat(path).then((found) => found.isFile, () => false)) {
    return await readIdentity(path);
  }
  const identity = await createIdentity();
  await writeIdentity(path, identity);
  io.say(io.style.dim(`Made a key in ${path}.`));
  return identity;
}

/** The space of the last run, or a new one that belongs to `identity`. */
async function openSpace(
  server: Server,
  { folder, identity }: { folder: string; identity: Identity },
): Promise<string> {
  const known = (await readConfig(folder)).space;
  if (known !== undefined && server.spaces.has(known)) return known;
  const { did } = await createIdentity();
  server.spaces.create(did, identity.did);
  return did;
}

function portTaken(error: unknown, port: number): unknown {
  if (!(error instanceof Deno.errors.AddrInUse)) return error;
  return new CliError(
    "port-taken",
    `Cannot serve on port ${port}: another program listens there`,
    "Name another port with --port, or take a free one with --port 0.",
    error,
  );
}
