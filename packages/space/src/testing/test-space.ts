/** Scaffolding of this package's tests: stores in temporary folders, sessions that keep their frames. */

import { cpSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Commit, Frame, Operation, SqlStatement } from "@cf/protocol";
import { WRITE_LIMITS, type WriteLimits } from "../commit/rehearsals.ts";
import { type HostOptions, SpaceHost } from "../space-host.ts";
import type { Space } from "../space.ts";
import type { LocalConnection } from "../session/local-connection.ts";

export const OWNER = "did:key:zOwner";
export const SPACE = "did:key:zSpace";

/** A handle document and the tables that most tests use. */
export const HANDLE = { id: `of:${"a".repeat(26)}`, scope: "space" } as const;
export const TABLES = {
  entries: { columns: { id: "integer primary key", body: "text", at: "integer" } },
};

/**
 * Writes have all the time they need, however busy the machine. A test that is about a deadline sets
 * it.
 */
export const PATIENT_WRITES: WriteLimits = {
  ...WRITE_LIMITS,
  writeDeadlineMs: 2 ** 31 - 1,
  migrationDeadlineMs: 2 ** 31 - 1,
  importDeadlineMs: 2 ** 31 - 1,
  lockPatienceMs: Infinity,
};

/** A session that keeps every frame it was sent. */
export interface RecordedSession {
  readonly connection: LocalConnection;
  readonly frames: Frame[];
  /** Commits under the next local number, which it returns. */
  commit(commit: Partial<Commit>): number;
  /** Commits statements on {@linkcode HANDLE}, with its declaration in the first. */
  exec(...statements: (string | SqlStatement)[]): number;
}

/** Opens a session that keeps its frames. */
export function openSession(
  space: Space,
  options: { readonly principal?: string; readonly session?: string } = {},
): RecordedSession {
  const { principal = OWNER, ...rest } = options;
  const connection = space.connect({ principal, ...rest });
  const frames: Frame[] = [];
  connection.onFrame = (frame) => frames.push(frame);
  let local = connection.record.localMax;
  const commit = (part: Partial<Commit>) => {
    connection.commit({ local: ++local, reads: [], operations: [], ...part });
    return local;
  };
  const exec = (...statements: (string | SqlStatement)[]) => {
    const [known] = connection.watch([HANDLE]);
    const declare: Operation = {
      op: "set",
      id: HANDLE.id,
      value: { id: HANDLE.id, tables: TABLES, rev: 0 },
    };
    return commit({
      operations: known?.value === undefined ? [declare] : [],
      sqlite: {
        handle: HANDLE,
        statements: statements.map((sql) => typeof sql === "string" ? { sql } : sql),
      },
    });
  };
  return { connection, frames, commit, exec };
}

/** A space in memory. */
export function memorySpace(options: HostOptions = {}): { host: SpaceHost; space: Space } {
  const host = SpaceHost.open(":memory:", { writes: PATIENT_WRITES, ...options });
  return { host, space: host.create(SPACE, OWNER) };
}

/** A store in a temporary folder, opened and closed as often as a test likes. */
export class TestStore {
  readonly folder = Deno.makeTempDirSync({ prefix: "cf-space-" });
  readonly #options: HostOptions;
  #host: SpaceHost | undefined;

  constructor(options: HostOptions = {}) {
    this.#options = { synchronous: "off", writes: PATIENT_WRITES, ...options };
  }

  /** Opens the store and its one space, which is made at the first time. */
  open(): Space {
    this.#host = SpaceHost.open(this.folder, this.#options);
    return this.#host.has(SPACE) ? this.#host.get(SPACE) : this.#host.create(SPACE, OWNER);
  }

  /** The host of the open store. */
  get host(): SpaceHost {
    return this.#host!;
  }

  async close(): Promise<void> {
    await this.#host?.close();
    this.#host = undefined;
  }

  /** Leaves the store as a crash at this moment would, and closed. */
  async crash(): Promise<void> {
    const left = `${this.folder}-left`;
    cpSync(this.folder, left, { recursive: true });
    await this.close();
    Deno.removeSync(this.folder, { recursive: true });
    Deno.renameSync(left, this.folder);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
    Deno.removeSync(this.folder, { recursive: true });
  }

  /** The path of a file in the space's folder. */
  path(name: string): string {
    return join(this.folder, SPACE, name);
  }
}

/** Everything that the tables of an SQLite file hold, hidden keys and rowids included. */
export function contentOf(path: string): Record<string, unknown[]> {
  const database = new DatabaseSync(path);
  try {
    const tables = database.prepare(
      `SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
         AND name <> '_cf_undo' ORDER BY name`,
    ).all() as { name: string; sql: string }[];
    const content: Record<string, unknown[]> = {};
    for (const { name, sql } of tables) {
      const rowid = /WITHOUT\s+ROWID/i.test(sql) || /VIRTUAL/i.test(sql) ? "" : "rowid AS _rowid, ";
      const statement = database.prepare(`SELECT ${rowid}* FROM "${name}"`);
      statement.setReadBigInts(true);
      content[name] = statement.all().map((row) => ({ ...row }));
    }
    return content;
  } finally {
    database.close();
  }
}
