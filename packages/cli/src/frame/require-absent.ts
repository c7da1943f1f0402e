/** Files that a verb makes never replace one that is there. */

import { CliError } from "./errors.ts";

/** Errors: `file-exists`. */
export async function requireAbsent(path: string): Promise<void> {
  if (!await Deno.stat(path).then(() => true, () => false)) return;
  throw new CliError(
    "file-exists",
    `Cannot write ${path}: it exists already`,
    "Name another file.",
  );
}
