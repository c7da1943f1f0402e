/**
 * Work on a store folder without a server, for operators. The store is locked while one of the two
 * has it open, so a running server is never disturbed.
 */

import { resolve } from "node:path";
import { CliError, UsageError } from "../frame/errors.ts";
import type { Io } from "../frame/io.ts";
import { text } from "../frame/verb.ts";
import { findConfig } from "./settings.ts";

/** The flag that chooses a store folder. */
export const storeOptions = {
  store: text("--store <folder>", "store folder to open (default: that of .cf/config.json)", {
    files: true,
  }),
};

/** The flags that choose a store and a space in it. */
export const storedSpaceOptions = {
  ...storeOptions,
  space: text("-s, --space <did>", "space, or any part of its DID that only it has"),
};

/** The one of `spaces` that `given` means: its whole DID or a part that no other has. */
export function chooseSpace(spaces: readonly string[], given: string | undefined): string {
  const matches = spaces.filter((space) => given === undefined || space.includes(given));
  const exact = matches.find((space) => space === given) ?? matches[0];
  if (exact !== undefined && (matches.length === 1 || exact === given)) return exact;
  if (spaces.length === 0) {
    throw new CliError(
      "no-space",
      "Cannot choose a space: this store has none",
      "`cf serve` makes the first one.",
    );
  }
  const problem = given === undefined
    ? `this store has ${spaces.length}`
    : `${matches.length === 0 ? "none" : `${matches.length} spaces`} match '${given}'`;
  throw new UsageError(
    `Cannot choose a space: ${problem}; --space takes one of\n  ${spaces.join("\n  ")}`,
  );
}

/** The folder of the store in force. Errors: `store-missing`, `usage`. */
export async function findStore(
  flags: { store?: string | undefined },
  io: Io,
): Promise<string> {
  const stored = await findConfig(io.cwd);
  const folder = flags.store === undefined ? stored?.store : resolve(io.cwd, flags.store);
  if (folder === undefined) {
    throw new UsageError(
      "Cannot open a store: name its folder with --store, or start in a folder with .cf/config.json",
    );
  }
  if (await Deno.stat(folder).then((found) => found.isDirectory, () => false)) return folder;
  throw new CliError(
    "store-missing",
    `Cannot open the store ${folder}: there is no such folder`,
    "`cf serve` makes one.",
  );
}
