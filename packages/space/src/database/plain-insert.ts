/**
 * Recognizes inserts that need no session to be recorded.
 *
 * A session costs some 25 µs however few rows a commit writes, most of it for statements that
 * SQLite compiles anew each time. An insert that only adds rows of parameters and literals can say
 * itself what it stored, by `returning *`.
 *
 * What the insert may be is decided by its compiled program. Each instruction must be one that
 * computes a value from parameters and literals, checks a constraint, or adds an entry to the
 * table or its indexes. So nothing is deleted or updated (`replace`, upsert), no trigger or cascade
 * runs (they are subprograms), and no row of another table is copied.
 */

import type { Opcode } from "./opcodes.ts";
import { tokenize } from "./sql-tokens.ts";

const ADDING = new Set([
  ...["Init", "Goto", "Halt", "Transaction", "Noop", "InitCoroutine", "EndCoroutine", "Yield"],
  // Values.
  ...["Null", "SoftNull", "Variable", "Integer", "Int64", "Real", "String8", "Blob"],
  ...["SCopy", "Copy", "IntCopy", "Affinity", "RealAffinity", "TypeCheck", "MakeRecord"],
  // Keys, constraints of the table, and parents of foreign keys.
  ...["NewRowid", "MustBeInt", "NotExists", "NotFound", "Found", "NoConflict"],
  ...["HaltIfNull", "IsNull", "NotNull", "Eq", "Ne", "Lt", "Le", "Gt", "Ge"],
  ...["OpenRead", "OpenWrite", "Close", "FkIfZero", "FkCounter", "FkCheck"],
  // The new entries.
  ...["IdxInsert", "Insert"],
]);
/** The moment of the insert, as a default has it. */
const FUNCTIONS = /^(?:unixepoch|datetime|date|time|julianday)\(/;

/**
 * The text of the same insert with its stored rows as result, or `null` where it is not plain.
 * `program` is the listing of `text`.
 */
export function returningText(text: string, program: readonly Opcode[]): string | null {
  const isPlain = program.every(({ opcode, p4 }) =>
    ADDING.has(opcode) || (opcode === "Function" && FUNCTIONS.test(String(p4)))
  );
  if (!isPlain) return null;
  const { tokens } = tokenize(text);
  const returns = tokens.some(({ kind, value }) => kind === "word" && value === "returning");
  if (tokens[0]?.value !== "insert" || returns) return null;
  const end = tokens.findLast((token) => token.text !== ";")!.end;
  return `${text.slice(0, end)} returning *`;
}
