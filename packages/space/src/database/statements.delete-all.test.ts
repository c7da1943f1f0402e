import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { decodeChangeset } from "./changeset.ts";
import { prepareDeclaration } from "./declaration.ts";
import { createDeclared } from "./scratch.ts";
import { runStatements } from "./statements.ts";

const DECLARATION = prepareDeclaration({
  tables: { t: { columns: { id: "integer primary key", name: "text" } } },
});

function records(connection: DatabaseSync, ...sql: string[]): string[] {
  const statements = sql.map((text) => ({ sql: text }));
  const { changeset } = runStatements(connection, "main", DECLARATION, statements);
  return decodeChangeset(changeset)
    .map(({ op, old, new: fresh }) => `${op} ${(fresh ?? old)![0]}`).sort();
}

Deno.test("runStatements() records every row of a DELETE without WHERE", () => {
  const connection = new DatabaseSync(":memory:");
  createDeclared(connection, DECLARATION);
  const insert = "insert into t values (1, 'a'), (2, 'b')";
  assert.deepEqual(records(connection, insert), ["insert 1", "insert 2"]);
  assert.deepEqual(records(connection, "delete from t"), ["delete 1", "delete 2"]);
  // A second time the statement comes from the guard's cache.
  records(connection, insert);
  assert.deepEqual(records(connection, "delete from t"), ["delete 1", "delete 2"]);
  records(connection, insert);
  assert.deepEqual(records(connection, "delete from t", "insert into t values (1, 'a')"), [
    "delete 2",
  ]);
  connection.close();
});
