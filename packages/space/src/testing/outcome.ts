/** What came of a piece of work on a connection, in SQLite's own words. */

import type { DatabaseSync } from "node:sqlite";
import { CfError } from "@cf/utils";

/** `ok`, or SQLite's message; nothing stays of what fails. */
export function outcome(connection: DatabaseSync, work: () => void): string {
  connection.exec("begin");
  try {
    work();
    connection.exec("commit");
    return "ok";
  } catch (error) {
    if (connection.isTransaction) connection.exec("rollback");
    const { message } = error instanceof CfError && error.cause instanceof Error
      ? error.cause
      : error as Error;
    return message;
  }
}
