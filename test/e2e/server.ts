/** A real server process, started as a user starts one, in a temporary folder. */

const ROOT = new URL("../../", import.meta.url).pathname;

/** A running `cf serve`. */
export interface ServerProcess {
  readonly url: string;
  readonly space: string;
  readonly folder: string;
  readonly port: number;
  /** Ends it as the machine would: SIGKILL, at once. */
  kill(): Promise<void>;
  /** Ends it in order. */
  stop(): Promise<void>;
}

/** A port that nobody listens on now. */
function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  return port;
}

/** Starts `cf serve` and waits for its URL. */
export async function startServer(options: {
  folder: string;
  port?: number;
  /** Flags of `cf serve` besides. */
  flags?: readonly string[];
  env?: Readonly<Record<string, string>>;
}): Promise<ServerProcess> {
  const { folder, port = freePort(), flags = [], env = {} } = options;
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "--quiet",
      `${ROOT}packages/cli/main.ts`,
      "serve",
      "--port",
      String(port),
      "--folder",
      folder,
      "--share",
      "write",
      "--json",
      ...flags,
    ],
    cwd: folder,
    env,
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const errors = collect(child.stderr);
  const line = await firstLine(child.stdout);
  if (line === undefined) throw new Error(`The server did not start:\n${await errors}`);
  const { url, space } = JSON.parse(line) as { url: string; space: string };
  const end = async (signal: Deno.Signal) => {
    child.kill(signal);
    await child.status;
    await errors;
  };
  return { url, space, folder, port, kill: () => end("SIGKILL"), stop: () => end("SIGTERM") };
}

/** Runs `cf` with the server's settings and gives what it printed. */
export async function cf(
  server: Pick<ServerProcess, "url" | "space" | "folder">,
  ...args: string[]
): Promise<string> {
  return (await run(server, ...args)).data;
}

/** Runs `cf` with the server's settings and gives what it printed as data and as talk. */
export async function run(
  server: Pick<ServerProcess, "url" | "space" | "folder">,
  ...args: string[]
): Promise<{ data: string; talk: string }> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", `${ROOT}packages/cli/main.ts`, ...args],
    cwd: server.folder,
    env: {
      CF_API_URL: server.url,
      CF_SPACE: server.space,
      CF_IDENTITY: `${server.folder}/identity.json`,
      NO_COLOR: "1",
    },
  }).output();
  const decoder = new TextDecoder();
  const [data, talk] = [decoder.decode(stdout), decoder.decode(stderr)];
  if (!success) throw new Error(`cf ${args.join(" ")}: ${data}${talk}`);
  return { data, talk };
}

/** Deploys an example pattern, or the one at an absolute path, and gives the piece's id. */
export async function deploy(server: ServerProcess, pattern: string): Promise<string> {
  const path = pattern.startsWith("/") ? pattern : `${ROOT}patterns/${pattern}`;
  const made = JSON.parse(await cf(server, "piece", "new", path, "--json"));
  return made.piece;
}

async function firstLine(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
): Promise<string | undefined> {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (!text.includes("\n")) {
    const { done, value } = await reader.read();
    if (done) return undefined;
    text += value;
  }
  void drain(reader);
  return text.slice(0, text.indexOf("\n"));
}

async function drain(reader: ReadableStreamDefaultReader<string>): Promise<void> {
  while (!(await reader.read()).done);
}

async function collect(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<string> {
  let text = "";
  for await (const part of stream.pipeThrough(new TextDecoderStream())) text += part;
  return text;
}
