/**
 * Recognizes inserts that only add rows of parameters and literals, which can be run for less.
 *
 * Few rows: a session costs some 25 µs a commit however few they are, most of it for statements
 * that SQLite compiles anew each time. A plain insert can say itself what it stored, by
 * `returning *`. Many rows: more than half of an insert is the way into SQLite and back, which a
 * batch of rows in one statement shares.
 *
 * What is plain is decided by the compiled program. Each instruction must be one that computes a
 * value from parameters and literals, checks a constraint, or adds an entry to the table or its
 * indexes. So nothing is deleted or updated (`replace`, upsert), no trigger or cascade runs (they
 * are subprograms), no row of another table is copied, and no row depends on those before it: one
 * that settles a foreign key of an earlier row has to look for that row.
 */

import type { StatementSync } from "node:sqlite";
import type { Opcode } from "./opcodes.ts";
import { type SqlToken, statementText, tokenize } from "./sql-tokens.ts";

/** Rows that one statement of a batch inserts. */
export const BATCH_ROWS = 16;

/** The other forms of a plain insert. */
export interface PlainInsert {
  /** The same insert; its result are the rows that it stored, every column of them. */
  readonly returning: () => StatementSync;
  /**
   * The insert of {@linkcode BATCH_ROWS} rows, parameters one row after another; `null` where that
   * would not be the same.
   */
  readonly batch: () => StatementSync | null;
}

/** Prepares under the guard, and lists a program. */
export interface Compiler {
  prepare(text: string): StatementSync;
  explain(text: string): readonly Opcode[];
}

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

/** The plain insert that `text` is, or `null`. `program` is the listing of `text`. */
export function plainInsert(
  text: string,
  program: readonly Opcode[],
  compiler: Compiler,
): PlainInsert | null {
  if (!isAdding(program)) return null;
  const { tokens } = tokenize(text);
  const returns = tokens.some(({ kind, value }) => kind === "word" && value === "returning");
  if (tokens[0]?.value !== "insert" || returns) return null;
  return {
    returning: once(() => compiler.prepare(`${statementText(text)} returning *`)),
    batch: once(() => {
      const batch = batchText(text, tokens);
      if (batch === null || !isAdding(compiler.explain(batch))) return null;
      return compiler.prepare(batch);
    }),
  };
}

function isAdding(program: readonly Opcode[]): boolean {
  return program.every(({ opcode, p4 }) =>
    ADDING.has(opcode) || (opcode === "Function" && FUNCTIONS.test(String(p4)))
  );
}

/** `insert into t (…) values (?, …)` with the one tuple repeated; `null` for any other form. */
function batchText(text: string, tokens: readonly SqlToken[]): string | null {
  const values = tokens.findIndex(({ kind, value }) => kind === "word" && value === "values");
  const [, into] = tokens;
  if (values < 0 || into?.value !== "into") return null;
  const tuple = tokens.slice(values + 1).filter((token) => token.text !== ";");
  const inner = tuple.slice(1, -1);
  if (tuple[0]?.text !== "(" || tuple.at(-1)?.text !== ")") return null;
  const isSimple = inner.every(({ text, kind }) =>
    text === "?" || text === "," || ["string", "number", "blob"].includes(kind)
  );
  if (!isSimple) return null;
  const one = text.slice(tuple[0].start, tuple.at(-1)!.end);
  return text.slice(0, tokens[values]!.end) + new Array<string>(BATCH_ROWS).fill(one).join(", ");
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
