/** The handle of a database that a server holds: by its whole id, or by a file of a local store. */

import { basename } from "node:path";
import type { DocAddress } from "@cf/protocol";
import { CfError, shortHash } from "@cf/utils";
import { readIdentity } from "../config/identity-file.ts";
import { loadSettings } from "../config/settings.ts";
import { UsageError } from "../frame/errors.ts";
import type { Io } from "../frame/io.ts";
import { findDatabaseFile } from "./open-file.ts";

const FILE = /^db-([a-z2-7]{26})(?:-(user|session)\.(\w+))?\.sqlite$/;

/**
 * The address of the handle that the flags mean: of the whole space's database, or of the caller's
 * own. Errors: `usage`, `unknown-database`.
 */
export async function findHandle(
  values: {
    database: string;
    store?: string | undefined;
    space?: string | undefined;
    identity?: string | undefined;
  },
  io: Io,
): Promise<DocAddress> {
  const file = await fileOf(values, io);
  if (file === undefined) return { id: values.database, scope: "space" };
  const [, id, kind, owner] = FILE.exec(file) ?? [];
  if (id !== undefined && kind === undefined) return { id: `of:${id}`, scope: "space" };
  if (id !== undefined && kind === "user") {
    const { did } = await readIdentity((await loadSettings(values, io)).identity);
    if (shortHash(`user:${did}`) === owner) return { id: `of:${id}`, scope: "user" };
  }
  const whose = kind === "session" ? "one session" : "another principal";
  throw new UsageError(
    kind === undefined
      ? `Cannot write to ${file}: its name does not tell its handle; name the handle's id`
      : `Cannot write to ${file}: it belongs to ${whose}, and only through that is it written`,
  );
}

/** The name of the file; `undefined` for a whole id whose file is not on this machine. */
async function fileOf(
  values: Parameters<typeof findHandle>[0],
  io: Io,
): Promise<string | undefined> {
  try {
    return basename(await findDatabaseFile(values, io));
  } catch (error) {
    if (error instanceof CfError && error.code === "usage") throw error;
    if (/^of:[a-z2-7]{26}$/.test(values.database)) return undefined;
    throw error;
  }
}
