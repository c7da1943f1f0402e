/** Opens a page in the user's browser, where there is one. */

const OPENERS: Readonly<Record<string, readonly string[]>> = {
  darwin: ["open"],
  linux: ["xdg-open"],
  windows: ["cmd", "/c", "start"],
};

/** Opens `url`; on a machine without a desktop nothing happens, the address was printed. */
export async function openPage(url: string): Promise<void> {
  const [program, ...args] = OPENERS[Deno.build.os] ?? [];
  if (program === undefined) return;
  const command = new Deno.Command(program, {
    args: [...args, url],
    stdin: "null",
    stdout: "null",
    stderr: "null",
  });
  try {
    await command.spawn().status;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
