/**
 * The program of a child: does the tasks that arrive on standard input, one after another, until
 * it ends. Its argument is the folder of a space on disk.
 */

import { DatabaseSync } from "node:sqlite";
import { deserialize } from "node:v8";
import { CfError } from "@cf/utils";
import { type ChildAnswer, encodeMessage } from "./child-process.ts";
import { standBehindFence } from "./fence.ts";
import { CHILD_HEAP_BYTES } from "./heap.ts";
import { serveMessages } from "./standard-streams.ts";
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

const [folder] = Deno.args;
if (folder !== undefined) standBehindFence(folder);
boundMemory();
await serveMessages(async (body) => encodeMessage(await answer(body)));
