/**
 * One child process that does for a space what may take long, and can be killed: it answers one
 * task after another, in the order they were sent.
 *
 * ```text
 * message = uint32 (size of what follows, little-endian) structured clone byte(10)
 * ```
 *
 * Standard output holds back what follows its last line feed: with one at the end, a message leaves
 * in one write.
 *
 * A child may read and write the folders it is given, ask how full a disk is, and nothing else. It
 * ends with this process, in the middle of a statement too.
 */

import { deserialize, serialize } from "node:v8";
import { fileURLToPath } from "node:url";
import { RemoteError } from "@cf/protocol";
import { type ErrorData, TiedProcess } from "@cf/utils";
import { MessageSplitter } from "../pool/message-splitter.ts";
import type { TaskInput, TaskName, TaskResult } from "./tasks.ts";

/** What a child sends back. */
export type ChildAnswer =
  | { readonly result: unknown }
  | {
    readonly error: { readonly code: string; readonly message: string; readonly data: ErrorData };
  };

/** What a child may touch. */
export interface ChildOptions {
  /** The space's folder, which is not opened anew before the child has ended; `null` in memory. */
  readonly folder: string | null;
  readonly read: readonly string[];
  readonly write: readonly string[];
}

const CHUNK_BYTES = 64 * 1024;

/** `value` as a message with its size in front. */
export function encodeMessage(value: unknown): Uint8Array {
  const body = serialize(value);
  const bytes = new Uint8Array(4 + body.length + 1);
  new DataView(bytes.buffer).setUint32(0, body.length + 1, true);
  bytes.set(body, 4);
  bytes[4 + body.length] = 10;
  return bytes;
}

/** A running child. */
export class ChildProcess {
  readonly #child: Deno.ChildProcess;
  readonly #tie: TiedProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #waiting: ((answer: ChildAnswer | undefined) => void)[] = [];
  readonly #ended: Promise<void>;
  #isGone = false;

  constructor({ folder, read, write }: ChildOptions) {
    this.#child = new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--quiet",
        "--no-prompt",
        "--cached-only",
        "--no-check",
        "--allow-sys=statfs",
        ...(read.length + write.length === 0
          ? []
          : [`--allow-read=${[...read, ...write].join(",")}`]),
        ...(write.length === 0 ? [] : [`--allow-write=${write.join(",")}`]),
        fileURLToPath(new URL("./child-main.ts", import.meta.url)),
        ...(folder === null ? [] : [folder]),
      ],
      // What a statement puts into temporary files may be as large as the database.
      env: folder === null ? {} : { SQLITE_TMPDIR: folder },
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    this.#tie = new TiedProcess(this.#child.pid);
    this.#input = this.#child.stdin.getWriter();
    this.#ended = this.#receive();
  }

  /** Whether the process has ended. */
  get isGone(): boolean {
    return this.#isGone;
  }

  /**
   * Has the child do a task. Resolves to `undefined` when the process ended first; rejects with what
   * the task threw, as a `CfError`.
   */
  async ask<N extends TaskName>(
    name: N,
    input: TaskInput<N>,
  ): Promise<TaskResult<N> | undefined> {
    if (this.#isGone) return undefined;
    const answered = new Promise<ChildAnswer | undefined>((resolve) => this.#waiting.push(resolve));
    const message = encodeMessage({ name, input });
    // A failed write means that the process ended, which `#receive` sees.
    this.#tie.held.then(() => this.#input.write(message)).catch(() => {});
    const answer = await answered;
    if (answer === undefined) return undefined;
    if ("error" in answer) throw new RemoteError(answer.error);
    return answer.result as TaskResult<N>;
  }

  /** Ends the process at once, whatever it is doing, and resolves when it is gone. */
  async kill(): Promise<void> {
    try {
      if (!this.#isGone) this.#child.kill("SIGKILL");
    } catch {
      // It ended by itself between the look and the kill.
    }
    await this.#ended;
  }

  async #receive(): Promise<void> {
    const splitter = new MessageSplitter();
    try {
      const output = this.#child.stdout.getReader({ mode: "byob" });
      for (;;) {
        const { value, done } = await output.read(new Uint8Array(CHUNK_BYTES));
        if (done) break;
        for (const body of splitter.push(value)) {
          this.#waiting.shift()?.(deserialize(body) as ChildAnswer);
        }
      }
    } finally {
      this.#isGone = true;
      await this.#input.abort().catch(() => {});
      await this.#child.status;
      await this.#tie.release();
      for (const resolve of this.#waiting.splice(0)) resolve(undefined);
    }
  }
}
