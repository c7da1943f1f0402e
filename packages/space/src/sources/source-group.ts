/**
 * One group's work on a file that is lent for writing: the same atomic path as a pattern's own file.
 *
 * The file is attached for this group only, since it belongs to others too, and it is locked at the
 * start: where another program is writing, the group's commits to it are refused and the others are
 * not. Each space that writes to a file keeps its mark in it:
 *
 * ```text
 * _cf_source_watermark(space primary key, seq, hash)   the last commit of that space in this file
 * ```
 *
 * A crash between the two files leaves this one behind, and the missing changesets are applied when
 * the space next writes to it. If others have changed those very rows since, nothing is overwritten:
 * writing is refused until the operator lends the file anew, which trusts it as it is.
 */

import { ConflictError, type DatabaseKey, REV_PATH } from "@cf/protocol";
import { CfError } from "@cf/utils";
import type { DatabaseDraft } from "../commit/database-group.ts";
import { PATTERN_ALIAS, type PatternFiles } from "../commit/pattern-files.ts";
import type { ClientSubmission, DatabaseChange } from "../commit/submission.ts";
import { applyChangeset } from "../database/changeset-apply.ts";
import type { Declaration } from "../database/declaration.ts";
import { quoteName } from "../database/sql-tokens.ts";
import { runStatements } from "../database/statements.ts";
import { hasTable } from "../database/watermark.ts";
import { SourceError } from "../errors.ts";
import type { CommitLog } from "../log/commit-log.ts";
import { withoutForeignKeys } from "../recovery/replay.ts";
import type { SpaceStore } from "../store/space-store.ts";
import { foreignDeclaration } from "./foreign-schema.ts";
import type { Source, SourceRegistry } from "./source-registry.ts";

/** What the group works with. */
export interface SourceContext {
  readonly store: SpaceStore;
  readonly log: CommitLog;
  readonly files: PatternFiles;
  readonly sources: SourceRegistry;
}

interface Mark {
  readonly seq: number;
  readonly hash: Uint8Array;
}

const MARKS = `${PATTERN_ALIAS}._cf_source_watermark`;
/** How long the space waits for another program's lock. */
const LOCK_MS = 50;

/** The writing of one group to a lent file. Its transaction is open from the start. */
export class SourceGroup {
  readonly key: DatabaseKey;
  readonly number = null;
  readonly #context: SourceContext;
  readonly #source: Source;
  readonly #declaration: Declaration;
  #mark: Mark | undefined;
  #commits = 0;
  #sizeBytes = 0;

  private constructor(context: SourceContext, source: Source, key: DatabaseKey) {
    this.#context = context;
    this.#source = source;
    this.key = key;
    const { database } = context.store;
    this.#declaration = foreignDeclaration(database, { alias: PATTERN_ALIAS, forWriting: true });
  }

  /** Attaches and locks the file, and brings it up. Throws {@linkcode SourceError}. */
  static open(context: SourceContext, source: Source, key: DatabaseKey): SourceGroup {
    const { store, files } = context;
    if (!source.writable) throw new SourceError(source.path, "it is lent for reading only");
    try {
      files.attachSource(source.path);
      store.database.exec(`PRAGMA busy_timeout = ${LOCK_MS}`);
      bringUp(context, source);
      const group = new SourceGroup(context, source, key);
      // Prepared anew: the store's own statement locks what was attached when it was made.
      store.database.exec("BEGIN IMMEDIATE");
      return group;
    } catch (cause) {
      store.rollback();
      files.detachSource();
      if (cause instanceof SourceError) throw cause;
      throw new SourceError(source.path, (cause as Error).message, cause);
    } finally {
      store.database.exec("PRAGMA busy_timeout = 5000");
    }
  }

  /** Throws {@linkcode ConflictError} if this space wrote to it after what the commit has seen. */
  validate({ commit }: ClientSubmission): void {
    const { handle, observedSeq } = commit.sqlite!;
    const seq = this.#mark?.seq ?? this.#source.seq;
    if (observedSeq === undefined || seq <= observedSeq) return;
    throw new ConflictError({ ...handle, path: REV_PATH, seq });
  }

  /** Runs a commit's statements; on an error nothing of it remains in the transaction. */
  run({ commit }: ClientSubmission): DatabaseDraft {
    const { store } = this.#context;
    store.run("SAVEPOINT one_commit");
    try {
      const { changeset } = runStatements(
        store.database,
        PATTERN_ALIAS,
        this.#declaration,
        commit.sqlite!.statements,
        { rowsFor: () => false },
      );
      this.#refuseNullKeys();
      store.run("RELEASE one_commit");
      return { schema: [], changeset, rows: [], fingerprint: this.#declaration.fingerprint };
    } catch (error) {
      if (!store.database.isTransaction || !(error instanceof CfError)) throw error;
      store.run("ROLLBACK TO one_commit");
      store.run("RELEASE one_commit");
      throw error;
    }
  }

  /** Takes a draft in, now that its record has a place in the log. */
  accept(draft: DatabaseDraft, mark: Mark): void {
    this.#mark = mark;
    this.#commits++;
    this.#sizeBytes += draft.changeset.length;
  }

  /** Stamps the file and the registry, as the last step of the transaction. */
  finish(): void {
    if (this.#mark === undefined) return;
    const { store, sources } = this.#context;
    writeMark(store, this.#mark);
    sources.stamp(this.#source.id, this.#mark.seq);
  }

  /** Makes it known, once the transaction is committed. */
  confirm(): DatabaseChange | undefined {
    if (this.#mark === undefined) return undefined;
    const { seq } = this.#mark;
    this.#context.sources.remember(this.#source.id, seq);
    const { key } = this;
    return { key, seq, rows: [], commits: this.#commits, sizeBytes: this.#sizeBytes, isNew: false };
  }

  /** Gives the file free. No transaction may be open. */
  close(): void {
    this.#context.files.detachSource();
  }

  /** SQLite lets a key be NULL, and such a row would be in no changeset. */
  #refuseNullKeys(): void {
    const { store: { database } } = this.#context;
    for (const { name, model } of this.#declaration.tables.values()) {
      const key = model.primaryKey.length > 0
        ? model.primaryKey
        : model.columns.filter((column) => column.primaryKey && column.type !== "integer")
          .map((column) => column.name);
      for (const column of key) {
        const found = database.prepare(
          `SELECT 1 FROM ${PATTERN_ALIAS}.${quoteName(name)} WHERE ${
            quoteName(column)
          } IS NULL LIMIT 1`,
        ).get();
        if (found === undefined) continue;
        throw new SourceError(
          this.#source.path,
          `a row of ${name} has a key that is NULL (${column}); rows of a file lent for writing ` +
            "need a key",
        );
      }
    }
  }
}

/** Applies what a crash kept from the file. */
function bringUp({ store, log, sources }: SourceContext, { id, path, seq }: Source): void {
  if (store.folder === null) return;
  const at = markOf(store)?.seq ?? 0;
  if (at >= seq) return;
  const from = Math.max(at, sources.get(id)!.since);
  if (from < log.first - 1) {
    throw new SourceError(path, `it is as of commit ${at}, and the log begins later; lend it anew`);
  }
  try {
    withoutForeignKeys(store.database, () => {
      let last: Mark | undefined;
      for (const { record, changeset, hash } of log.range(from, seq)) {
        if (record.database?.id !== id || changeset === null) continue;
        applyChangeset(store.database, PATTERN_ALIAS, changeset);
        last = { seq: record.seq, hash };
      }
      if (last !== undefined) writeMark(store, last);
    });
  } catch (cause) {
    throw new SourceError(
      path,
      `commit ${seq} is not in it, and cannot be applied: ${(cause as Error).message}; ` +
        "others have changed the same rows, so lend it anew to go on from what it holds",
      cause,
    );
  }
}

function markOf({ database, space }: SpaceStore): Mark | undefined {
  if (!hasTable(database, PATTERN_ALIAS, "_cf_source_watermark")) return undefined;
  return database.prepare(`SELECT seq, hash FROM ${MARKS} WHERE space = ?`).get(space) as
    | Mark
    | undefined;
}

function writeMark({ database, space, folder }: SpaceStore, { seq, hash }: Mark): void {
  if (folder === null) return;
  database.exec(
    `CREATE TABLE IF NOT EXISTS ${MARKS} ` +
      "(space TEXT PRIMARY KEY, seq INTEGER NOT NULL, hash BLOB NOT NULL) STRICT",
  );
  database.prepare(`INSERT OR REPLACE INTO ${MARKS} (space, seq, hash) VALUES (?, ?, ?)`)
    .run(space, BigInt(seq), hash);
}
