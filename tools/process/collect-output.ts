/** Runs this Deno as a child process, so that no `deno` needs to stand on the PATH. */

/** What a finished child said, its two streams in one text. */
export interface CollectedOutput {
  readonly success: boolean;
  readonly code: number;
  readonly output: string;
}

/** Runs `deno ...args` to its end without input. */
export async function collectOutput(args: readonly string[]): Promise<CollectedOutput> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [...args],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const [status, stdout, stderr] = await Promise.all([
    child.status,
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  return { success: status.success, code: status.code, output: stdout + stderr };
}
