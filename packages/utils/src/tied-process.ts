/**
 * Ties child processes to this one: they are killed when it ends, even by SIGKILL. A child sees the
 * end of its input by itself, but not while it is in one endless call, as into SQLite.
 *
 * A small shell beside this process holds the list. Its input is a pipe from here, whose end the
 * system tells it however this process ends; then it kills what is on the list. It starts with the
 * first child and ends with the last. Where there is no `/bin/sh`, or it may not be started, nothing
 * is tied.
 */

const SHELL = "/bin/sh";

/** A line is the id of a process, or the same after a minus when the process is gone. */
const SCRIPT = `trap '' INT TERM HUP
pids=
while read -r line; do
  case $line in
    -*)
      kept=
      for pid in $pids; do [ "-$pid" = "$line" ] || kept="$kept $pid"; done
      pids=$kept ;;
    *) pids="$pids $line" ;;
  esac
done
[ -z "$pids" ] || kill -9 $pids`;

/** The shell that is running, for as long as processes are tied. */
let guardian: Guardian | undefined;

class Guardian {
  readonly #process: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #encoder = new TextEncoder();
  #tied = 0;

  constructor() {
    this.#process = new Deno.Command(SHELL, {
      args: ["-c", SCRIPT],
      stdin: "piped",
      stdout: "null",
      stderr: "null",
    }).spawn();
    this.#process.unref();
    this.#input = this.#process.stdin.getWriter();
  }

  async add(pid: number): Promise<void> {
    this.#tied++;
    await this.#write(`${pid}\n`);
  }

  async remove(pid: number): Promise<void> {
    const isLast = --this.#tied === 0;
    if (isLast) guardian = undefined;
    await this.#write(`-${pid}\n`);
    if (!isLast) return;
    this.#process.ref();
    await this.#input.close().catch(() => {});
    await this.#process.status;
  }

  async #write(line: string): Promise<void> {
    // A shell that somebody killed ties nothing any more, and harms nothing.
    await this.#input.write(this.#encoder.encode(line)).catch(() => {});
  }
}

function mayStart(): boolean {
  return Deno.permissions.querySync({ name: "run", command: SHELL }).state === "granted";
}

/** A process that is killed when this one ends. */
export class TiedProcess {
  readonly #pid: number;
  readonly #guardian: Guardian | undefined;
  /** Resolves once it holds. Give the process nothing to do that may not end before. */
  readonly held: Promise<void>;

  /** Ties the child `pid` of this process, until {@linkcode TiedProcess.release}. */
  constructor(pid: number) {
    this.#pid = pid;
    try {
      if (guardian === undefined && mayStart()) guardian = new Guardian();
    } catch {
      // There is no such shell here.
    }
    this.#guardian = guardian;
    this.held = guardian?.add(pid) ?? Promise.resolve();
  }

  /** Call it once, when the process has ended: its id may be given to another one. */
  async release(): Promise<void> {
    await this.#guardian?.remove(this.#pid);
  }
}
