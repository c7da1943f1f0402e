/**
 * The pool's side of one reader process: sends requests, receives answers in order, and knows
 * when the process ended.
 */

import { fileURLToPath } from "node:url";
import { assert, TiedProcess } from "@cf/utils";
import { MessageSplitter } from "./message-splitter.ts";
import {
  decodeAnswer,
  encodeRequest,
  isCopied,
  type WireAnswer,
  type WireRequest,
} from "./wire.ts";

/** How to start a reader. */
export interface ReaderProcessOptions {
  /** The folders that it may read. */
  readonly folders: readonly string[];
  readonly openFilesMax: number;
  readonly memoryMiB: number;
}

const CHUNK_BYTES = 64 * 1024;

/** One child process. */
export class ReaderProcess {
  readonly #child: Deno.ChildProcess;
  readonly #tie: TiedProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #known = new Set<string>();
  readonly #waiting: { resolve: (answer: WireAnswer | undefined) => void }[] = [];
  readonly #started = Promise.withResolvers<void>();
  /** Resolves once the process takes requests; never, if it ends before. */
  readonly ready = this.#started.promise;
  #ready = false;
  /** Resolves once the process is gone; outstanding requests were answered with `undefined`. */
  readonly ended: Promise<void>;
  openFiles = 0;
  #gone = false;

  constructor(options: ReaderProcessOptions) {
    this.#child = new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--quiet",
        "--no-prompt",
        "--cached-only",
        "--no-check",
        `--v8-flags=--max-old-space-size=${options.memoryMiB}`,
        `--allow-read=${options.folders.join(",")}`,
        fileURLToPath(new URL("./reader-main.ts", import.meta.url)),
        String(options.openFilesMax),
      ],
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    this.#tie = new TiedProcess(this.#child.pid);
    this.#input = this.#child.stdin.getWriter();
    this.ended = this.#receive();
  }

  get pid(): number {
    return this.#child.pid;
  }

  get isReady(): boolean {
    return this.#ready;
  }

  get gone(): boolean {
    return this.#gone;
  }

  /** Sends a request; `undefined` is the answer when the process ended first. */
  send(request: WireRequest, declaration: unknown): Promise<WireAnswer | undefined> {
    assert(!this.#gone, "requests go to a living reader");
    const first = request.fingerprint !== null && !this.#known.has(request.fingerprint);
    if (first) this.#known.add(request.fingerprint!);
    const message = first ? { ...request, declaration } : request;
    const answered = Promise.withResolvers<WireAnswer | undefined>();
    this.#waiting.push(answered);
    const bytes = encodeRequest(message);
    // A failed write means that the process ended, which `#receive` sees.
    this.#tie.held.then(() => this.#input.write(bytes)).catch(() => {});
    return answered.promise;
  }

  /** Ends the process at once, whatever it is doing. */
  kill(): void {
    if (this.#gone) return;
    try {
      this.#child.kill("SIGKILL");
    } catch {
      // It ended by itself between the look and the kill.
    }
  }

  async #receive(): Promise<void> {
    const splitter = new MessageSplitter();
    try {
      const output = this.#child.stdout.getReader({ mode: "byob" });
      let buffer = new Uint8Array(CHUNK_BYTES);
      for (;;) {
        const { value, done } = await output.read(buffer);
        if (done) break;
        let isFree = true;
        for (const body of splitter.push(value)) {
          if (!this.#ready) {
            this.#ready = true;
            this.#started.resolve();
            continue;
          }
          const answer = decodeAnswer(body);
          isFree &&= isCopied(body);
          this.openFiles = answer.openFiles;
          this.#waiting.shift()?.resolve(answer);
        }
        buffer = isFree && splitter.isEmpty
          ? new Uint8Array(value.buffer)
          : new Uint8Array(CHUNK_BYTES);
      }
    } finally {
      this.#gone = true;
      await this.#input.abort().catch(() => {});
      await this.#child.status;
      await this.#tie.release();
      for (const { resolve } of this.#waiting.splice(0)) resolve(undefined);
    }
  }
}
