/**
 * A child process that talks in JSON lines over its standard input and output, and that can be
 * killed at any moment: what it computes must not be able to hold up or bring down the server.
 *
 * It ends with this process, whatever it is computing. Writes are queued and follow one another.
 * Whatever ends the child (its own exit, a kill, a line that is no JSON) is told once, through
 * `onExit`, after the last message.
 */

import { TiedProcess } from "@cf/utils";
import { encodeLine, readLines } from "./lines.ts";

/** How to start a child. */
export interface ChildOptions {
  /** The module to run, as a file path. */
  readonly script: string;
  readonly args?: readonly string[];
  /** Deno permission flags; none unless given. */
  readonly permissions?: readonly string[];
  /** The heap that V8 may use; beyond it the process ends. */
  readonly memoryMb: number;
  /** The longest line that it may send. */
  readonly lineBytesMax: number;
  readonly onMessage: (message: unknown) => void;
  readonly onExit: (exit: ChildExit) => void;
}

/** How a child ended. */
export interface ChildExit {
  readonly code: number;
  readonly signal: string | null;
  /** What it last wrote to standard error. */
  readonly stderr: string;
  /** Whether its memory was used up. */
  readonly isOutOfMemory: boolean;
}

const STDERR_CHARS_MAX = 4_000;

/** A running child. */
export class Child {
  readonly #process: Deno.ChildProcess;
  readonly #tie: TiedProcess;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  #writing: Promise<void>;
  #isKilled = false;
  /** Resolves when the process is gone. */
  readonly ended: Promise<void>;

  constructor(options: ChildOptions) {
    this.#process = new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--quiet",
        "--no-prompt",
        "--cached-only",
        "--no-check",
        `--v8-flags=--max-old-space-size=${options.memoryMb}`,
        ...(options.permissions ?? []),
        options.script,
        ...(options.args ?? []),
      ],
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
      clearEnv: true,
      env: childEnvironment(),
    }).spawn();
    this.#tie = new TiedProcess(this.#process.pid);
    this.#writing = this.#tie.held;
    this.#writer = this.#process.stdin.getWriter();
    this.ended = this.#watch(options);
  }

  get pid(): number {
    return this.#process.pid;
  }

  /** Sends a message, and resolves when it was taken; one to a child that has ended is dropped. */
  send(message: unknown): Promise<void> {
    const bytes = encodeLine(message);
    return this.#writing = this.#writing.then(() => this.#writer.write(bytes)).catch(() => {});
  }

  /** Ends it at once. */
  kill(): void {
    if (this.#isKilled) return;
    this.#isKilled = true;
    try {
      this.#process.kill("SIGKILL");
    } catch {
      // It has ended already.
    }
  }

  async #watch(options: ChildOptions): Promise<void> {
    const stderr = readTail(this.#process.stderr);
    try {
      for await (const message of readLines(this.#process.stdout, options.lineBytesMax)) {
        if (!this.#isKilled) options.onMessage(message);
      }
    } catch {
      // Not our child's way of talking: whatever it has become, it is over.
      this.kill();
    }
    const { code, signal } = await this.#process.status;
    await this.#tie.release();
    this.#isKilled = true;
    await this.#writer.abort().catch(() => {});
    const text = await stderr;
    const isOutOfMemory = text.includes("heap out of memory") ||
      text.includes("heap limit") || text.includes("OOM");
    options.onExit({ code, signal, stderr: text, isOutOfMemory });
  }
}

/** Only what Deno needs to find its cache: a child has no use for the server's environment. */
function childEnvironment(): Record<string, string> {
  const environment: Record<string, string> = { NO_COLOR: "1" };
  for (const name of ["DENO_DIR", "HOME", "XDG_CACHE_HOME", "PATH"]) {
    const value = Deno.env.get(name);
    if (value !== undefined) environment[name] = value;
  }
  return environment;
}

async function readTail(stream: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of stream) {
    text = (text + decoder.decode(chunk, { stream: true })).slice(-STDERR_CHARS_MAX);
  }
  return text;
}
