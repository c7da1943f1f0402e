/** Starts `cf` as a user would: a process of its own, in a folder, with a home of its own. */

import { readLines } from "../src/frame/read-lines.ts";

/** What a finished `cf` left behind. */
export interface Finished {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** A running `cf serve`; stopped in order when disposed, which fails if it does not end well. */
export interface Serving extends AsyncDisposable {
  readonly url: string;
  readonly space: string;
  readonly operator: string;
  readonly child: Deno.ChildProcess;
}

/** The first line of a stream, whose rest is then read and dropped; `undefined` when it ends. */
async function firstLine(stream: ReadableStream<Uint8Array>): Promise<string | undefined> {
  const lines = readLines(stream);
  const { value, done } = await lines.next();
  const drop = async () => {
    while ((await lines.next()).done !== true);
  };
  void drop();
  return done === true ? undefined : value;
}

/** What Deno needs to fetch its bundler where it has never bundled: proxies, certificates, registry. */
const DOWNLOADING =
  /^((https?|all|no)_proxy|ssl_cert_\w+|node_extra_ca_certs|deno_(cert|tls)\w*|npm_config_\w+)$/i;

/** A temporary home and working folder with `cf` in it; removed when disposed. */
export class Workplace implements AsyncDisposable {
  readonly folder: string;
  readonly #env: Record<string, string>;

  constructor(env: Record<string, string> = {}) {
    this.folder = Deno.makeTempDirSync({ prefix: "cf-cli-" });
    this.#env = { HOME: this.folder, XDG_CONFIG_HOME: `${this.folder}/config`, ...env };
  }

  /** The path of a file in the folder. */
  path(name: string): string {
    return `${this.folder}/${name}`;
  }

  /** Runs a command line to its end. */
  async cf(args: readonly string[], options: { env?: Record<string, string> } = {}) {
    const child = this.spawn(args, options);
    const [status, out, err] = await Promise.all([
      child.status,
      new Response(child.stdout).text(),
      new Response(child.stderr).text(),
    ]);
    return { status: status.code, out, err } satisfies Finished;
  }

  /** Starts a command line that runs on. The caller ends it. */
  spawn(args: readonly string[], options: { env?: Record<string, string> } = {}) {
    return new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--quiet", new URL("../main.ts", import.meta.url).pathname, ...args],
      cwd: this.folder,
      env: this.#environment(options.env),
      clearEnv: true,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  }

  /** Starts `cf serve` on a free port and waits until it says where. */
  async serve(args: readonly string[] = []): Promise<Serving> {
    const child = this.spawn(["serve", "--port", "0", "--json", ...args]);
    const err = new Response(child.stderr).text();
    const line = await firstLine(child.stdout);
    if (line === undefined) throw new TypeError(`Cannot serve: ${await err}`);
    const { url, space, operator } = JSON.parse(line);
    return {
      url,
      space,
      operator,
      child,
      async [Symbol.asyncDispose]() {
        child.kill("SIGTERM");
        const { code } = await child.status;
        if (code !== 0) throw new TypeError(`Cannot stop in order: status ${code}\n${await err}`);
        await err;
      },
    };
  }

  /** The caller's variables that a program needs, without those that would configure `cf`. */
  #environment(extra: Record<string, string> = {}): Record<string, string> {
    const kept: Record<string, string> = {};
    // The module cache stays the caller's, although HOME is not.
    const cache = Deno.env.get("DENO_DIR") ?? `${Deno.env.get("HOME")}/.cache/deno`;
    for (const [name, value] of Object.entries(Deno.env.toObject())) {
      if (["PATH", "TMPDIR"].includes(name) || DOWNLOADING.test(name)) kept[name] = value;
    }
    return { ...kept, DENO_DIR: cache, ...this.#env, ...extra };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.folder, { recursive: true });
  }
}
