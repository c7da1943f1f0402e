/** What every connection is set to that opens a file which others may have made. */

import type { DatabaseSync } from "node:sqlite";

/**
 * A schema is not trusted: its views, triggers, constraints and generated columns may call only
 * functions, and use only virtual tables, that SQLite holds to be harmless. Pages whose cells do not
 * add up are damage as soon as they are read.
 */
export function harden(connection: DatabaseSync): void {
  connection.exec("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON");
}
