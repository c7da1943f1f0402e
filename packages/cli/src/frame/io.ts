/** What a verb sees of the world: its streams, folder, environment and the wish to stop. */

import { createStyle, type Style } from "./style.ts";

/** Data goes to `out`, talk goes to `say`; nothing else is printed. */
export interface Io {
  /** The folder that relative paths start from: the caller's. */
  readonly cwd: string;
  /** Data is printed as JSON. */
  readonly json: boolean;
  /** Failures show their stack. */
  readonly verbose: boolean;
  readonly style: Style;
  /** Aborted by Ctrl-C and by SIGTERM. Verbs that run on end in order when it is. */
  readonly stop: AbortSignal;
  /** Prints one line of data on stdout. */
  out(line: string): void;
  /** Prints `value` as JSON, or `text` for people. */
  result(value: unknown, text: string): void;
  /** Prints one line of talk on stderr. */
  say(line: string): void;
  /** An environment variable; empty counts as unset. */
  env(name: string): string | undefined;
  /** Everything on stdin as text. */
  input(): Promise<string>;
  /** The same world, with what the command line says about output. */
  with(settings: { json?: boolean; verbose?: boolean; color?: boolean }): Io;
}

/**
 * This process's own streams. `CF_CWD` names the caller's folder where a task runner changed it.
 */
export function processIo(): Io {
  const stopping = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(signal, () => {
      // The second one ends the process at once, in case an orderly end hangs.
      if (stopping.signal.aborted) Deno.exit(130);
      stopping.abort();
    });
  }
  const env = (name: string) => Deno.env.get(name) || undefined;
  const color = env("NO_COLOR") === undefined && Deno.stderr.isTerminal();
  const base = { cwd: env("CF_CWD") ?? Deno.cwd(), env, stop: stopping.signal };
  return createIo(base, { json: false, verbose: false, color });
}

interface World {
  readonly cwd: string;
  readonly stop: AbortSignal;
  env(name: string): string | undefined;
}

interface OutputSettings {
  readonly json: boolean;
  readonly verbose: boolean;
  readonly color: boolean;
}

function createIo(world: World, settings: OutputSettings): Io {
  const out = (line: string) => writeAll(Deno.stdout, `${line}\n`);
  return {
    ...world,
    json: settings.json,
    verbose: settings.verbose,
    style: createStyle(settings.color && !settings.json),
    out,
    result: (value, text) => {
      if (settings.json) out(JSON.stringify(value));
      else if (text !== "") out(text);
    },
    say: (line) => writeAll(Deno.stderr, `${line}\n`),
    input: () => new Response(Deno.stdin.readable).text(),
    with: (changes) => createIo(world, { ...settings, ...changes }),
  };
}

/** Writes synchronously, so that nothing is lost when the process ends right after. */
function writeAll(stream: { writeSync(bytes: Uint8Array): number }, text: string): void {
  let rest: Uint8Array = new TextEncoder().encode(text);
  try {
    while (rest.length > 0) rest = rest.subarray(stream.writeSync(rest));
  } catch (error) {
    // The reader of a pipe, such as `head`, has seen enough.
    if (error instanceof Deno.errors.BrokenPipe) Deno.exit(0);
    throw error;
  }
}
