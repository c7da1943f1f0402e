/**
 * Scratch databases: a declared schema in memory, where SQLite's opinion costs nothing.
 */

import { DatabaseSync } from "node:sqlite";
import { codes } from "./driver.ts";
import type { Declaration } from "./declaration.ts";
import { DeclarationError } from "./errors.ts";
import { ftsDdl } from "./fts.ts";
import { ALLOWED_FUNCTIONS, DETERMINISTIC_FUNCTIONS } from "./functions.ts";
import { functionCalled, type Opcode } from "./opcodes.ts";
import { quoteName } from "./sql-tokens.ts";
import { createIndexSql, createTableSql } from "./table-model.ts";

/** Creates every declared object in `connection`'s main schema. */
export function createDeclared(connection: DatabaseSync, declaration: Declaration): void {
  for (const table of declaration.tables.values()) connection.exec(createTableSql(table.model));
  for (const table of declaration.tables.values()) {
    for (const index of table.indexes) connection.exec(createIndexSql(index));
    if (table.fts.length === 0) continue;
    for (const sql of ftsDdl(table).create) connection.exec(sql);
  }
}

/**
 * Lets SQLite judge the declaration, and checks that it made of each definition exactly the
 * columns that were declared. Throws `DeclarationError`.
 */
export function checkInScratch(declaration: Declaration): void {
  const connection = new DatabaseSync(":memory:");
  let refused: string | undefined;
  let allowed = DETERMINISTIC_FUNCTIONS;
  connection.setAuthorizer((action, _name, detail) => {
    if (action !== codes.SQLITE_FUNCTION) return codes.SQLITE_OK;
    const name = String(detail).toLowerCase();
    if (allowed.has(name)) return codes.SQLITE_OK;
    refused = name;
    return codes.SQLITE_DENY;
  });
  const attempt = (where: string, sql: string) => {
    refused = undefined;
    try {
      connection.exec(sql);
    } catch (error) {
      if (refused !== undefined) throw notAllowed(where, refused);
      throw new DeclarationError(where, `SQLite says: ${(error as Error).message}`);
    }
  };
  try {
    for (const { name, model } of declaration.tables.values()) {
      attempt(`table ${name}`, createTableSql(model));
      const columns = connection.prepare(`pragma table_xinfo(${quoteName(name)})`).all()
        .map((row) => row.name);
      if (columns.join("\n") !== model.columns.map((column) => column.name).join("\n")) {
        throw new DeclarationError(
          `table ${name}`,
          "a definition makes other columns than declared",
        );
      }
    }
    for (const table of declaration.tables.values()) {
      for (const index of table.indexes) attempt(`index ${index.name}`, createIndexSql(index));
      if (table.fts.length > 0) {
        ftsDdl(table).create.forEach((sql) => attempt(`full-text index of ${table.name}`, sql));
      }
      // A statement that needs every constraint, so that a foreign key to nowhere is found here.
      attempt(`table ${table.name}`, `explain delete from ${quoteName(table.name)}`);
    }
    // A default is computed once, at the write, so it may depend on more than its arguments. The
    // authorizer hears nothing of its functions; the program that computes it names them.
    allowed = ALLOWED_FUNCTIONS;
    for (const { name } of declaration.tables.values()) {
      const insert = `explain insert into ${quoteName(name)} default values`;
      attempt(`table ${name}`, insert);
      const program = connection.prepare(insert).all() as unknown as Opcode[];
      const other = program.map(functionCalled)
        .find((called) => called !== undefined && !ALLOWED_FUNCTIONS.has(called));
      if (other !== undefined) throw notAllowed(`table ${name}`, other);
    }
  } finally {
    connection.close();
  }
}

function notAllowed(where: string, name: string): DeclarationError {
  return new DeclarationError(where, `function ${name}() is not allowed in a definition`);
}
