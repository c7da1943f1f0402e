/**
 * What a commit costs, against the least that SQLite can do for the same durability: a bare
 * transaction on the same kind of file with the same sync mode, in the same run.
 */

import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { openSession, OWNER, type RecordedSession, SPACE } from "../testing/test-space.ts";
import { SpaceHost } from "../space-host.ts";
import type { Space } from "../space.ts";

const ROUNDS = 5;
const COMMITS = 100;
const CLIENTS = 32;
const INSERT = "INSERT INTO entries (body, at) VALUES (?, ?)";
const HANDLE = { id: `of:${"a".repeat(26)}`, scope: "space" } as const;
const TABLES = {
  entries: { columns: { id: "integer primary key", body: "text", at: "integer" } },
};

/** Figures by name; ratios are of median times, measured in turns. */
export async function figures(): Promise<Record<string, number>> {
  const folder = Deno.makeTempDirSync({ prefix: "cf-bench-" });
  try {
    return await measure(folder);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

async function measure(folder: string): Promise<Record<string, number>> {
  const host = SpaceHost.open(join(folder, "store"));
  const space = host.create(SPACE, OWNER);
  const sessions = Array.from({ length: CLIENTS }, () => openSession(space));
  const raw = new RawStore(folder);
  declare(sessions[0]!);
  await sessions[0]!.connection.settled();
  const times: Record<string, number[]> = {};
  const note = (name: string, value: number) => (times[name] ??= []).push(value);
  for (let round = 0; round < ROUNDS; round++) {
    for (let i = 0; i < COMMITS; i++) {
      note("raw.cells", timed(() => raw.writeDocument()));
      note("cells", await timedAsync(() => commitCell(sessions[0]!)));
      note("raw.row", timed(() => raw.writeBoth()));
      note("row", await timedAsync(() => commitRow(sessions[0]!)));
    }
    for (let i = 0; i < COMMITS / 8; i++) note("grouped", await groupedRows(sessions));
  }
  const { recoverMs, coldMs } = await reopen(host, space, folder);
  raw.close();
  const of = (name: string) => median(times[name]!);
  return {
    "commit.cells.vsRaw": of("cells") / of("raw.cells"),
    "commit.row.vsRaw": of("row") / of("raw.row"),
    "commit.row.grouped.vsSingle": of("grouped") / of("row"),
    "sqlite.commit.row.vsRaw": of("row") / of("raw.row"),
    "sqlite.commit.grouped.vsRaw": of("grouped") / of("raw.row"),
    "sqlite.recover.msPerCommit": recoverMs,
    "sqlite.open.coldMs": coldMs,
  };
}

/** The bare work: one document in one file, and one row in another one that is attached. */
class RawStore {
  readonly #database: DatabaseSync;
  readonly #document;
  readonly #row;
  #count = 0;

  constructor(folder: string) {
    this.#database = new DatabaseSync(join(folder, "raw.sqlite"));
    this.#database.exec(`
      PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
      CREATE TABLE document (id TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
      ATTACH '${join(folder, "raw-rows.sqlite")}' AS rows;
      PRAGMA rows.journal_mode = WAL; PRAGMA rows.synchronous = FULL;
      CREATE TABLE rows.entries (id INTEGER PRIMARY KEY, body TEXT, at INTEGER);
    `);
    this.#document = this.#database.prepare("INSERT OR REPLACE INTO document VALUES (?, ?)");
    this.#row = this.#database.prepare("INSERT INTO rows.entries (body, at) VALUES (?, ?)");
  }

  writeDocument(): void {
    this.#database.exec("BEGIN IMMEDIATE");
    this.#put();
    this.#database.exec("COMMIT");
  }

  writeBoth(): void {
    this.#database.exec("BEGIN IMMEDIATE");
    this.#put();
    this.#row.run("a row of the usual length", 1n);
    this.#database.exec("COMMIT");
  }

  close(): void {
    this.#database.close();
  }

  #put(): void {
    const value = JSON.stringify({ title: "a small document", done: false, n: this.#count });
    this.#document.run(`of:${this.#count++ % 100}`, value);
  }
}

let counter = 0;

function declare(session: RecordedSession): void {
  const value = { id: HANDLE.id, tables: TABLES, rev: 0 };
  session.commit({ operations: [{ op: "set", id: HANDLE.id, value }] });
}

/** Each client writes documents of its own, which nobody else watches. */
function cell(session: RecordedSession) {
  const n = counter++;
  const value = { title: "a small document", done: false, n };
  return { op: "set", id: `of:${session.connection.session}-${n % 10}`, value } as const;
}

function commitCell(session: RecordedSession): Promise<void> {
  session.commit({ operations: [cell(session)] });
  return session.connection.settled();
}

function sendRow(session: RecordedSession): void {
  const statements = [{ sql: INSERT, params: ["a row of the usual length", counter] }];
  session.commit({ operations: [cell(session)], sqlite: { handle: HANDLE, statements } });
}

function commitRow(session: RecordedSession): Promise<void> {
  sendRow(session);
  return session.connection.settled();
}

/** Milliseconds a commit when all clients send at the same time. */
async function groupedRows(sessions: readonly RecordedSession[]): Promise<number> {
  const start = performance.now();
  for (const session of sessions) sendRow(session);
  await sessions.at(-1)!.connection.settled();
  return (performance.now() - start) / sessions.length;
}

/** Milliseconds to redo one commit on a file that is behind, and to open a space and query it. */
async function reopen(
  host: SpaceHost,
  space: Space,
  folder: string,
): Promise<{ recoverMs: number; coldMs: number }> {
  const file = join(folder, "store", SPACE, `db-${"a".repeat(26)}.sqlite`);
  const commits = space.stats.seq;
  await host.close();
  Deno.removeSync(file);
  const redo = await firstWrite(folder);
  const warm = [];
  for (let i = 0; i < 9; i++) warm.push(await firstWrite(folder));
  const coldMs = median(warm);
  return { recoverMs: (redo - coldMs) / commits, coldMs };
}

/** Milliseconds from opening a store to the answer to its first row. */
async function firstWrite(folder: string): Promise<number> {
  const start = performance.now();
  const host = SpaceHost.open(join(folder, "store"));
  const session = openSession(host.get(SPACE));
  await commitRow(session);
  const elapsed = performance.now() - start;
  await host.close();
  return elapsed;
}

function timed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

async function timedAsync(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

if (import.meta.main) console.log(await figures());
