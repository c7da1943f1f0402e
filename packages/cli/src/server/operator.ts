/**
 * The operator's commands on a space, wherever it is: through the server that has the store open,
 * signed with the operator's key, or on the store folder itself when no server has. Which of the
 * two is told by the store's lock; the server writes its address into `config.json` beside it.
 */

import { dirname } from "node:path";
import type { SpaceHost } from "@cf/space";
import type { OPERATOR_COMMANDS, OperatorCommand, StoredSpace } from "@cf/toolshed";
import { readIdentity } from "../config/identity-file.ts";
import { identityOptions, loadSettings, readConfig, type Settings } from "../config/settings.ts";
import { chooseSpace, findStore, storedSpaceOptions } from "../config/store.ts";
import type { Io } from "../frame/io.ts";
import { text } from "../frame/verb.ts";
import { ServerClient } from "./client.ts";

type Commands = typeof OPERATOR_COMMANDS;
type Body<N extends keyof Commands> = Commands[N] extends OperatorCommand<infer B, infer _A> ? B
  : never;
/** What a command answers. */
export type OperatorAnswer<N extends keyof Commands> = Awaited<ReturnType<Commands[N]["run"]>>;

/** The flags that choose a store or a server, a key and a space. */
export const operatorOptions = {
  ...storedSpaceOptions,
  ...identityOptions,
  url: text("-u, --url <url>", "server to ask, with its own key (default: that of the store)"),
};

/** What {@linkcode operatorOptions} give. */
export interface OperatorFlags {
  readonly store?: string | undefined;
  readonly space?: string | undefined;
  readonly identity?: string | undefined;
  readonly url?: string | undefined;
}

/** One space, as its operator. */
export interface OperatedSpace {
  readonly space: string;
  /** Runs a command. Errors: the command's, and those of `ServerClient.request`. */
  run<N extends keyof Commands>(name: N, body: Body<N>): Promise<OperatorAnswer<N>>;
}

/** A store, or the server that has it open. */
export type Operated =
  | { readonly kind: "store"; readonly host: SpaceHost }
  | { readonly kind: "server"; readonly client: ServerClient };

/**
 * Opens the store in force, or reaches its server. Errors: `store-missing`, `store-locked` when no
 * server is known that has it open, `usage` when neither store nor server is named.
 */
export async function withOperated<T>(
  flags: OperatorFlags,
  io: Io,
  use: (operated: Operated) => T | Promise<T>,
): Promise<T> {
  const named = flags.url ?? (flags.store === undefined ? io.env("CF_API_URL") : undefined);
  if (named !== undefined) return await use(await serverOf({ ...flags, url: named }, io));
  const store = await findStore(flags, io);
  const { SpaceHost, StoreLockedError } = await import("@cf/space");
  let host: SpaceHost;
  try {
    host = SpaceHost.open(store);
  } catch (error) {
    const beside = await readConfig(dirname(store));
    if (!(error instanceof StoreLockedError) || beside.url === undefined) throw error;
    return await use(await serverOf({ ...flags, url: beside.url }, io, beside));
  }
  try {
    return await use({ kind: "store", host });
  } finally {
    await host.close();
  }
}

/** Opens one space. Without a name, the configured one, or the only one. Errors as for {@linkcode withOperated}. */
export async function withOperator<T>(
  flags: OperatorFlags,
  io: Io,
  use: (operated: OperatedSpace) => T | Promise<T>,
): Promise<T> {
  return await withOperated(flags, io, async (operated) => {
    const spaces = (await allSpaces(operated)).map(({ space }) => space);
    const given = flags.space ?? io.env("CF_SPACE") ?? await configuredSpace(flags, spaces, io);
    const space = chooseSpace(spaces, given);
    return await use(operatedSpace(operated, space));
  });
}

/** The space of the nearest configuration, where that is about the store or server in use. */
async function configuredSpace(
  flags: OperatorFlags,
  spaces: readonly string[],
  io: Io,
): Promise<string | undefined> {
  if (flags.store !== undefined) return undefined;
  const { space } = await loadSettings(flags, io);
  return space !== undefined && spaces.includes(space) ? space : undefined;
}

/** All spaces of a store, or of a server for its operator. */
export async function allSpaces(operated: Operated): Promise<readonly StoredSpace[]> {
  if (operated.kind === "store") {
    const { storedSpaces } = await import("@cf/toolshed");
    return storedSpaces(operated.host);
  }
  const answer = await operated.client.request("GET", "/api/operator/spaces");
  return (answer as { spaces: StoredSpace[] }).spaces;
}

/** The operator's commands on a server's space. */
export function servedSpace(client: ServerClient, space: string): OperatedSpace {
  return operatedSpace({ kind: "server", client }, space);
}

function operatedSpace(operated: Operated, space: string): OperatedSpace {
  return {
    space,
    async run(name, body) {
      if (operated.kind === "server") {
        const path = `/api/spaces/${encodeURIComponent(space)}/operator/${name}`;
        return await operated.client.request("POST", path, body) as never;
      }
      const { OPERATOR_COMMANDS } = await import("@cf/toolshed");
      const command = OPERATOR_COMMANDS[name] as OperatorCommand<unknown, unknown>;
      const call = { body, by: "operator of the store" };
      return await command.run(operated.host.get(space), call) as never;
    },
  };
}

async function serverOf(
  flags: OperatorFlags & { readonly url: string },
  io: Io,
  beside: Settings = {},
): Promise<Operated> {
  const settings = await loadSettings(flags, io);
  const isNamed = (flags.identity ?? io.env("CF_IDENTITY")) !== undefined;
  const key = isNamed ? settings.identity : beside.identity ?? settings.identity;
  return { kind: "server", client: new ServerClient(flags.url, await readIdentity(key)) };
}
