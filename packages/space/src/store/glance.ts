/**
 * A look at a space that is not open: its access list and its newest commit, read from the file
 * over a connection that cannot write and is closed at once. A list of a thousand spaces opens,
 * replays and keeps none of them.
 */

import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StoreFormatError } from "../errors.ts";
import type { AccessEntry } from "../session/access-list.ts";
import { SPACE_FILE } from "./layout.ts";

/** What can be told of a space without opening it. */
export interface SpaceGlance {
  /** The newest commit. */
  readonly seq: number;
  /** The access list, in order of principals; `*` is everybody. */
  readonly access: readonly AccessEntry[];
}

/** Reads a space's file in `folder`. Throws {@linkcode StoreFormatError} where it is none. */
export function glanceAt(folder: string): SpaceGlance {
  const path = join(folder, SPACE_FILE);
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { readOnly: true });
    database.exec("PRAGMA busy_timeout = 5000");
    const last = database.prepare("SELECT max(seq) AS seq FROM _cf_log").get();
    const pruned = database.prepare("SELECT value FROM _cf_meta WHERE key = 'pruned_seq'").get();
    const access = database.prepare(
      "SELECT principal, capability FROM _cf_access ORDER BY principal",
    ).all() as unknown as SpaceGlance["access"];
    return { seq: Number(last?.seq ?? pruned?.value ?? 0), access };
  } catch (cause) {
    throw new StoreFormatError(path, "its access list cannot be read", cause);
  } finally {
    database?.close();
  }
}
