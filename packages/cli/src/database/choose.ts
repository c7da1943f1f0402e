/** Choosing one pattern database of a space, by any part of its name that only it has. */

import type { DatabaseKey } from "@cf/protocol";
import { CfError } from "@cf/utils";
import { CliError, UsageError } from "../frame/errors.ts";
import type { Io } from "../frame/io.ts";
import { argument, optionalArgument } from "../frame/verb.ts";
import {
  type OperatedSpace,
  type OperatorFlags,
  operatorOptions,
  withOperator,
} from "../server/operator.ts";

const SUMMARY = "a database, or any part of its name that only it has";

/** One database, named first. */
export const oneDatabaseOptions = {
  database: argument("database", SUMMARY),
  ...operatorOptions,
};

/** One database, or all when none is named. */
export const anyDatabaseOptions = {
  database: optionalArgument("database", `${SUMMARY} (default: all)`),
  ...operatorOptions,
};

/** The printed name of a database: its handle's id, and the scope unless it is the space's. */
export function databaseName(key: DatabaseKey): string {
  return key.scope === "space" ? key.id : `${key.id} ${key.scope}`;
}

/** Calls `use` with each chosen database of the space in force, one after another. */
export async function forEachDatabase(
  values: OperatorFlags & { readonly database?: string | undefined },
  io: Io,
  use: (space: OperatedSpace, key: DatabaseKey) => Promise<void>,
): Promise<void> {
  await withOperator(values, io, async (space) => {
    const { databases } = await space.run("databases", {});
    const keys = databases.filter(({ state }) => state === "live" || state === "quarantined")
      .map(({ key }) => key);
    const chosen = values.database === undefined ? keys : [chooseDatabase(keys, values.database)];
    for (const key of chosen) await use(space, key);
  });
}

/**
 * As {@linkcode forEachDatabase}, where one that fails does not keep the others from being used, unless
 * it is the one that was asked for. `failed` is told of it.
 */
export async function forAllDatabases(
  values: OperatorFlags & { readonly database?: string | undefined },
  io: Io,
  { use, failed }: {
    readonly use: (space: OperatedSpace, key: DatabaseKey) => Promise<void>;
    readonly failed: (key: DatabaseKey, error: CfError) => void;
  },
): Promise<void> {
  await forEachDatabase(values, io, async (space, key) => {
    try {
      await use(space, key);
    } catch (error) {
      if (values.database !== undefined || !(error instanceof CfError)) throw error;
      failed(key, error);
    }
  });
}

/** The one of `keys` whose name holds `given`. Errors: `unknown-database`, `usage`. */
function chooseDatabase(keys: readonly DatabaseKey[], given: string): DatabaseKey {
  const name = chooseNamed(keys.map(databaseName), given, "in this space");
  return keys.find((key) => databaseName(key) === name)!;
}

/**
 * The one of `names` that is `given`, or else the only one that holds it. `where` they are is for the
 * message. Errors: `unknown-database`, `usage`.
 */
export function chooseNamed(names: readonly string[], given: string, where: string): string {
  const matches = names.filter((name) => name.includes(given));
  const [first] = matches;
  if (names.includes(given)) return given;
  if (first === undefined) {
    throw new CliError(
      "unknown-database",
      `Cannot find the database '${given}': none of that name is ${where}`,
      "`cf sqlite ls` lists the databases of the space, `cf sqlite lent` the files lent to it, " +
        "`cf sqlite gc --dry-run` those in the trash.",
    );
  }
  if (matches.length === 1) return first;
  throw new UsageError(
    `Cannot choose a database: '${given}' is part of\n  ${matches.join("\n  ")}`,
  );
}
