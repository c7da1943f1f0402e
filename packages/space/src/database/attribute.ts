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
import type { Declaration, DeclaredTable } from "./declaration.ts";
import { withoutHiddenKeys } from "./hidden-key.ts";
import type { Opcode } from "./opcodes.ts";
import { parameterSlots } from "./parameters.ts";
import { quoteName } from "./sql-tokens.ts";
import { createTableSql, rowidColumn } from "./table-model.ts";

/** One use of a parameter: stored in, or compared with, a column; `null` for any other. */
export type ParameterUse = {
  readonly table: string;
  readonly column: string;
  readonly stored: boolean;
} | null;

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

interface Scratch {
  readonly connection: DatabaseSync;
  /** Tables by root page. */
  readonly tables: ReadonlyMap<number, DeclaredTable>;
  /** The table's columns in stored order. */
  readonly bare: boolean;
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
  const text = withoutHiddenKeys(sql, "main", declaration);
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

/** What a register may hold: parameters by number, columns as `table.column`. */
interface Content {
  readonly parameters: Set<number>;
  readonly columns: Map<string, { table: string; column: string }>;
}

const COMPARISONS = new Set(["Eq", "Ne", "Lt", "Le", "Gt", "Ge"]);

/** Follows values through registers until nothing changes. */
class DataFlow {
  readonly #program: readonly Opcode[];
  readonly #registers = new Map<number, Content>();
  /** Registers that make up each record, by the register of the record. */
  readonly #records = new Map<number, { start: number; count: number }[]>();
  /** Contents of the columns of ephemeral tables. */
  readonly #ephemeral = new Map<number, Map<number, Content>>();
  readonly #cursors = new Map<number, DeclaredTable | null>();
  readonly #uses = new Map<number, Map<string, ParameterUse>>();
  readonly #scratch: Scratch;
  readonly #jumpTargets: ReadonlySet<number>;
  #changed = false;

  constructor(program: readonly Opcode[], scratch: Scratch) {
    this.#program = program;
    this.#scratch = scratch;
    // Operand 2 is where an instruction jumps to, if it is one that jumps.
    this.#jumpTargets = new Set(
      program.filter(({ opcode }) => !STRAIGHT.has(opcode)).map(({ p2 }) => p2),
    );
    for (const { opcode, p1, p2 } of program) {
      if (opcode === "OpenRead" || opcode === "OpenWrite") this.#cursor(p1, p2);
      if (opcode.startsWith("OpenEphemeral") || opcode === "OpenAutoindex") {
        this.#ephemeral.set(p1, new Map());
      }
    }
    do {
      this.#changed = false;
      for (const step of program) this.#move(step);
    } while (this.#changed);
    for (const step of program) this.#use(step);
  }

  usesOf(parameter: number): readonly ParameterUse[] {
    return [...this.#uses.get(parameter)?.values() ?? []];
  }

  #cursor(cursor: number, root: number): void {
    const table = this.#scratch.tables.get(root) ?? null;
    const known = this.#cursors.get(cursor);
    this.#cursors.set(cursor, known === undefined || known === table ? table : null);
  }

  #register(number: number): Content {
    let content = this.#registers.get(number);
    if (content === undefined) {
      content = { parameters: new Set(), columns: new Map() };
      this.#registers.set(number, content);
    }
    return content;
  }

  /** One step's movement of values. */
  #move({ opcode, p1, p2, p3 }: Opcode): void {
    switch (opcode) {
      case "Variable":
        this.#addParameter(this.#register(p2), p1);
        break;
      case "SCopy":
      case "IntCopy":
        this.#merge(this.#register(p2), this.#register(p1));
        break;
      case "Copy":
        for (let i = 0; i <= p3; i++) this.#merge(this.#register(p2 + i), this.#register(p1 + i));
        break;
      case "Move":
        for (let i = 0; i < p3; i++) this.#merge(this.#register(p2 + i), this.#register(p1 + i));
        break;
      case "MakeRecord": {
        const records = this.#records.get(p3) ?? [];
        if (!records.some((record) => record.start === p1 && record.count === p2)) {
          this.#records.set(p3, [...records, { start: p1, count: p2 }]);
          this.#changed = true;
        }
        break;
      }
      case "Insert":
      case "IdxInsert":
        if (this.#ephemeral.has(p1)) this.#fillEphemeral(p1, p2);
        break;
      case "Column":
        this.#readColumn(p1, p2, p3);
    }
  }

  #fillEphemeral(cursor: number, record: number): void {
    const columns = this.#ephemeral.get(cursor)!;
    for (const { start, count } of this.#records.get(record) ?? []) {
      for (let i = 0; i < count; i++) {
        let content = columns.get(i);
        if (content === undefined) {
          columns.set(i, content = { parameters: new Set(), columns: new Map() });
        }
        this.#merge(content, this.#register(start + i));
      }
    }
  }

  #readColumn(cursor: number, position: number, register: number): void {
    const target = this.#register(register);
    const held = this.#ephemeral.get(cursor)?.get(position);
    if (held !== undefined) this.#merge(target, held);
    const origin = this.#columnOf(cursor, position);
    if (origin === undefined) return;
    const key = `${origin.table}.${origin.column}`;
    if (target.columns.has(key)) return;
    target.columns.set(key, origin);
    this.#changed = true;
  }

  #columnOf(cursor: number, position: number): { table: string; column: string } | undefined {
    const table = this.#cursors.get(cursor);
    if (!table) return undefined;
    const columns = this.#scratch.bare
      ? table.model.columns
      : table.model.columns.filter((column) => column.generated?.stored !== false);
    const column = columns[position]?.name;
    return column === undefined ? undefined : { table: table.name, column };
  }

  #addParameter(target: Content, parameter: number): void {
    if (target.parameters.has(parameter)) return;
    target.parameters.add(parameter);
    this.#changed = true;
  }

  #merge(target: Content, source: Content): void {
    for (const parameter of source.parameters) this.#addParameter(target, parameter);
    for (const [key, origin] of source.columns) {
      if (target.columns.has(key)) continue;
      target.columns.set(key, origin);
      this.#changed = true;
    }
  }

  /** One step's use of the values that it reads. */
  #use(step: Opcode): void {
    const { opcode, p1, p2, p3 } = step;
    if (opcode === "Insert" && !this.#ephemeral.has(p1)) return this.#useInsert(p1, p2, p3);
    if (COMPARISONS.has(opcode)) return this.#useComparison(step);
    if ((opcode === "Found" || opcode === "NotFound") && this.#ephemeral.has(p1)) {
      return this.#useMembership(step);
    }
    for (const register of readRegisters(step)) this.#record(register, null);
  }

  #useInsert(cursor: number, record: number, rowid: number): void {
    const table = this.#cursors.get(cursor);
    for (const { start, count } of this.#records.get(record) ?? []) {
      for (let i = 0; i < count; i++) {
        const origin = this.#columnOf(cursor, i);
        this.#record(start + i, origin === undefined ? null : { ...origin, stored: true });
      }
    }
    const key = table ? rowidColumn(table.model) : null;
    this.#record(rowid, key === null ? null : { table: table!.name, column: key, stored: true });
  }

  #useComparison({ addr, p1, p3 }: Opcode): void {
    const sides = [this.#contentBefore(addr, p1), this.#contentBefore(addr, p3)] as const;
    for (const [one, other] of [sides, [sides[1], sides[0]] as const]) {
      for (const parameter of one.parameters) {
        if (other.columns.size === 0) this.#note(parameter, null);
        for (const origin of other.columns.values()) {
          this.#note(parameter, { ...origin, stored: false });
        }
      }
    }
  }

  /** What `register` holds at `addr`: of the last write, when nothing jumps in between. */
  #contentBefore(addr: number, register: number): Content {
    const start = this.#program.findIndex((step) => step.addr === addr);
    for (let i = start; i > 0; i--) {
      if (this.#jumpTargets.has(this.#program[i]!.addr)) break;
      const { opcode, p1, p2, p3 } = this.#program[i - 1]!;
      if (opcode === "Column" && p3 === register) {
        const origin = this.#columnOf(p1, p2);
        if (origin === undefined) break;
        return {
          parameters: new Set(),
          columns: new Map([[`${origin.table}.${origin.column}`, origin]]),
        };
      }
      if (!COMPARISONS.has(opcode) && [p1, p2, p3].includes(register)) break;
    }
    return this.#register(register);
  }

  /** `column in (?, …)`: the list is an ephemeral table in which the column's value is sought. */
  #useMembership({ p1, p3, p4 }: Opcode): void {
    const count = Math.max(1, Number(p4) || 1);
    const columns = this.#ephemeral.get(p1)!;
    for (let i = 0; i < count; i++) {
      const origins = [...this.#register(p3 + i).columns.values()];
      for (const parameter of columns.get(i)?.parameters ?? []) {
        if (origins.length === 0) this.#note(parameter, null);
        for (const origin of origins) this.#note(parameter, { ...origin, stored: false });
      }
      this.#record(p3 + i, null);
    }
  }

  #record(register: number, use: ParameterUse): void {
    for (const parameter of this.#registers.get(register)?.parameters ?? []) {
      this.#note(parameter, use);
    }
  }

  #note(parameter: number, use: ParameterUse): void {
    let uses = this.#uses.get(parameter);
    if (uses === undefined) this.#uses.set(parameter, uses = new Map());
    uses.set(use === null ? "" : `${use.table}.${use.column} ${use.stored}`, use);
  }
}

/** Instructions that certainly do not jump; any other is taken to jump to its second operand. */
const STRAIGHT = new Set([
  ...["Variable", "SCopy", "Copy", "Move", "IntCopy", "MakeRecord", "Column", "Insert", "Integer"],
  ...["IdxInsert", "IdxDelete", "Affinity", "RealAffinity", "Null", "Delete", "Transaction"],
  ...["OpenRead", "OpenWrite", "OpenEphemeral", "Rowid", "NewRowid", "String8", "ResultRow"],
  ...["Function", "PureFunc", "AggStep", "Noop", "Explain", "Close", "Real", "SoftNull", "Halt"],
]);

/** Instructions that look at a value without passing it on. */
const NEUTRAL = new Set([
  ...["Variable", "SCopy", "Copy", "Move", "IntCopy", "MakeRecord", "Column", "Insert"],
  ...["IdxInsert", "IdxDelete", "NoConflict", "NotExists", "MustBeInt", "Affinity", "RealAffinity"],
  ...["TypeCheck", "HaltIfNull", "IsNull", "NotNull", "SoftNull", "Null", "NewRowid", "Delete"],
  ...["Init", "Goto", "Halt", "Transaction", "OpenRead", "OpenWrite", "OpenEphemeral"],
  ...["OpenPseudo", "OpenAutoindex", "Rewind", "Next", "Prev", "Last", "Close", "Integer", "Int64"],
  ...["Real", "String8", "String", "Blob", "Rowid", "InitCoroutine", "EndCoroutine", "Yield"],
  ...["Once", "Explain", "Noop", "ReleaseReg", "CursorHint", "Return", "Gosub", "BeginSubrtn"],
  ...["DeferredSeek", "FinishSeek", "NullRow", "ResetCount", "FkCheck", "FkCounter", "FkIfZero"],
  ...[
    "ReopenIdx",
    "Sequence",
    "VBegin",
    "IdxRowid",
    "VOpen",
    "VNext",
    "VColumn",
    "CollSeq",
    "Trace",
  ],
]);

/** The registers that any other instruction may read: by name where known, else all operands. */
function readRegisters({ opcode, p1, p2, p3, p4 }: Opcode): readonly number[] {
  if (NEUTRAL.has(opcode)) return [];
  switch (opcode) {
    case "ResultRow":
      return range(p1, p2);
    case "Function":
    case "PureFunc":
      return range(p2, argumentCount(p4));
    case "AggStep":
    case "AggStep1":
    case "AggInverse":
      return range(p2, argumentCount(p4));
    case "VFilter":
      return range(p3, 12);
    case "VUpdate":
      return range(p3, p2);
    case "If":
    case "IfNot":
    case "Not":
    case "BitNot":
    case "Cast":
    case "IsTrue":
    case "IfPos":
    case "IfNotZero":
    case "DecrJumpZero":
    case "OffsetLimit":
      return [p1];
    case "SeekRowid":
    case "SeekGE":
    case "SeekGT":
    case "SeekLE":
    case "SeekLT":
    case "IdxGE":
    case "IdxGT":
    case "IdxLE":
    case "IdxLT":
    case "Found":
    case "NotFound":
      return range(p3, Math.max(1, Number(p4) || 1));
    default:
      return [p1, p2, p3];
  }
}

function range(start: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => start + i);
}

/** `coalesce(2)`: the number in parentheses; all that could follow, where there is none. */
function argumentCount(p4: string | null): number {
  const found = /\((-?\d+)\)/.exec(String(p4))?.[1];
  const count = Number(found ?? -1);
  return count < 0 ? 20 : count;
}
