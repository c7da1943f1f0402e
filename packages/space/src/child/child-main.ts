/**
 * The program of a child: does the tasks that arrive on standard input, one after another, until
 * it ends.
 */

import { DatabaseSync } from "node:sqlite";
import { deserialize } from "node:v8";
import { CfError } from "@cf/utils";
import { type ChildAnswer, encodeMessage } from "./child-process.ts";
import { CHILD_HEAP_BYTES } from "./heap.ts";
import { TASKS } from "./tasks.ts";

/** The bound holds for every connection of the process. */
function boundMemory(): void {
  const database = new DatabaseSync(":memory:");
  database.exec(`PRAGMA hard_heap_limit = ${CHILD_HEAP_BYTES}`);
  database.close();
}

async function answer(body: Uint8Array): Promise<ChildAnswer> {
  const { name, input } = deserialize(body) as { name: keyof typeof TASKS; input: never };
  try {
    return { result: await TASKS[name](input) };
  } catch (error) {
    const { message } = error as Error;
    if (!(error instanceof CfError)) return { error: { code: "task-failed", message, data: {} } };
    return { error: { code: error.code, message, data: error.data } };
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

boundMemory();
for (;;) {
  const header = readExactly(4);
  if (header === undefined) break;
  const body = readExactly(new DataView(header.buffer).getUint32(0, true));
  if (body === undefined) break;
  writeAll(encodeMessage(await answer(body)));
}
