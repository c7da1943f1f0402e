/**
 * Rows that come in a file, made into an SQLite file with that one table: the form in which a server
 * takes rows in. It is made as the file is read, so that its size does not matter.
 */

import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { CliError, UsageError } from "../frame/errors.ts";
import { csvRecords } from "./csv-records.ts";
import { jsonRows } from "./json-rows.ts";
import { RowsProblem } from "./rows-problem.ts";
import { quoteName } from "./sql-text.ts";
import { toSqlValue } from "./sql-values.ts";

/** Where the rows go. */
export interface StageOptions {
  readonly table: string;
  /** The SQLite file to make. */
  readonly into: string;
}

/** What a row of the made file is called in the file that it came from. */
export type RowName = "line" | "object";

/**
 * Makes an SQLite file of the rows at `path` for one table: CSV with a head line, a JSON list of
 * objects, or what `cf sqlite export --format json` wrote, of which the table is taken. The rowids of
 * the table are lines of the CSV, or places in the list. Returns how many rows there are, and what
 * rowids stand for. Errors: `usage`, `file-missing`.
 */
export async function stageRows(
  path: string,
  { table, into }: StageOptions,
): Promise<{ readonly rows: number; readonly rowName: RowName }> {
  const isJson = path.endsWith(".json");
  using file = await openText(path);
  const text = file.readable.pipeThrough(new TextDecoderStream("utf-8", { fatal: true }));
  const staged = new StagedTable(into, table);
  try {
    const rows = await (isJson ? stageJson(staged, text, table) : stageCsv(staged, text));
    if (rows === 0) throw new RowsProblem("it holds no rows");
    return { rows, rowName: isJson ? "object" : "line" };
  } catch (cause) {
    if (cause instanceof RowsProblem) {
      throw new UsageError(`Cannot import ${path}: ${cause.problem}`);
    }
    if (cause instanceof TypeError) throw new UsageError(`Cannot import ${path}: it is no UTF-8`);
    throw cause;
  } finally {
    staged.close();
  }
}

async function stageCsv(staged: StagedTable, text: ReadableStream<string>): Promise<number> {
  let head: string[] | undefined;
  let rows = 0;
  for await (const { line, values, isBlank } of csvRecords(text)) {
    if (head === undefined) {
      head = values.map(String);
      const twice = head.find((name, i) => indexOfName(head!, name) < i);
      if (twice !== undefined) throw new RowsProblem(`its head line has ${twice} twice`);
      continue;
    }
    // A line with nothing in it is a row only where there is one column, whose NULL it is.
    if (isBlank && head.length > 1) continue;
    if (values.length !== head.length) {
      throw new RowsProblem(
        `line ${line} has ${values.length} fields, ${head.length} are needed`,
      );
    }
    staged.add(line, head, values);
    rows++;
  }
  return rows;
}

async function stageJson(
  staged: StagedTable,
  text: ReadableStream<string>,
  table: string,
): Promise<number> {
  let rows = 0;
  for await (const { place, row } of jsonRows(text, table)) {
    const values = Object.entries(row).map(([column, value]) => {
      try {
        return toSqlValue(value);
      } catch (cause) {
        if (!(cause instanceof RowsProblem)) throw cause;
        throw new RowsProblem(`object ${place}, ${column}: ${cause.problem}`, cause);
      }
    });
    staged.add(place, Object.keys(row), values);
    rows++;
  }
  return rows;
}

function indexOfName(names: readonly string[], name: string): number {
  return names.findIndex((each) => each.toLowerCase() === name.toLowerCase());
}

/** A table without types, so that every value stays as it is, which gets columns as rows need them. */
class StagedTable {
  readonly #file: DatabaseSync;
  readonly #table: string;
  readonly #columns = new Set<string>();
  readonly #inserts = new Map<string, StatementSync>();

  constructor(path: string, table: string) {
    this.#file = new DatabaseSync(path);
    this.#file.exec("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN");
    this.#table = quoteName(table);
  }

  add(rowid: number, columns: readonly string[], values: readonly SQLInputValue[]): void {
    const shape = columns.join("\n");
    let insert = this.#inserts.get(shape);
    if (insert === undefined) this.#inserts.set(shape, insert = this.#prepare(columns));
    insert.run(BigInt(rowid), ...values);
  }

  close(): void {
    if (this.#file.isTransaction) this.#file.exec("COMMIT");
    this.#file.close();
  }

  #prepare(columns: readonly string[]): StatementSync {
    for (const column of columns) {
      const name = column.toLowerCase();
      if (this.#columns.has(name)) continue;
      this.#file.exec(
        this.#columns.size === 0
          ? `CREATE TABLE ${this.#table} (${quoteName(column)})`
          : `ALTER TABLE ${this.#table} ADD COLUMN ${quoteName(column)}`,
      );
      this.#columns.add(name);
    }
    if (this.#columns.size === 0) throw new RowsProblem("its first object has no column");
    const rowid = ["rowid", "oid", "_rowid_"].find((name) => !this.#columns.has(name))!;
    const names = [rowid, ...columns.map(quoteName)];
    return this.#file.prepare(
      `INSERT INTO ${this.#table} (${names.join(", ")}) VALUES (${
        names.map(() => "?").join(", ")
      })`,
    );
  }
}

/** Errors: `file-missing`. */
async function openText(path: string): Promise<Deno.FsFile> {
  try {
    return await Deno.open(path);
  } catch (cause) {
    const problem = cause instanceof Deno.errors.NotFound ? "there is no such file" : cause;
    throw new CliError(
      "file-missing",
      `Cannot read ${path}: ${problem}`,
      "Name a CSV or JSON file.",
      cause,
    );
  }
}
