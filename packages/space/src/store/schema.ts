/**
 * The format of `space.sqlite`, version 1.
 *
 * ```
 * _cf_meta      key → value: format, space, documents_seq, pruned_seq, pruned_hash, created
 * _cf_log       the truth: one row per commit
 *   seq         1, 2, 3, … without gaps
 *   time        milliseconds since 1970, never less than the row before
 *   session     number in _cf_session, NULL for the space's own records
 *   local       the session's own number of the commit; (session, local) is unique
 *   database    number in _cf_database of the one pattern database it wrote, else NULL
 *   record      canonical text of the commit (see log/record.ts)
 *   changeset   SQLite changeset of that database, NULL if none or in parts; its SHA-256 is in the record
 *   hash        SHA-256(hash of the row before ‖ record), 32 bytes
 * _cf_import    number → seq, size_bytes: the commits whose changeset lies in parts, being large
 * _cf_part      (import, part) → changeset, applied in order; one whose import has no row is left
 *               over from an import that did not come to its commit
 * _cf_session   number → name, principal: who sent what
 * _cf_database  number → id, scope, seq and hash of its last commit, state; of several rows with
 *               one (id, scope) at most one is not trashed or removed
 * _cf_document  a checkpoint: the value of every document as of its own seq ≤ documents_seq
 * _cf_version   which commits touched a document; `value` holds its text at some of them
 * _cf_access    the access list, a state of the log
 * _cf_snapshot  copies of pattern databases, by database and seq; sha256 of the file in hex
 * _cf_source    files on the server's disk that the operator lends to this space: whether for
 *               writing, since which commit, the last two commits that wrote to them, which file that
 *               was, and in which start of the machine
 * _cf_repair    what was repaired, when and how
 * ```
 *
 * Valid when: hashes chain from SHA-256(space) at seq 0 (or from `pruned_hash` at `pruned_seq`),
 * and applying all records after `documents_seq` to `_cf_document` gives the newest state. So a
 * commit writes one row, and documents follow in batches: the work of a commit depends on its own
 * size, and not on the size of the documents it changes.
 */

import type { DatabaseSync } from "node:sqlite";
import { StoreFormatError } from "../errors.ts";

/** The format that this program writes. */
const FORMAT = 1;

const TABLES = `
  CREATE TABLE _cf_meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
  CREATE TABLE _cf_log (
    seq INTEGER PRIMARY KEY,
    time INTEGER NOT NULL,
    session INTEGER,
    local INTEGER,
    database INTEGER,
    record TEXT NOT NULL,
    changeset BLOB,
    hash BLOB NOT NULL
  );
  CREATE UNIQUE INDEX _cf_log_local ON _cf_log (session, local) WHERE session IS NOT NULL;
  CREATE INDEX _cf_log_database ON _cf_log (database, seq) WHERE database IS NOT NULL;
  CREATE TABLE _cf_session (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    principal TEXT NOT NULL,
    pruned_local INTEGER NOT NULL DEFAULT 0,
    UNIQUE (name, principal)
  );
  CREATE TABLE _cf_database (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    scope TEXT NOT NULL,
    seq INTEGER NOT NULL,
    hash BLOB NOT NULL,
    state TEXT NOT NULL,
    trashed_at INTEGER
  );
  CREATE TABLE _cf_document (
    id TEXT NOT NULL,
    scope TEXT NOT NULL,
    seq INTEGER NOT NULL,
    since INTEGER NOT NULL,
    value TEXT,
    PRIMARY KEY (id, scope)
  ) WITHOUT ROWID;
  CREATE TABLE _cf_version (
    id TEXT NOT NULL,
    scope TEXT NOT NULL,
    seq INTEGER NOT NULL,
    value TEXT,
    PRIMARY KEY (id, scope, seq)
  ) WITHOUT ROWID;
  CREATE TABLE _cf_access (principal TEXT PRIMARY KEY, capability TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE _cf_snapshot (
    database INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    file TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    sha256 TEXT,
    PRIMARY KEY (database, seq)
  ) WITHOUT ROWID;
  CREATE TABLE _cf_source (
    id TEXT PRIMARY KEY,
    path TEXT NOT NULL,
    writable INTEGER NOT NULL DEFAULT 0,
    since INTEGER NOT NULL DEFAULT 0,
    seq INTEGER NOT NULL DEFAULT 0,
    before INTEGER NOT NULL DEFAULT 0,
    file TEXT NOT NULL DEFAULT '',
    boot TEXT NOT NULL DEFAULT ''
  ) WITHOUT ROWID;
  CREATE TABLE _cf_repair (
    number INTEGER PRIMARY KEY,
    time INTEGER NOT NULL,
    database TEXT NOT NULL,
    action TEXT NOT NULL,
    detail TEXT NOT NULL
  );
`;

/** Made when a store without them is opened. */
const PART_TABLES = `
  CREATE TABLE IF NOT EXISTS _cf_import (
    number INTEGER PRIMARY KEY,
    seq INTEGER NOT NULL UNIQUE,
    size_bytes INTEGER NOT NULL
  );
  CREATE TABLE IF NOT EXISTS _cf_part (
    import INTEGER NOT NULL,
    part INTEGER NOT NULL,
    changeset BLOB NOT NULL,
    PRIMARY KEY (import, part)
  );
`;

/** Makes the tables in an empty database and records whose space it is. */
export function createSchema(
  database: DatabaseSync,
  options: { readonly space: string; readonly time: number },
): void {
  database.exec("BEGIN IMMEDIATE");
  database.exec(TABLES + PART_TABLES);
  const put = database.prepare("INSERT INTO _cf_meta (key, value) VALUES (?, ?)");
  put.run("format", BigInt(FORMAT));
  put.run("space", options.space);
  put.run("created", BigInt(options.time));
  put.run("documents_seq", 0n);
  put.run("pruned_seq", 0n);
  database.exec("COMMIT");
}

/** Throws {@linkcode StoreFormatError} unless the file at `path` holds `space` in our format. */
export function checkSchema(database: DatabaseSync, path: string, space: string): void {
  let rows: { key: string; value: unknown }[];
  try {
    rows = database.prepare("SELECT key, value FROM _cf_meta").all() as typeof rows;
  } catch (cause) {
    throw new StoreFormatError(path, "it is not the store of a space", cause);
  }
  const meta = new Map(rows.map((row) => [row.key, row.value]));
  const format = meta.get("format");
  if (format !== FORMAT) {
    throw new StoreFormatError(
      path,
      `it has format ${format}, and this program reads format ${FORMAT}`,
    );
  }
  if (meta.get("space") !== space) {
    throw new StoreFormatError(path, `it belongs to space ${meta.get("space")}, not ${space}`);
  }
  database.exec(PART_TABLES);
  const column = "SELECT 1 FROM pragma_table_info('_cf_snapshot') WHERE name = 'sha256'";
  if (database.prepare(column).get() !== undefined) return;
  // One that was taken before has none, and is known by its size alone.
  database.exec("ALTER TABLE _cf_snapshot ADD COLUMN sha256 TEXT");
}
