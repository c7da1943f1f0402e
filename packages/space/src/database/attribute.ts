/**
 * Finds the column that each parameter of a statement goes to, from SQLite's own compilation.
 *
 * The statement is compiled against a scratch schema, and the values of its parameters are followed
 * through the registers of the program that `EXPLAIN` lists:
 *
 * ```text
 * Variable 2 → r4      r4 holds parameter 2
 * SCopy/Copy/Move      r9 holds what r4 holds
 * MakeRecord r3..r5    a record whose second column is r4
 * Insert cursor 0      cursor 0 is table t: parameter 2 goes to the second column of t
 * Column 0 1 → r7      r7 holds the second column of t
 * Eq r4 r7             parameter 2 is compared with that column
 * ```
 *
 * Mostly the order of instructions is ignored: a register holds everything that is ever put into it,
 * so the answer can name too many uses, never too few. Only a comparison looks back for the
 * instruction that filled its register just before, since those registers are used again and again.
 * Every other instruction that reads a register
 * with a parameter in it counts as a use elsewhere: a parameter inside a function or an expression is
 * not attributed.
 *
 * The scratch tables have columns without types, keys or indexes, which makes every comparison a
 * visible one and every write a plain record. Only `ON CONFLICT (…)` needs the declared keys; such
 * a statement is compiled against the declared schema.
 */

import { DatabaseSync } from "node:sqlite";
import { SqlError } from "@cf/protocol";
import { LRUCache } from "lru-cache";
import { DataFlow, type ParameterUse, type TablesByRoot } from "./data-flow.ts";
import type { Declaration, DeclaredTable } from "./declaration.ts";
import { asDeclared } from "./as-declared.ts";
import type { Opcode } from "./opcodes.ts";
import { parameterSlots } from "./parameters.ts";
import { quoteName } from "./sql-tokens.ts";
import { createTableSql } from "./table-model.ts";

/** Where a parameter goes. */
export interface ParameterOrigin {
  /** Place among the parameters, from 0. */
  readonly slot: number;
  /** With its sign (`:name`), `null` for `?`. */
  readonly name: string | null;
  /** The one column that it goes to; `null` when there is none, or more than one. */
  readonly table: string | null;
  readonly column: string | null;
  readonly uses: readonly ParameterUse[];
}

interface Scratch extends TablesByRoot {
  readonly connection: DatabaseSync;
}

interface Scratches {
  readonly bare: Scratch;
  readonly full: Scratch;
  readonly known: LRUCache<string, readonly ParameterOrigin[]>;
}

const scratches = new WeakMap<Declaration, Scratches>();

/** Where each parameter of `sql` goes, by slot. Throws `SqlError` if it does not compile. */
export function attributeParameters(
  declaration: Declaration,
  sql: string,
): readonly ParameterOrigin[] {
  let entry = scratches.get(declaration);
  if (entry === undefined) {
    entry = {
      bare: makeScratch(declaration, true),
      full: makeScratch(declaration, false),
      known: new LRUCache({ max: 200 }),
    };
    scratches.set(declaration, entry);
  }
  const known = entry.known.get(sql);
  if (known !== undefined) return known;
  const text = asDeclared(sql, "main", declaration);
  const origins = attribute(compile(entry, text, sql), sql);
  entry.known.set(sql, origins);
  return origins;
}

function makeScratch(declaration: Declaration, bare: boolean): Scratch {
  const connection = new DatabaseSync(":memory:", { enableForeignKeyConstraints: false });
  const tables = new Map<number, DeclaredTable>();
  for (const table of declaration.tables.values()) {
    const columns = table.model.columns.map((column) => quoteName(column.name)).join(", ");
    connection.exec(
      bare
        ? `create table ${quoteName(table.name)} (${columns})`
        : createTableSql({ ...table.model, foreignKeys: [], checks: [] }),
    );
    if (table.fts.length > 0) {
      connection.exec(
        `create virtual table ${quoteName(`${table.name}_fts`)} using fts5(${
          table.fts.map(quoteName).join(", ")
        })`,
      );
    }
  }
  if (!bare) {
    for (const table of declaration.tables.values()) {
      for (const index of table.indexes) {
        if (!index.unique) continue;
        connection.exec(
          `create unique index ${quoteName(index.name)} on ${quoteName(table.name)} (${
            index.terms.join(", ")
          })`,
        );
      }
    }
  }
  const roots = connection.prepare("select name, rootpage from sqlite_master where type = 'table'");
  for (const { name, rootpage } of roots.all()) {
    const table = declaration.tables.get(String(name).toLowerCase());
    if (table !== undefined) tables.set(Number(rootpage), table);
  }
  return { connection, tables, bare };
}

function compile(
  { bare, full }: Scratches,
  text: string,
  sql: string,
): { program: readonly Opcode[]; scratch: Scratch } {
  const explain = (scratch: Scratch) => ({
    program: scratch.connection.prepare(`explain ${text}`).all() as unknown as readonly Opcode[],
    scratch,
  });
  try {
    return explain(bare);
  } catch {
    try {
      return explain(full);
    } catch (error) {
      throw new SqlError((error as Error).message, { sql }, error);
    }
  }
}

function attribute(
  { program, scratch }: { readonly program: readonly Opcode[]; readonly scratch: Scratch },
  sql: string,
): readonly ParameterOrigin[] {
  const flow = new DataFlow(program, scratch);
  return parameterSlots(sql).map((name, slot) => {
    const uses = flow.usesOf(slot + 1);
    const [first] = uses;
    const only = first !== undefined && first !== null &&
      uses.every((use) => use !== null && use.table === first.table && use.column === first.column);
    return {
      slot,
      name,
      table: only ? first.table : null,
      column: only ? first.column : null,
      uses,
    };
  });
}
