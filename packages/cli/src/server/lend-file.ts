/**
 * SQLite files of the server's own disk as inputs of pieces. The operator's server lends the file
 * to the space; the handle that it names is then a document like any other, and links lead to it.
 */

import { canonicalJson, isRecord, type Json } from "@cf/utils";
import type { Io } from "../frame/io.ts";
import { type ConnectionFlags, openClient, requireSpace } from "./client.ts";
import { servedSpace } from "./operator.ts";
import { commitOnce, readDocument, withConnection } from "./session.ts";

/**
 * Lends the file at `path`, writes its handle unless it is there, and returns its id.
 * Errors: `not-allowed` for anybody but the operator, `bad-source`.
 */
export async function lendFile(
  { path, writable }: { readonly path: string; readonly writable: boolean },
  flags: ConnectionFlags,
  io: Io,
): Promise<string> {
  const space = await requireSpace(flags, io);
  const client = await openClient(flags, io);
  const { id, value } = await servedSpace(client, space).run("lend", { path, writable });
  await withConnection(flags, io, async (connection) => {
    const stored = await readDocument(connection, id);
    // The counter of a handle that exists goes on: others may have built on it.
    const wanted = { ...value, rev: isRecord(stored) ? stored.rev ?? 0 : 0 } as Json;
    if (stored !== undefined && canonicalJson(stored) === canonicalJson(wanted)) return;
    await commitOnce(connection, { operations: [{ op: "set", id, value: wanted }] });
  });
  return id;
}
