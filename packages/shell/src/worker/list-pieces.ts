/** The pieces of a space, for its list: named as they were made, without running them. */

import { listedPieces, type Runtime } from "@cf/runner";
import { isRecord } from "@cf/utils";
import type { PieceInfo } from "../messages.ts";

/** Calls `listener` with the pieces now and after each change, until the returned call. */
export function listPieces(
  runtime: Runtime,
  space: string,
  listener: (pieces: readonly PieceInfo[]) => void,
): () => void {
  return runtime.effect(() => {
    const ids = listedPieces(runtime, space);
    listener(ids.map((id) => pieceInfo(runtime, space, id)));
  });
}

function pieceInfo(runtime: Runtime, space: string, id: string): PieceInfo {
  const record = runtime.raw({ space, id, scope: "space" });
  const pattern = isRecord(record) && isRecord(record.pattern) ? record.pattern : {};
  const file = String(pattern.module ?? "").replace(/^\//, "");
  const exported = String(pattern.name ?? "default");
  const title = isRecord(record) && typeof record.title === "string" ? record.title : "";
  return {
    piece: id,
    name: title || file.replace(/\.(?:pattern\.)?tsx?$/, ""),
    pattern: exported === "default" ? file : `${file} · ${exported}`,
  };
}
