/** The affinity of a declared column is what SQLite makes of values stored there. */

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { prepareDeclaration } from "../database/declaration.ts";
import { createDeclared } from "../database/scratch.ts";
import { shapeOf } from "./table-shape.ts";
import type { Affinity } from "./values.ts";

/** How the text '3' and the number 3 are stored. */
const STORED: Readonly<Record<Affinity, readonly [string, string]>> = {
  integer: ["integer", "integer"],
  numeric: ["integer", "integer"],
  real: ["real", "real"],
  text: ["text", "text"],
  blob: ["text", "integer"],
};

function check(type: string, strict: boolean): void {
  const declaration = prepareDeclaration({
    tables: { t: { columns: { a: type }, options: { strict } } },
  });
  const connection = new DatabaseSync(":memory:");
  createDeclared(connection, declaration);
  connection.exec("insert into t (a) values ('3'), (3)");
  const found = connection.prepare("select typeof(a) as type from t").all().map((row) => row.type);
  const { affinity } = shapeOf(declaration.tables.get("t")!).columns.find(({ name }) =>
    name === "a"
  )!;
  assert.deepEqual(found, STORED[affinity], `${type}${strict ? " strict" : ""} is ${affinity}`);
  connection.close();
}

Deno.test("shapeOf() knows the affinity of columns as SQLite does", () => {
  for (
    const type of [
      ...["integer", "int", "bigint", "text", "varchar(9)", "clob", "real", "double precision"],
      ...["numeric", "decimal(9, 2)", "boolean", "date", "blob", "any", "charint", "point"],
    ]
  ) check(type, false);
  for (const type of ["integer", "int", "real", "text", "any"]) check(type, true);
});
