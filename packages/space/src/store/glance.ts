/**
 * A look at a space that is not open: its access list, its newest commit and its name, read from the file
 * over a connection that cannot write and is closed at once. A list of a thousand spaces opens,
 * replays and keeps none of them.
 */

import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { NamedSpace, SpaceId } from "@cf/protocol";
import { StoreFormatError } from "../errors.ts";
import { NAME_ID, trueName } from "../lifecycle/name-id.ts";
import type { AccessEntry } from "../session/access-list.ts";
import { SPACE_FILE } from "./layout.ts";

/** What can be told of a space without opening it. */
export interface SpaceGlance {
  /** The newest commit. */
  readonly seq: number;
  /** The access list, in order of principals; `*` is everybody. */
  readonly access: readonly AccessEntry[];
  /** What patterns of another space name it by, if they do. */
  readonly named?: NamedSpace;
}

/** Reads the file of `space` in `folder`. Throws {@linkcode StoreFormatError} where it is none. */
export function glanceAt(folder: string, space: SpaceId): SpaceGlance {
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
    const named = trueName(space, nameIn(database));
    const seq = Number(last?.seq ?? pruned?.value ?? 0);
    return { seq, access, ...(named === undefined ? {} : { named }) };
  } catch (cause) {
    throw new StoreFormatError(path, "its access list cannot be read", cause);
  } finally {
    database?.close();
  }
}

/** The newest value of the document with the name: in the log, or in the checkpoint before it. */
function nameIn(database: DatabaseSync): unknown {
  const rows = database.prepare(
    "SELECT record FROM _cf_log " +
      "WHERE seq > (SELECT value FROM _cf_meta WHERE key = 'documents_seq') " +
      "AND instr(record, ?) > 0 ORDER BY seq DESC",
  ).iterate(JSON.stringify(NAME_ID));
  for (const { record } of rows) {
    const { operations = [] } = JSON.parse(String(record));
    const set = operations.find((one: { op: string; id: string }) =>
      one.op === "set" && one.id === NAME_ID
    );
    if (set !== undefined) return set.value;
  }
  const kept = database.prepare("SELECT value FROM _cf_document WHERE id = ? AND scope = 'space'")
    .get(NAME_ID);
  return typeof kept?.value === "string" ? JSON.parse(kept.value) : undefined;
}
