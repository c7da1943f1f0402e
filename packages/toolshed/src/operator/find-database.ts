/** Which pattern database somebody means by a name, and whether its rows are theirs to write. */

import { type DatabaseKey, NotAllowedError } from "@cf/protocol";
import type { Space } from "@cf/space";
import { AmbiguousDatabaseError, UnknownDatabaseError } from "../errors.ts";

/** Who asks. */
export interface DatabaseSeeker {
  readonly principal: string;
  /** May write to every database, those of principals and sessions too. */
  readonly isOperator: boolean;
}

const HANDLE = /^of:[a-z2-7]{26}$/;

/**
 * The one database that `name` means, of those that the seeker may write: its handle's id, its file, its
 * name as `cf sqlite ls` prints it, or a part that only it has; the whole id of a handle means its
 * database before the first write too. Throws `not-allowed`, `unknown-database`, `ambiguous-database`.
 */
export function findDatabase(space: Space, name: string, seeker: DatabaseSeeker): DatabaseKey {
  const { principal, isOperator } = seeker;
  if (!isOperator) space.access.require(principal, "write", `write to ${space.id}`);
  const found = space.operator.databases()
    .filter(({ state }) => state === "live" || state === "quarantined")
    .map(({ key, file }) => ({ key, names: namesOf(key, file) }))
    .filter(({ names }) => names.some((each) => each.includes(name)));
  const matches = found.filter(({ key }) => isTheirs(key, seeker));
  const exact = matches.filter(({ names }) => names.includes(name));
  const [first, ...more] = exact.length > 0 ? exact : matches;
  if (more.length > 0) {
    throw new AmbiguousDatabaseError(name, [first!, ...more].map(({ key }) => nameOf(key)));
  }
  if (first !== undefined) return first.key;
  const fresh = ["space", `user:${principal}`] as const;
  const unwritten = fresh.map((scope) => ({ id: name, scope }))
    .find((key) => HANDLE.test(name) && space.operator.isDeclared(key));
  if (unwritten !== undefined) return unwritten;
  if (found.length === 0) throw new UnknownDatabaseError(name);
  throw new NotAllowedError(
    `write to the database ${name}`,
    "own it or operate this server",
    principal,
  );
}

function isTheirs({ scope }: DatabaseKey, { principal, isOperator }: DatabaseSeeker): boolean {
  return isOperator || scope === "space" || scope === `user:${principal}` ||
    scope.startsWith(`session:${principal}/`);
}

function nameOf({ id, scope }: DatabaseKey): string {
  return scope === "space" ? id : `${id} ${scope}`;
}

function namesOf(key: DatabaseKey, file: string | null): string[] {
  return [key.id, nameOf(key), ...(file === null ? [] : [file])];
}
