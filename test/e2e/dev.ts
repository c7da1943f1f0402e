/** A running `cf dev`, with what it says in the terminal. */

import { cf } from "./server.ts";

const ROOT = new URL("../../", import.meta.url).pathname;

/** A pattern under `cf dev`. */
export interface DevProcess {
  readonly url: string;
  readonly space: string;
  readonly piece: string;
  /** Waits for a line of the terminal; lines before it are passed over. */
  said(pattern: RegExp): Promise<string>;
  /** Runs `cf` against it and gives what it printed. */
  cf(...args: string[]): Promise<string>;
  stop(): Promise<void>;
}

/** Starts `cf dev` on `file` in `folder` and waits until the piece runs. */
export async function startDev(folder: string, file: string): Promise<DevProcess> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", `${ROOT}packages/cli/main.ts`, "dev", file, "--no-open"]
      .concat("--port", "0", "--folder", folder, "--json"),
    cwd: folder,
    env: { NO_COLOR: "1" },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const talk = lines(child.stderr);
  const data = lines(child.stdout);
  const { url, space, piece } = JSON.parse(await next(data));
  const said = async (pattern: RegExp) => {
    for (;;) {
      const line = await next(talk);
      if (pattern.test(line)) return line;
    }
  };
  const stop = async () => {
    child.kill("SIGTERM");
    await Promise.all([rest(talk), rest(data), child.status]);
  };
  const run = (...args: string[]) => cf({ url, space, folder }, ...args);
  return { url, space, piece, said, cf: run, stop };
}

async function* lines(stream: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  let text = "";
  for await (const part of stream.pipeThrough(new TextDecoderStream())) {
    const found = (text + part).split("\n");
    text = found.pop()!;
    yield* found;
  }
}

async function next(source: AsyncGenerator<string>): Promise<string> {
  const { value, done } = await source.next();
  if (done === true) throw new Error("cf dev ended");
  return value;
}

async function rest(source: AsyncGenerator<string>): Promise<void> {
  while ((await source.next()).done !== true);
}
