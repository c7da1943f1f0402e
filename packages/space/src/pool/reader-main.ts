/**
 * The program of a reader process: answers reads from standard input, one after another, until
 * it ends. It may read the store's folder and nothing else.
 *
 * Usage: deno run --allow-read=<folder> reader-main.ts <open files max>
 */

import { CfError } from "@cf/utils";
import { type Declaration, prepareDeclaration } from "../database/declaration.ts";
import { ConnectionCache } from "./connection-cache.ts";
import { decodeRequest, encodeAnswer, type WireAnswer, type WireRequest } from "./wire.ts";

const cache = new ConnectionCache(Number(Deno.args[0] ?? "50"));
const declarations = new Map<string, Declaration>();
let evictionsTold = 0;

function answer(request: WireRequest): WireAnswer {
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
    const rows = taken.reader.query(request.sql, request.params, request);
    return { rows, ...counts() };
  } catch (error) {
    if (error instanceof CfError) {
      return { error: { code: error.code, message: error.message, data: error.data }, ...counts() };
    }
    cache.drop(request.file);
    const message = `Cannot read database ${request.file}: ${(error as Error).message}`;
    return { error: { code: "read-failed", message, data: {} }, ...counts() };
  }
}

function readExactly(size: number): Uint8Array | undefined {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size;) {
    const count = Deno.stdin.readSync(bytes.subarray(at));
    if (count === null) return undefined;
    at += count;
  }
  return bytes;
}

function writeAll(bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += Deno.stdout.writeSync(bytes.subarray(at));
}

for (;;) {
  const header = readExactly(4);
  if (header === undefined) break;
  const body = readExactly(new DataView(header.buffer).getUint32(0, true));
  if (body === undefined) break;
  writeAll(encodeAnswer(answer(decodeRequest(body))));
}
