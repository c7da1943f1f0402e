/** Makes room for another link at a place of a piece's argument: writing would go through the old. */

import { fromSigil } from "@cf/protocol";
import { isRecord, type Json } from "@cf/utils";
import type { Io } from "../frame/io.ts";
import type { ConnectionFlags } from "./client.ts";
import { commitOnce, readDocument, withConnection } from "./session.ts";

/** Removes the link at `path` of the argument of `piece`, a whole id, if one stands there. */
export async function clearLink(
  { piece, path }: { readonly piece: string; readonly path: readonly string[] },
  flags: ConnectionFlags,
  io: Io,
): Promise<void> {
  const { argumentId } = await import("@cf/runner");
  const id = argumentId(piece);
  await withConnection(flags, io, async (connection) => {
    let at: Json | undefined = await readDocument(connection, id);
    for (const key of path) at = isRecord(at) ? (at as Record<string, Json>)[key] : undefined;
    if (fromSigil(at) === undefined) return;
    await commitOnce(connection, {
      operations: [{ op: "patch", id, patches: [{ op: "remove", path: [...path] }] }],
    });
  });
}
