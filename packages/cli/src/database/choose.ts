/** Choosing one pattern database of a space, by any part of its name that only it has. */

import type { DatabaseKey } from "@cf/protocol";
import type { Space } from "@cf/space";
import { storedSpaceOptions, withSpace } from "../config/store.ts";
import { CliError, UsageError } from "../frame/errors.ts";
import type { Io } from "../frame/io.ts";
import { argument, optionalArgument, type ValuesOf } from "../frame/verb.ts";

const SUMMARY = "a database, or any part of its name that only it has";

/** One database, named first. */
export const oneDatabaseOptions = {
  database: argument("database", SUMMARY),
  ...storedSpaceOptions,
};

/** One database, or all when none is named. */
export const anyDatabaseOptions = {
  database: optionalArgument("database", `${SUMMARY} (default: all)`),
  ...storedSpaceOptions,
};

/** The printed name of a database: its handle's id, and the scope unless it is the space's. */
export function databaseName(key: DatabaseKey): string {
  return key.scope === "space" ? key.id : `${key.id} ${key.scope}`;
}

/** Calls `use` with each chosen database of the space in force, one after another. */
export async function forEachDatabase(
  values: ValuesOf<typeof anyDatabaseOptions>,
  io: Io,
  use: (space: Space, key: DatabaseKey) => void,
): Promise<void> {
  await withSpace(values, io, (space) => {
    const keys = space.operator.databases().map(({ key }) => key);
    const chosen = values.database === undefined ? keys : [chooseDatabase(keys, values.database)];
    for (const key of chosen) use(space, key);
  });
}

/** The one of `keys` whose name holds `given`. Errors: `unknown-database`, `usage`. */
function chooseDatabase(keys: readonly DatabaseKey[], given: string): DatabaseKey {
  const matches = keys.filter((key) => databaseName(key).includes(given));
  const exact = keys.find((key) => databaseName(key) === given);
  const [first] = matches;
  if (exact !== undefined) return exact;
  if (first === undefined) {
    throw new CliError(
      "unknown-database",
      `Cannot find the database '${given}': this space has none of that name`,
      "`cf sqlite ls` lists the databases of the space.",
    );
  }
  if (matches.length === 1) return first;
  const names = matches.map(databaseName).join("\n  ");
  throw new UsageError(`Cannot choose a database: '${given}' is part of\n  ${names}`);
}
