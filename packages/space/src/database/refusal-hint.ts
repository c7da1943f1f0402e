/**
 * What to write instead of a statement that patterns cannot run, by the words that it begins with. It
 * explains a refusal and decides none.
 */

import { CfError } from "@cf/utils";
import { GuardViolationError, SqlError } from "@cf/protocol";
import { tokenize } from "./sql-tokens.ts";
import type { StatementKind } from "./verdict.ts";

const DECLARED = "tables, columns and indexes are declared in sqliteDatabase({ tables }), and " +
  "changed by its migrations";
const TRANSACTION = "all that one handler writes is one transaction, which a failure undoes";
const HINTS: Readonly<Record<string, string>> = {
  "create view": "there are no views; write the query, or a common table expression in it",
  "create trigger": "there are no triggers; write what follows in the same handler",
  create: DECLARED,
  alter: DECLARED,
  drop: DECLARED,
  begin: TRANSACTION,
  commit: TRANSACTION,
  end: TRANSACTION,
  rollback: TRANSACTION,
  savepoint: TRANSACTION,
  release: TRANSACTION,
  pragma: "there are no pragmas; what a table is like stands in its declaration",
};
const MODIFIES_VIEW = /: cannot modify \S+ because it is a view/;
const WRITES = new Set(["insert", "update", "delete", "replace"]);

/** `error`, which refused `sql`, with what to write instead, if that is known. */
export function withHint(error: unknown, kind: StatementKind, sql: string): unknown {
  if (!(error instanceof CfError)) return error;
  const [first, second] = tokenize(sql).tokens.map(({ value }) => value.toLowerCase());
  if (first === undefined) return new SqlError("there is no statement in it", { sql });
  const hint = hintFor(error, kind, `${first} ${second ?? ""}`, first);
  if (hint === undefined) return error;
  const touched = error instanceof GuardViolationError
    ? String(error.data.touched)
    : first.toUpperCase();
  return new GuardViolationError(touched, sql, hint);
}

function hintFor(
  error: CfError,
  kind: StatementKind,
  beginning: string,
  first: string,
): string | undefined {
  const known = HINTS[beginning] ?? HINTS[first];
  if (known !== undefined) return known;
  // To a reader a table with a hidden key is a view, of which SQLite says something else.
  const isWrite = kind === "read" && (WRITES.has(first) || MODIFIES_VIEW.test(error.message));
  if (isWrite) return "a query only reads; write with db.exec() in a handler or an action";
  if (!(error instanceof GuardViolationError)) return undefined;
  const isRecursion = String(error.data.touched).startsWith("WITH RECURSIVE");
  return isRecursion
    ? "read the rows with a query first, and write them with execMany()"
    : undefined;
}
