/**
 * Where things lie on disk:
 *
 * ```
 * <store>/lock                                  held by the one process that has the store open
 * <store>/<space>/children.lock                 held by the processes that write for the space
 * <store>/<space>/space.sqlite                  log, documents, sessions, access list
 * <store>/<space>/db-<id>[-<scope>].sqlite      one sibling per pattern database
 * <store>/<space>/snapshots/<file>@<seq>         copies from which a sibling is rebuilt
 * <store>/<space>/trash/                        files of deleted databases, until their grace ends
 * <store>/.replaced/<space>.<time>/             spaces that a restore replaced
 * <store>/.restoring/<random>/                  copies of backups that are not complete
 * <store>/.restored/<space>/                    complete ones that are about to take their place
 * ```
 *
 * File names derive from identities alone, so no client can choose one.
 */

import { join } from "node:path";
import { shortHash } from "@cf/utils";
import type { DatabaseKey, SpaceId } from "@cf/protocol";
import { BadSpaceIdError } from "../errors.ts";

const SPACE_ID = /^did:[a-z0-9]+:[A-Za-z0-9._%-]{1,200}$/;
const PLAIN_ID = /^of:([a-z2-7]{26})$/;

/** The name of a space's own file. */
export const SPACE_FILE = "space.sqlite";

/** Its name while the space is being made. */
export const NEW_SPACE_FILE = "space.sqlite.new";

/** The folders in a store of copies of backups that are not complete, and of complete ones. */
export const RESTORING = ".restoring";
export const RESTORED = ".restored";

/** The file that the processes that write for a space lock. */
export const CHILDREN_LOCK_FILE = "children.lock";

/** Whether `name` is fit to name a space and its folder. */
export function isSpaceId(name: string): name is SpaceId {
  return SPACE_ID.test(name);
}

/** The folder of a space within a store. Throws {@linkcode BadSpaceIdError}. */
export function spaceFolder(store: string, space: SpaceId): string {
  if (!isSpaceId(space)) throw new BadSpaceIdError(space);
  return join(store, space);
}

/** The file name of a pattern database. Distinct databases have distinct names. */
export function databaseFileName(key: DatabaseKey): string {
  const id = PLAIN_ID.exec(key.id)?.[1] ?? `x${shortHash(key.id)}`;
  return key.scope === "space"
    ? `db-${id}.sqlite`
    : `db-${id}-${key.scope.split(":", 1)[0]}.${shortHash(key.scope)}.sqlite`;
}

/** A map key for a database. */
export function databaseKeyText(key: DatabaseKey): string {
  return key.scope === "space" ? key.id : `${key.scope} ${key.id}`;
}
