/** The side of `cf test` that starts test processes, gives them files, and kills those that hang. */

import { fileURLToPath } from "node:url";
import type { FileReport, StepReport, StepStart } from "@cf/fabric";
import { TiedProcess } from "@cf/utils";
import { readLines } from "../frame/read-lines.ts";

/** One line to a test process. */
export interface ChildRequest {
  readonly file: string;
  readonly filter?: string;
  readonly cacheFolder: string;
  /** Whether to say why something reads as undefined. */
  readonly explain: boolean;
}

/**
 * One line of a test process: that the file is compiled, a step that begins or has ended, and at
 * last the whole file.
 */
export type ChildMessage =
  | { readonly compiled: true }
  | { readonly began: StepStart }
  | { readonly ended: StepReport }
  | { readonly report: FileReport };

/** How to run a set of files. */
export interface RunFilesOptions {
  readonly filter?: string | undefined;
  readonly cacheFolder: string;
  readonly explain: boolean;
  /** How long one file may run, once it is compiled, before its process is killed. */
  readonly timeoutMs: number;
  /** Processes at once. */
  readonly jobs: number;
  /** Called with each report as soon as it is there. */
  readonly onReport: (report: FileReport) => void;
  /** Stops the run; what has not begun is left out. */
  readonly stop: AbortSignal;
}

/** Runs every file, several at once, and reports each. */
export async function runFiles(
  files: readonly string[],
  options: RunFilesOptions,
): Promise<void> {
  const queue = [...files];
  const work = async () => {
    const process = new TestProcess(options);
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
      if (options.stop.aborted) break;
      options.onReport(await process.run(file));
    }
    await process.close();
  };
  const jobs = Math.max(1, Math.min(options.jobs, files.length));
  await Promise.all(Array.from({ length: jobs }, work));
}

/** How long a file may take before it runs: for its process to start, and for its compilation. */
const START_MS = 300_000;

interface Running {
  readonly child: Deno.ChildProcess;
  readonly tie: TiedProcess;
  readonly input: WritableStreamDefaultWriter<Uint8Array>;
  readonly lines: AsyncIterator<string>;
}

/** One process at a time, started when a file needs it and again after one was killed. */
class TestProcess {
  readonly #options: RunFilesOptions;
  #running: Running | undefined;

  constructor(options: RunFilesOptions) {
    this.#options = options;
  }

  /** Runs one file. Never throws for what the file does, hangs and crashes included. */
  async run(file: string): Promise<FileReport> {
    const { timeoutMs, filter, cacheFolder, explain, stop } = this.#options;
    const running = this.#running ??= start();
    const request: ChildRequest = {
      file,
      cacheFolder,
      explain,
      ...(filter === undefined ? {} : { filter }),
    };
    let killed: string | undefined;
    const kill = (why: string) => {
      killed = why;
      running.child.kill("SIGKILL");
    };
    const course = new Course(file);
    const startText = `it was not compiled after ${START_MS} ms`;
    let timer = setTimeout(() => kill(startText), START_MS);
    const onCompiled = () => {
      clearTimeout(timer);
      timer = setTimeout(() => kill(`it took longer than ${timeoutMs} ms`), timeoutMs);
    };
    const onStop = () => kill("it was stopped");
    stop.addEventListener("abort", onStop);
    try {
      await running.tie.held;
      await running.input.write(new TextEncoder().encode(`${JSON.stringify(request)}\n`));
      for (;;) {
        const { value, done } = await running.lines.next();
        if (done === true) break;
        const message = JSON.parse(value) as ChildMessage;
        if ("compiled" in message) onCompiled();
        const report = course.take(message);
        if (report !== undefined) return report;
      }
    } catch {
      // The process died while it was written to; what killed it is said below.
    } finally {
      clearTimeout(timer);
      stop.removeEventListener("abort", onStop);
    }
    this.#running = undefined;
    const { code } = await running.child.status;
    await running.tie.release();
    return course.broken(killed ?? `its process ended with status ${code}`);
  }

  async close(): Promise<void> {
    const running = this.#running;
    if (running === undefined) return;
    await running.input.close();
    await running.child.status;
    await running.tie.release();
  }
}

function start(): Running {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", fileURLToPath(new URL("./child-main.ts", import.meta.url))],
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const tie = new TiedProcess(child.pid);
  return { child, tie, input: child.stdin.getWriter(), lines: readLines(child.stdout) };
}

/** What is known of a file while it runs. */
class Course {
  readonly #started = performance.now();
  readonly #steps: StepReport[] = [];
  /** The step that each participant is at. */
  readonly #open = new Map<string | undefined, StepStart>();

  constructor(readonly file: string) {}

  /** The file's report, once it comes. */
  take(message: ChildMessage): FileReport | undefined {
    if ("report" in message) return message.report;
    if ("compiled" in message) return undefined;
    if ("began" in message) {
      this.#open.set(message.began.participant, message.began);
      return undefined;
    }
    this.#open.delete(message.ended.participant);
    this.#steps.push(message.ended);
    return undefined;
  }

  /** The report of a file that did not come to its end. */
  broken(why: string): FileReport {
    const open = [...this.#open.values()].map(({ name, participant }) =>
      participant === undefined ? name : `${name} of ${participant}`
    );
    const where = open.length === 0 ? "" : `; it was at ${open.join(", ")}`;
    return {
      file: this.file,
      outcome: "failed",
      compileMs: 0,
      durationMs: performance.now() - this.#started,
      steps: this.#steps,
      problems: [`Cannot finish ${this.file}: ${why}${where}`],
      printed: [],
      findings: [],
    };
  }
}
