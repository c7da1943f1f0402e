/**
 * The pattern database of one group: attached, written under savepoints, stamped with the
 * watermark of its last commit in the same transaction as the log.
 */

import type { DatabaseKey, RowChange } from "@cf/protocol";
import { CfError, type Json } from "@cf/utils";
import { decodeChangeset } from "../database/changeset.ts";
import { applyChangeset } from "../database/changeset-apply.ts";
import type { Declaration } from "../database/declaration.ts";
import { LongWriteError } from "../database/errors.ts";
import { applySchema, ensureSchema, isLongChange } from "../database/schema.ts";
import { completeRows } from "../database/complete-rows.ts";
import { runStatements } from "../database/statements.ts";
import type { Rehearsed } from "../child/rehearse.ts";
import { writeWatermark } from "../database/watermark.ts";
import { databaseKeyText } from "../store/layout.ts";
import type { SpaceStore } from "../store/space-store.ts";
import { declarationOf } from "./declaration-of.ts";
import type { DatabaseEntry, DatabaseTable } from "./database-table.ts";
import { PATTERN_ALIAS, type PatternFiles } from "./pattern-files.ts";
import type { ClientSubmission, DatabaseChange } from "./submission.ts";
import { createUndoTable, rememberUndo, trimUndo } from "./undo-table.ts";

/** What the commit path needs for pattern databases. */
export interface DatabaseContext {
  readonly store: SpaceStore;
  readonly databases: DatabaseTable;
  readonly files: PatternFiles;
  /** Brings a file to the state of the log, once per process. Throws if it is quarantined. */
  readonly recover: (key: DatabaseKey) => void;
  /** Has recovery look at a file again before it is used next. */
  readonly suspect: (key: DatabaseKey) => void;
  /** Which tables of a database live queries watch. */
  readonly watchedTables: (key: DatabaseKey) => (table: string) => boolean;
  /** What becomes of writes that may take long: another process runs them, if there can be one. */
  readonly long: "leave" | "refuse";
  /** Fingerprint of the declaration that a file was last brought to by this process. */
  readonly fingerprints: Map<string, string>;
}

/** What one commit did to the database, before its record is written. */
export interface DatabaseDraft {
  readonly schema: readonly string[];
  readonly changeset: Uint8Array;
  readonly rows: readonly RowChange[];
  readonly fingerprint: string;
}

const SAVEPOINT = "SAVEPOINT one_commit";
const RELEASE = "RELEASE one_commit";
const ROLLBACK_TO = "ROLLBACK TO one_commit";

const MOVE_WATERMARK =
  `UPDATE ${PATTERN_ALIAS}._cf_commit_watermark SET seq = ?, hash = ? WHERE id = 1`;

/** One group's work on its pattern database. */
export class DatabaseGroup {
  readonly key: DatabaseKey;
  readonly number: number;
  readonly #context: DatabaseContext;
  readonly #rows: RowChange[] = [];
  #entry: DatabaseEntry | undefined;
  #fingerprint: string | undefined;
  #commits = 0;
  #sizeBytes = 0;

  private constructor(context: DatabaseContext, key: DatabaseKey) {
    this.#context = context;
    this.key = key;
    this.number = context.databases.numberOf(key);
    this.#entry = context.databases.get(key);
    // What this process made of a file counts only for the database that is there now.
    this.#fingerprint = this.#entry === undefined
      ? undefined
      : context.fingerprints.get(databaseKeyText(key));
  }

  /** Attaches the database, after recovery has looked at it. No transaction may be open. */
  static open(context: DatabaseContext, key: DatabaseKey): DatabaseGroup {
    context.recover(key);
    context.files.attach(key);
    return new DatabaseGroup(context, key);
  }

  /**
   * Runs a commit's statements on the schema that its handle declares, or applies what they changed
   * when they were rehearsed. On an error nothing of it remains in the transaction, and the error is
   * thrown on: `LongWriteError` if they have to be rehearsed.
   */
  run({ commit, rehearsed }: ClientSubmission, handleValue: Json | undefined): DatabaseDraft {
    const { store, watchedTables, long } = this.#context;
    const declaration = declarationOf(handleValue);
    store.run(SAVEPOINT);
    try {
      if (rehearsed !== undefined && rehearsed.beforeSeq === this.seq) {
        const draft = this.#take(declaration, rehearsed);
        store.run(RELEASE);
        return draft;
      }
      const schema = this.#ensureSchema(declaration);
      const { changeset, rows } = runStatements(
        store.database,
        PATTERN_ALIAS,
        declaration,
        commit.sqlite!.statements,
        { rowsFor: watchedTables(this.key), long },
      );
      store.run(RELEASE);
      return { schema, changeset, rows, fingerprint: declaration.fingerprint };
    } catch (error) {
      // Some failures end the whole transaction; then the group is over, not only this commit.
      if (!store.database.isTransaction || !(error instanceof CfError)) throw error;
      store.run(ROLLBACK_TO);
      store.run(RELEASE);
      throw error;
    }
  }

  /** The commit that wrote the database last, with those of this group; 0 without one. */
  get seq(): number {
    return this.#entry?.seq ?? 0;
  }

  #ensureSchema(declaration: Declaration): string[] {
    const { store: { database }, long } = this.#context;
    if (this.#fingerprint === declaration.fingerprint) return [];
    if (long === "leave" && isLongChange(database, PATTERN_ALIAS, declaration)) {
      throw new LongWriteError("the steps of its migration", { isMigration: true });
    }
    return ensureSchema(database, PATTERN_ALIAS, declaration);
  }

  #take(declaration: Declaration, { schema, changeset }: Rehearsed): DatabaseDraft {
    const { store: { database }, watchedTables } = this.#context;
    applySchema(database, PATTERN_ALIAS, schema);
    applyChangeset(database, PATTERN_ALIAS, changeset);
    const scope = { alias: PATTERN_ALIAS, declaration };
    const isWatched = watchedTables(this.key);
    const watched = decodeChangeset(changeset).filter(({ table }) => isWatched(table));
    const rows = completeRows(database, scope, watched);
    return { schema, changeset, rows, fingerprint: declaration.fingerprint };
  }

  /** Takes a draft in, now that its record has a place in the log. */
  accept(draft: DatabaseDraft, { seq, hash }: { seq: number; hash: Uint8Array }): void {
    const { store, fingerprints } = this.#context;
    // A file that others made anew may lack it; once per process it is looked for.
    if (draft.schema.length > 0 || !fingerprints.has(databaseKeyText(this.key))) {
      createUndoTable(store.database, PATTERN_ALIAS);
    }
    rememberUndo(store, {
      seq,
      beforeSeq: this.#entry?.seq ?? 0,
      beforeHash: this.#entry?.hash ?? null,
      changeset: draft.schema.length > 0 ? null : draft.changeset,
    });
    this.#entry = { number: this.number, key: this.key, seq, hash, state: "live" };
    this.#fingerprint = draft.fingerprint;
    for (const row of draft.rows) this.#rows.push(row);
    this.#commits++;
    this.#sizeBytes += draft.changeset.length;
  }

  /** Stamps the file and the registry, as the last step of the transaction. */
  finish(): void {
    const { store, databases } = this.#context;
    const entry = this.#entry;
    if (entry === undefined || entry === databases.get(this.key)) return;
    const known = databases.get(this.key);
    if (known === undefined) writeWatermark(store.database, PATTERN_ALIAS, entry);
    else store.run(MOVE_WATERMARK, BigInt(entry.seq), entry.hash);
    if (known?.state !== "live") databases.store(entry);
    this.#trimUndo(known?.seq ?? 0);
  }

  /** Trims now and then, which costs less than every time. */
  #trimUndo(before: number): void {
    const epoch = (seq: number) => Math.floor(seq / 32);
    if (epoch(before) !== epoch(this.#entry!.seq)) trimUndo(this.#context.store);
  }

  /** Makes it known, once the transaction is committed. */
  confirm(): DatabaseChange | undefined {
    const { databases, fingerprints } = this.#context;
    const entry = this.#entry;
    if (entry === undefined || entry === databases.get(this.key)) return undefined;
    const isNew = databases.get(this.key) === undefined;
    databases.remember(entry);
    if (this.#fingerprint !== undefined) {
      fingerprints.set(databaseKeyText(this.key), this.#fingerprint);
    }
    return {
      key: this.key,
      seq: entry.seq,
      rows: this.#rows,
      commits: this.#commits,
      sizeBytes: this.#sizeBytes,
      isNew,
    };
  }
}
