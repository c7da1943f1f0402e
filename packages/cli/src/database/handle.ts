/** The handle of a database that a server holds: by its whole id, or by a file of a local store. */

import { basename } from "node:path";
import type { DocAddress } from "@cf/protocol";
import { UsageError } from "../frame/errors.ts";
import type { Io } from "../frame/io.ts";
import { findDatabaseFile } from "./open-file.ts";

/** The address of the handle that the flags mean. Errors: `usage`, `unknown-database`. */
export async function findHandle(
  values: { database: string; store?: string | undefined; space?: string | undefined },
  io: Io,
): Promise<DocAddress> {
  if (/^of:[a-z2-7]{26}$/.test(values.database)) return { id: values.database, scope: "space" };
  const file = basename(await findDatabaseFile(values, io));
  const id = /^db-([a-z2-7]{26})\.sqlite$/.exec(file)?.[1];
  if (id !== undefined) return { id: `of:${id}`, scope: "space" };
  throw new UsageError(
    `Cannot write to ${file}: only databases that a whole space shares can be named from outside`,
  );
}
