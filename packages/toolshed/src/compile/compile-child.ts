/**
 * The child process that compiles. Takes `{ id, source }` lines, answers `{ id, result }` or
 * `{ id, error }`. Its one argument is the folder of the cache.
 */

import { createCompiler, type SourceProgram } from "@cf/ts-transformers";
import { encodeLine, readLines } from "../process/lines.ts";

const LINE_BYTES_MAX = 64 * 1024 * 1024;

interface CompileRequest {
  readonly id: number;
  readonly source: SourceProgram;
}

const [cacheFolder = ""] = Deno.args;
const compiler = createCompiler({ cacheFolder });

for await (const line of readLines(Deno.stdin.readable, LINE_BYTES_MAX)) {
  const { id, source } = line as CompileRequest;
  Deno.stdout.writeSync(encodeLine(answer(id, source)));
}

function answer(id: number, source: SourceProgram): unknown {
  try {
    return { id, result: compiler.compile(source) };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}
