/**
 * Where the server is, who acts and in which space. Each is taken from its flag, else its
 * environment variable, else the nearest `.cf/config.json` up from the caller's folder, else the
 * user's own configuration folder.
 *
 * ```json
 * { "url": "http://127.0.0.1:8000", "space": "did:key:…", "identity": "identity.json", "store": "store" }
 * ```
 *
 * Relative paths in a configuration file start from the file.
 */

import { dirname, resolve } from "node:path";
import { isRecord } from "@cf/utils";
import { CliError } from "../frame/errors.ts";
import type { Io } from "../frame/io.ts";
import { text } from "../frame/verb.ts";

/** The flag that chooses the key. */
export const identityOptions = {
  identity: text("-i, --identity <file>", "key file to act with (CF_IDENTITY)", { files: true }),
};

/** The flags that choose server, key and space. */
export const connectionOptions = {
  url: text("-u, --url <url>", "server to talk to (CF_API_URL)"),
  space: text("-s, --space <did>", "space to work in (CF_SPACE)"),
  ...identityOptions,
};

/** What a configuration file may say. */
export interface Settings {
  readonly url?: string;
  readonly space?: string;
  /** Absolute path of the key file. */
  readonly identity?: string;
  /** Absolute path of the store folder of the server that wrote the file. */
  readonly store?: string;
}

const FILE = ".cf/config.json";

/** The settings in force for `io` and the given flags, and the key file's default. */
export async function loadSettings(
  flags: { url?: string | undefined; space?: string | undefined; identity?: string | undefined },
  io: Io,
): Promise<Settings & { identity: string }> {
  const home = userFolder(io);
  const stored = {
    ...await readConfig(home),
    ...await findConfig(io.cwd),
  };
  const url = flags.url ?? io.env("CF_API_URL") ?? stored.url;
  const space = flags.space ?? io.env("CF_SPACE") ?? stored.space;
  const identity = flags.identity ?? io.env("CF_IDENTITY");
  return {
    identity: identity === undefined
      ? stored.identity ?? `${home}/identity.json`
      : resolve(io.cwd, identity),
    ...(url === undefined ? {} : { url: url.replace(/\/+$/, "") }),
    ...(space === undefined ? {} : { space }),
  };
}

/** What the configuration file in `folder` itself says; nothing when there is none. */
export async function readConfig(folder: string): Promise<Settings> {
  return await readSettings(`${folder}/config.json`);
}

/** What the nearest `.cf/config.json` at or above `folder` says. Errors: `bad-config`. */
export async function findConfig(folder: string): Promise<Settings | undefined> {
  const path = await findUpwards(folder);
  return path === undefined ? undefined : await readSettings(path);
}

/** Writes `settings` beside a store or a project, so that later commands need no flags. */
export async function saveSettings(folder: string, settings: Settings): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(`${folder}/config.json`, JSON.stringify(settings, null, 2) + "\n");
}

/** The user's own configuration folder. */
function userFolder(io: Io): string {
  const base = io.env("XDG_CONFIG_HOME");
  return base === undefined ? `${io.env("HOME") ?? io.cwd}/.config/cf` : `${base}/cf`;
}

/** The nearest configuration file at or above `folder`. */
async function findUpwards(folder: string): Promise<string | undefined> {
  for (let at = resolve(folder);; at = dirname(at)) {
    const path = `${at}/${FILE}`;
    if (await Deno.stat(path).then((found) => found.isFile, () => false)) return path;
    if (dirname(at) === at) return undefined;
  }
}

async function readSettings(path: string): Promise<Settings> {
  let content: string;
  try {
    content = await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return {};
    throw error;
  }
  const parsed = parseSettings(content);
  if (parsed === undefined) {
    throw new CliError(
      "bad-config",
      `Cannot read ${path}: it is no JSON object of texts`,
      'It holds "url", "space", "identity" and "store", or may be deleted.',
    );
  }
  const { identity, store } = parsed;
  const folder = dirname(path);
  return {
    ...parsed,
    ...(identity === undefined ? {} : { identity: resolve(folder, identity) }),
    ...(store === undefined ? {} : { store: resolve(folder, store) }),
  };
}

function parseSettings(content: string): Settings | undefined {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    return undefined;
  }
  if (!isRecord(value)) return undefined;
  const { url, space, identity, store } = value;
  for (const one of [url, space, identity, store]) {
    if (one !== undefined && typeof one !== "string") return undefined;
  }
  return value as Settings;
}
