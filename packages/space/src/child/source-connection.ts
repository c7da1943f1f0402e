/** The connection by which a child writes to a lent file. */

import { DatabaseSync } from "node:sqlite";
import { CfError } from "@cf/utils";
import { harden } from "../database/harden.ts";
import { SourceError } from "../errors.ts";

/** How long the lock of another program is waited for. */
const LOCK_MS = 50;

/** The file written last stays open: closing one in WAL mode would checkpoint it each time. */
let kept: { readonly file: string; readonly connection: DatabaseSync } | undefined;

/** Closes the file that is open. */
export function closeSource(): void {
  kept?.connection.close();
  kept = undefined;
}

/** Which file is at a path: another one that is put there has another inode, or is younger. */
export function fileAt(path: string): string {
  return asSource({ path }, () => {
    const { ino, birthtime } = Deno.statSync(path);
    return ino === null ? "" : `${ino} ${birthtime?.getTime() ?? ""}`;
  });
}

/** Opens a lent file, unless it is still open. Throws `SourceError`. */
export function openSource(path: string): DatabaseSync {
  return asSource({ path }, () => {
    // The driver would make a file that vanished anew.
    const { dev, ino } = Deno.statSync(path);
    const file = `${dev} ${ino} ${path}`;
    if (kept?.file === file) return kept.connection;
    closeSource();
    const connection = new DatabaseSync(path, { timeout: LOCK_MS });
    kept = { file, connection };
    harden(connection);
    const { journal_mode: mode } = connection.prepare("PRAGMA journal_mode").get() as {
      journal_mode: string;
    };
    // In this mode that cannot damage it, and what a power loss takes the log gives back.
    if (mode === "wal") connection.exec("PRAGMA synchronous = NORMAL");
    return connection;
  });
}

/** Runs `work`, whose errors become a `SourceError` about the file. */
export function asSource<T>({ path }: { readonly path: string }, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound) {
      throw new SourceError(path, "there is no such file", cause);
    }
    if (cause instanceof CfError) throw cause;
    throw new SourceError(path, (cause as Error).message, cause);
  }
}
