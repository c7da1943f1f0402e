/** One pattern database for tests: a handle, its declaration, and ways to use it. */

import type { DatabaseDeclaration, DocAddress, Operation, QuerySpec } from "@cf/protocol";

/** Where the handle is. */
export const HANDLE: DocAddress = { id: `of:${"a".repeat(26)}`, scope: "space" };

const DECLARATION: DatabaseDeclaration = {
  tables: {
    entries: { columns: { id: "integer primary key", body: "text", n: "integer", data: "blob" } },
  },
};

/** Writes the handle, in the commit that first uses the database or before. */
export const DECLARE: Operation = {
  op: "set",
  id: HANDLE.id,
  value: { id: HANDLE.id, tables: DECLARATION.tables as never, rev: 0 },
};

/** A live query on it. */
export function query(sql: string): QuerySpec {
  return { handle: HANDLE, declaration: DECLARATION, sql, live: true };
}

/** Inserts one entry. */
export function insert(body: string, n: number | bigint = 1) {
  return { sql: "INSERT INTO entries (body, n) VALUES (?, ?)", params: [body, n] };
}
