/**
 * Follows the values of parameters through the registers of a compiled statement; `attribute.ts`
 * says what for and shows an example.
 *
 * The order of instructions is ignored, except right before a comparison: a register holds all that
 * is ever put into it, so a parameter can be given too many uses, never too few.
 */

import type { DeclaredTable } from "./declaration.ts";
import type { Opcode } from "./opcodes.ts";
import { rowidColumn } from "./table-model.ts";

/** One use of a parameter: stored in, or compared with, a column; `null` for any other. */
export type ParameterUse = {
  readonly table: string;
  readonly column: string;
  readonly stored: boolean;
} | null;

/** The tables that a program can open. */
export interface TablesByRoot {
  readonly tables: ReadonlyMap<number, DeclaredTable>;
  /** Whether the tables have every column, without keys and types. */
  readonly bare: boolean;
}

/** What a register may hold: parameters by number, columns as `table.column`. */
interface Content {
  readonly parameters: Set<number>;
  readonly columns: Map<string, { table: string; column: string }>;
}

const COMPARISONS = new Set(["Eq", "Ne", "Lt", "Le", "Gt", "Ge"]);
const SEEKS = new Set(
  ["SeekGE", "SeekGT", "SeekLE", "SeekLT", "IdxGE", "IdxGT", "IdxLE", "IdxLT"],
);

/** Follows values through registers until nothing changes. */
export class DataFlow {
  readonly #program: readonly Opcode[];
  readonly #registers = new Map<number, Content>();
  /** Registers that make up each record, by the register of the record. */
  readonly #records = new Map<number, { start: number; count: number }[]>();
  /** Contents of the columns of ephemeral tables. */
  readonly #ephemeral = new Map<number, Map<number, Content>>();
  readonly #cursors = new Map<number, DeclaredTable | null>();
  readonly #uses = new Map<number, Map<string, ParameterUse>>();
  readonly #schema: TablesByRoot;
  readonly #jumpTargets: ReadonlySet<number>;
  #changed = false;

  constructor(program: readonly Opcode[], schema: TablesByRoot) {
    this.#program = program;
    this.#schema = schema;
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
    const table = this.#schema.tables.get(root) ?? null;
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
    const columns = this.#schema.bare
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
    if (SEEKS.has(opcode) && this.#ephemeral.has(p1)) return this.#useSeek(step);
    if (opcode === "SorterInsert") return this.#useRecord(p2);
    if (opcode === "VFilter") return this.#useArguments(p3);
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

  /** What goes through a sorter is not followed further. */
  #useRecord(record: number): void {
    for (const { start, count } of this.#records.get(record) ?? []) {
      for (let i = 0; i < count; i++) this.#record(start + i, null);
    }
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

  /** A key that is sought in an index which the statement makes for itself: a comparison. */
  #useSeek({ p1, p3, p4 }: Opcode): void {
    const columns = this.#ephemeral.get(p1)!;
    for (let i = 0; i < (Number(p4) || 1); i++) {
      const sought = this.#register(p3 + i);
      const held = columns.get(i);
      for (const [one, other] of [[sought, held], [held, sought]] as const) {
        for (const parameter of one?.parameters ?? []) {
          if (!other?.columns.size) this.#note(parameter, null);
          for (const origin of other?.columns.values() ?? []) {
            this.#note(parameter, { ...origin, stored: false });
          }
        }
      }
    }
  }

  /** The arguments of a table-valued function, whose number stands before them. */
  #useArguments(first: number): void {
    const count = this.#program.find(({ opcode, p2 }) => opcode === "Integer" && p2 === first + 1);
    for (let i = 0; i < (count?.p1 ?? 10); i++) this.#record(first + 2 + i, null);
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
  // What a Bloom filter lets pass is compared after it; NOT IN looks for a NULL by BitAnd, of which
  // the result is a number in any case.
  ...["Filter", "FilterAdd", "BitAnd"],
  ...["SorterOpen", "SorterSort", "SorterData", "SorterNext", "Sort", "ResetSorter"],
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
