/** Files that a verb makes never replace one that is there. */

import { dirname } from "node:path";
import { CliError } from "./errors.ts";

/** Errors: `file-exists`, `folder-missing`. */
export async function requireAbsent(path: string): Promise<void> {
  if (await Deno.stat(path).then(() => true, () => false)) {
    throw new CliError(
      "file-exists",
      `Cannot write ${path}: it exists already`,
      "Name another file.",
    );
  }
  const folder = dirname(path);
  if (await Deno.stat(folder).then(({ isDirectory }) => isDirectory, () => false)) return;
  throw new CliError(
    "folder-missing",
    `Cannot write ${path}: there is no folder ${folder}`,
    "Make it, or name another file.",
  );
}

/** Runs `write`, which makes a file at `path`. Errors: `file-failed`. */
export async function writing<T>(path: string, write: () => T | Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (cause) {
    if (cause instanceof CliError) throw cause;
    throw new CliError(
      "file-failed",
      `Cannot write ${path}: ${cause instanceof Error ? cause.message : cause}`,
      "Look at the folder's rights and at the room on its disk.",
      cause,
    );
  }
}
