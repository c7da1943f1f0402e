/**
 * Tells the tables of a connection from names that a statement gives to its own subqueries.
 *
 * SQLite's authorizer hears of columns of both, and of the second with the database of whatever else
 * stands in the same FROM. Nothing can be looked up from within its callback, so that these names are
 * let through while a statement is prepared, and looked at before it runs.
 */

import type { DatabaseSync } from "node:sqlite";
import { quoteName } from "./sql-tokens.ts";
import type { UnplacedName } from "./verdict.ts";

/**
 * The first of `names` that is a table, view or virtual table: one that its database holds, or one
 * that a module of this connection gives without being created.
 */
export function realTable(
  connection: DatabaseSync,
  names: Iterable<UnplacedName>,
): UnplacedName | undefined {
  for (const name of names) {
    const held = connection.prepare(
      `select 1 from ${quoteName(name.database)}.sqlite_master ` +
        `where type in ('table', 'view') and name = ?1 collate nocase union all ` +
        `select 1 from pragma_module_list where name = ?1 collate nocase`,
    ).get(name.table);
    if (held !== undefined) return name;
  }
  return undefined;
}
