/**
 * Key files: the portable form of an identity as JSON, readable by its owner alone.
 */

import { exportIdentity, type Identity, importIdentity } from "@cf/protocol";
import { CliError } from "../frame/errors.ts";

const OWNER_ONLY = 0o600;

/**
 * Writes a new key file and never overwrites one. Errors: `identity-exists`.
 */
export async function writeIdentity(path: string, identity: Identity): Promise<void> {
  await Deno.mkdir(parentOf(path), { recursive: true });
  const text = JSON.stringify(await exportIdentity(identity), null, 2) + "\n";
  try {
    await Deno.writeTextFile(path, text, { createNew: true, mode: OWNER_ONLY });
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    throw new CliError(
      "identity-exists",
      `Cannot make a key: ${path} holds one`,
      "Name another file with --out, or see whose key it is with `cf id show`.",
    );
  }
}

/**
 * The identity in a key file. Errors: `identity-missing`, `identity-exposed` when others than its
 * owner can read it, `bad-identity`.
 */
export async function readIdentity(path: string): Promise<Identity> {
  let text: string;
  try {
    const { mode } = await Deno.stat(path);
    if (mode !== null && (mode & 0o077) !== 0) {
      throw new CliError(
        "identity-exposed",
        `Cannot use the key ${path}: others on this machine may read it`,
        `Run \`chmod 600 ${path}\`.`,
      );
    }
    text = await Deno.readTextFile(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new CliError(
      "identity-missing",
      `Cannot find your key: there is no ${path}`,
      "Make one with `cf id new`, or name one with --identity or CF_IDENTITY.",
    );
  }
  return await importIdentity(parseKeyFile(text));
}

/** What is no JSON is no key file either; `importIdentity` says what one holds. */
function parseKeyFile(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/")) || "/";
}
