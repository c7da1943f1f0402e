/** What SQLite itself says of a query over the tables of {@linkcode DECLARATION}. */

import { DatabaseSync } from "node:sqlite";
import { bindArguments, fromDriver, parameterSlots, slotValues } from "../database/parameters.ts";
import { createDeclared } from "../database/scratch.ts";
import type { Row } from "../live/row-diff.ts";
import { DECLARATION, type Watched } from "./live-history.ts";

const empty = new DatabaseSync(":memory:");
createDeclared(empty, DECLARATION);

/** Whether SQLite takes it at all. */
export function isValid({ sql }: Watched): boolean {
  try {
    empty.prepare(sql);
    return true;
  } catch {
    return false;
  }
}

/** The rows of a query as SQLite gives them, or `undefined` when it fails. */
export function bareRows(
  connection: DatabaseSync,
  { sql, params }: Watched,
): readonly Row[] | undefined {
  const statement = connection.prepare(sql);
  statement.setReturnArrays(true);
  statement.setReadBigInts(true);
  const slots = parameterSlots(sql);
  const values = bindArguments(slots, slotValues(slots, params, sql));
  try {
    return (statement.all(...values) as unknown as Row[]).map((row) => row.map(fromDriver));
  } catch {
    return undefined;
  }
}
