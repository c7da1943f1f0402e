/**
 * The program of a reader process: answers reads from standard input, one after another, until
 * it ends. It may read the store's folder and nothing else.
 *
 * Usage: deno run --allow-read=<folder> reader-main.ts <open files max>
 */

import { CfError } from "@cf/utils";
import { serveMessages, writeAll } from "../child/standard-streams.ts";
import { type Declaration, prepareDeclaration } from "../database/declaration.ts";
import { ConnectionCache } from "./connection-cache.ts";
import { LimitError } from "./errors.ts";
import { AnswerEncoder, decodeRequest, READY, type WireRequest } from "./wire.ts";

const cache = new ConnectionCache(Number(Deno.args[0] ?? "50"));
const encoder = new AnswerEncoder();
const declarations = new Map<string, Declaration>();
let evictionsTold = 0;

/** The message that answers `request`. */
function answer(request: WireRequest): Uint8Array {
  let hit = false;
  const counts = () => {
    const evictions = cache.evictions - evictionsTold;
    evictionsTold = cache.evictions;
    return { hit, evictions, openFiles: cache.openFiles };
  };
  try {
    if (request.declaration !== undefined) {
      const declaration = prepareDeclaration(request.declaration);
      declarations.set(declaration.fingerprint, declaration);
    }
    const { fingerprint } = request;
    const declaration = fingerprint === null ? null : declarations.get(fingerprint)!;
    const taken = cache.take(request.file, declaration, request.mustExist);
    hit = taken.hit;
    const { sql, params, rowsMax, sizeBytesMax } = request;
    // Rows are measured on the way, as they are packed.
    const rows = taken.reader.query(sql, params, { rowsMax, sizeBytesMax: Infinity });
    const packed = encoder.pack(rows.rows, rows.columns.length);
    if (packed.sizeBytes > sizeBytesMax) throw new LimitError("sizeBytesMax", sizeBytesMax, sql);
    return encoder.encode({ rows, ...counts() }, packed);
  } catch (error) {
    if (error instanceof CfError) {
      const { code, message, data } = error;
      return encoder.encode({ error: { code, message, data }, ...counts() });
    }
    cache.drop(request.file);
    const message = `Cannot read database ${request.file}: ${(error as Error).message}`;
    return encoder.encode({ error: { code: "read-failed", message, data: {} }, ...counts() });
  }
}

writeAll(READY);
await serveMessages((body) => answer(decodeRequest(body)));
