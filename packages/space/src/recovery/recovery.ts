/**
 * Brings each pattern's file to the state of the log before it is used: the log is the only truth.
 *
 * | found | action |
 * |---|---|
 * | equal | none |
 * | behind | redo: apply the missing changesets in order |
 * | ahead | undo the last commits that the file remembers; beyond those, rebuild |
 * | missing, damaged | rebuild from the newest snapshot plus changesets; what was there goes to the trash |
 * | divergent | quarantine: refuse its use, leave the file untouched |
 *
 * A file is looked at once per process, and again after an error that casts doubt on it.
 */

import { existsSync, renameSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import type { DatabaseKey } from "@cf/protocol";
import type { DatabaseEntry, DatabaseTable } from "../commit/database-table.ts";
import { PATTERN_ALIAS, type PatternFiles } from "../commit/pattern-files.ts";
import { createUndoTable, rememberUndo, trimUndo } from "../commit/undo-table.ts";
import type { Watermark } from "../database/watermark.ts";
import { QuarantinedError } from "../errors.ts";
import type { CommitLog } from "../log/commit-log.ts";
import { databaseFileName, databaseKeyText } from "../store/layout.ts";
import type { SpaceStore } from "../store/space-store.ts";
import { compareWatermark, type Finding, readFileState } from "./inspect.ts";
import { moveDatabaseFile, rebuildInto, removeDatabaseFile } from "./rebuild.ts";
import type { RepairAction, RepairJournal } from "./repairs.ts";
import { replayOnto } from "./replay.ts";
import { carryOutUndo, planUndo } from "./undo.ts";

/** What recovery works on. */
export interface RecoveryContext {
  readonly store: SpaceStore;
  readonly log: CommitLog;
  readonly databases: DatabaseTable;
  readonly files: PatternFiles;
  readonly journal: RepairJournal;
  readonly now: () => number;
  /** Files up to this size have their pages checked when first opened. */
  readonly pageCheckMaxBytes: number;
  /** Called when a file was replaced by another. */
  readonly onReplaced: (key: DatabaseKey) => void;
}

/** Recovery of the pattern databases of one space. */
export class Recovery {
  readonly #context: RecoveryContext;
  readonly #trusted = new Set<string>();
  readonly #quarantined = new Map<string, QuarantinedError>();

  constructor(context: RecoveryContext) {
    this.#context = context;
  }

  /**
   * Makes sure that a database's file is as the log says. Call it with no transaction open.
   * Throws {@linkcode QuarantinedError} or `CannotRebuildError`.
   */
  ensure(key: DatabaseKey): void {
    const text = databaseKeyText(key);
    if (this.#trusted.has(text)) return;
    const refused = this.#quarantined.get(text);
    if (refused !== undefined) throw refused;
    if (this.#context.store.folder !== null) this.#bringUp(key, this.inspect(key));
    this.#trusted.add(text);
  }

  /** Has the next {@linkcode ensure} look again. */
  suspect(key: DatabaseKey): void {
    const text = databaseKeyText(key);
    this.#trusted.delete(text);
    this.#quarantined.delete(text);
    this.#context.files.release(key);
  }

  /** Compares a file with the log, changing neither. */
  inspect(key: DatabaseKey, options: { readonly checkPages?: boolean } = {}): Finding {
    const { files, databases, log, store } = this.#context;
    const entry = databases.get(key);
    if (!files.exists(key)) return entry === undefined ? { kind: "equal" } : { kind: "missing" };
    const small = statSync(files.location(key)).size <= this.#context.pageCheckMaxBytes;
    try {
      files.attach(key);
    } catch (error) {
      return { kind: "damaged", problem: (error as Error).message };
    }
    const checkPages = options.checkPages ?? small;
    const state = readFileState(store.database, PATTERN_ALIAS, { checkPages });
    if ("problem" in state) return { kind: "damaged", problem: state.problem };
    return compareWatermark(state.mark, entry, log);
  }

  /** Rebuilds a file from the log, whatever state it is in. Returns the commits replayed. */
  rebuild(key: DatabaseKey, reason: string): number {
    const { files, databases, store, onReplaced } = this.#context;
    const entry = databases.get(key);
    const path = files.location(key);
    const fresh = `${path}.new`;
    removeDatabaseFile(fresh);
    files.release(key);
    if (entry === undefined) {
      this.#moveAside(path);
      this.#journal("rebuild", key, `${reason}; the log holds no commit for it`);
      return 0;
    }
    const commits = rebuildInto(fresh, { store, log: this.#context.log, entry });
    this.#moveAside(path);
    renameSync(fresh, path);
    onReplaced(key);
    const text = databaseKeyText(key);
    this.#quarantined.delete(text);
    this.#trusted.add(text);
    this.#journal("rebuild", key, `${reason}; replayed ${commits} commits`);
    return commits;
  }

  #bringUp(key: DatabaseKey, finding: Finding): void {
    switch (finding.kind) {
      case "equal":
        return;
      case "behind":
        return this.#redo(key, finding.mark);
      case "ahead":
        return this.#undo(key, finding.mark);
      case "missing":
        this.rebuild(key, "its file was missing");
        return;
      case "damaged":
        this.rebuild(key, `its file was damaged: ${finding.problem}`);
        return;
      case "divergent":
        throw this.#quarantine(key, finding.problem);
    }
  }

  #redo(key: DatabaseKey, mark: Watermark): void {
    const { store, databases, log } = this.#context;
    const entry = databases.get(key)!;
    try {
      let before: { seq: number; hash: Uint8Array | null } = mark.seq === 0
        ? { seq: 0, hash: null }
        : mark;
      const target = { connection: store.database, alias: PATTERN_ALIAS };
      const done = replayOnto(target, log.ofDatabase(entry.number, mark.seq), (logged) => {
        createUndoTable(store);
        const { seq, database } = logged.record;
        rememberUndo(store, {
          seq,
          beforeSeq: before.seq,
          beforeHash: before.hash,
          changeset: database!.schema.length > 0 ? null : logged.changeset,
        });
        trimUndo(store);
        before = { seq, hash: logged.hash };
      });
      this.#journal("redo", key, `applied ${done?.commits ?? 0} commits after ${mark.seq}`);
    } catch (error) {
      this.rebuild(key, `its content does not fit the log: ${(error as Error).message}`);
    }
  }

  /** Takes back commits that the log does not have, then looks again. */
  #undo(key: DatabaseKey, from: Watermark): void {
    const { store, databases } = this.#context;
    const entry = databases.get(key);
    const plan = planUndo(store, from, entry?.seq ?? 0);
    if (plan === undefined) {
      this.rebuild(key, `its file was at commit ${from.seq}, which the log does not have`);
      return;
    }
    const landing = compareWatermark(plan.landing, entry, this.#context.log);
    if (landing.kind === "divergent") throw this.#quarantine(key, landing.problem);
    try {
      carryOutUndo(store, plan);
    } catch (error) {
      this.rebuild(key, `its last commits could not be taken back: ${(error as Error).message}`);
      return;
    }
    this.#journal("undo", key, `took back ${plan.steps.length} commits, from ${from.seq}`);
    this.#bringUp(key, landing);
  }

  #quarantine(key: DatabaseKey, problem: string): QuarantinedError {
    const { databases, store, files } = this.#context;
    const entry = databases.get(key);
    const error = new QuarantinedError(key.id, databaseFileName(key), problem);
    this.#quarantined.set(databaseKeyText(key), error);
    files.release(key);
    if (entry !== undefined && entry.state !== "quarantined") {
      const marked: DatabaseEntry = { ...entry, state: "quarantined" };
      store.transact(() => databases.store(marked));
      databases.remember(marked);
    }
    this.#journal("quarantine", key, problem);
    return error;
  }

  /** Keeps what is replaced, so that a repair never destroys the last copy of anything. */
  #moveAside(path: string): void {
    if (!existsSync(path)) return;
    const name = `${basename(path)}.replaced-${this.#context.now()}`;
    moveDatabaseFile(path, join(this.#context.store.folder!, "trash", name));
  }

  #journal(action: RepairAction, key: DatabaseKey, detail: string): void {
    const { journal, now } = this.#context;
    journal.add({ time: now(), database: databaseKeyText(key), action, detail });
  }
}
