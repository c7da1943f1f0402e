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
 * A file is looked at once per process, and again after an error that casts doubt on it. What is quick
 * is done in place; a rebuild or a redo that is not is left to {@linkcode RebuildNeeded}'s catcher.
 */

import { renameSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import type { DatabaseKey } from "@cf/protocol";
import type { DatabaseEntry, DatabaseTable } from "../commit/database-table.ts";
import { PATTERN_ALIAS, type PatternFiles } from "../commit/pattern-files.ts";
import { createUndoTable, rememberUndo, trimUndo } from "../commit/undo-table.ts";
import type { Watermark } from "../database/watermark.ts";
import { FileLockedError, QuarantinedError } from "../errors.ts";
import type { CommitLog } from "../log/commit-log.ts";
import { databaseFileName, databaseKeyText } from "../store/layout.ts";
import type { SpaceStore } from "../store/space-store.ts";
import { isLocked } from "../store/sqlite-error.ts";
import { compareWatermark, type Finding, readFileState } from "./inspect.ts";
import { moveDatabaseFile, rebuildInto, removeDatabaseFile } from "./rebuild.ts";
import { RebuildNeeded } from "./rebuild-needed.ts";
import type { RepairAction, RepairJournal } from "./repairs.ts";
import { replayOnto } from "./replay.ts";
import { presentSnapshots } from "./snapshot-files.ts";
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
  /** Called when a file was found to be as the log says, and is too large to have its pages checked. */
  readonly onUnchecked: (key: DatabaseKey) => void;
}

/** What may be replayed in place: commits, and bytes of snapshot and changesets. */
const QUICK_COMMITS = 1000;
const QUICK_BYTES = 4 << 20;
/** How long a database whose rebuild failed is not tried again. */
const REFUSED_MS = 10_000;

/** Recovery of the pattern databases of one space. */
export class Recovery {
  readonly #context: RecoveryContext;
  readonly #trusted = new Set<string>();
  /** Databases that cannot be used, with why. */
  readonly #refused = new Map<string, { readonly problem: Error; readonly until: number }>();

  constructor(context: RecoveryContext) {
    this.#context = context;
  }

  /**
   * Makes sure that a database's file is as the log says. Call it with no transaction open.
   * Throws {@linkcode QuarantinedError} or `CannotRebuildError`, and {@linkcode RebuildNeeded} when
   * making sure takes a while.
   */
  ensure(key: DatabaseKey): void {
    const text = databaseKeyText(key);
    if (this.#trusted.has(text)) return;
    const refused = this.#refused.get(text);
    if (refused !== undefined && this.#context.now() < refused.until) throw refused.problem;
    if (this.#context.store.folder !== null) {
      this.#bringUp(key, this.inspect(key));
      this.#release(key);
      if (!this.#isSmall(key)) this.#context.onUnchecked(key);
    }
    this.#trusted.add(text);
  }

  /** Has every use of a database refused for a while, after a rebuild that failed. */
  refuse(key: DatabaseKey, problem: Error): void {
    const until = this.#context.now() + REFUSED_MS;
    this.#refused.set(databaseKeyText(key), { problem, until });
  }

  /** Has the next {@linkcode ensure} look again. */
  suspect(key: DatabaseKey): void {
    const text = databaseKeyText(key);
    this.#trusted.delete(text);
    this.#refused.delete(text);
    this.#context.files.release(key);
  }

  /** Compares a file with the log, changing neither. */
  inspect(key: DatabaseKey, options: { readonly checkPages?: boolean } = {}): Finding {
    const { files, databases, log, store } = this.#context;
    const entry = databases.get(key);
    if (!files.exists(key)) return entry === undefined ? { kind: "equal" } : { kind: "missing" };
    const small = this.#isSmall(key);
    try {
      files.attach(key);
    } catch (error) {
      if (isLocked(error)) throw new FileLockedError(files.location(key), error);
      return { kind: "damaged", problem: (error as Error).message };
    }
    const checkPages = options.checkPages ?? small;
    const state = readFileState(store.database, PATTERN_ALIAS, { checkPages });
    if ("problem" in state) return { kind: "damaged", problem: state.problem };
    return compareWatermark(state.mark, entry, log);
  }

  /** Rebuilds a file from the log in place, whatever state it is in. Returns the commits replayed. */
  rebuild(key: DatabaseKey, reason: string): number {
    const { files, databases, store } = this.#context;
    const entry = databases.get(key);
    const path = files.location(key);
    if (entry === undefined) {
      files.release(key);
      this.#moveAside(path);
      this.#journal("rebuild", key, `${reason}; the log holds no commit for it`);
      return 0;
    }
    const fresh = `${path}.new`;
    removeDatabaseFile(fresh);
    const commits = rebuildInto(fresh, { store, log: this.#context.log, entry });
    this.install(key, fresh, `${reason}; replayed ${commits} commits`);
    return commits;
  }

  /** Puts a file that was made from the log in the place of a database's own. */
  install(key: DatabaseKey, fresh: string, detail: string): void {
    const { files, onReplaced } = this.#context;
    const path = files.location(key);
    files.release(key);
    this.#moveAside(path);
    renameSync(fresh, path);
    this.#release(key);
    onReplaced(key);
    const text = databaseKeyText(key);
    this.#refused.delete(text);
    this.#trusted.add(text);
    this.#journal("rebuild", key, detail);
  }

  /** Rebuilds in place what is small. Throws {@linkcode RebuildNeeded} for the rest. */
  rebuildQuickly(key: DatabaseKey, reason: string): void {
    if (!this.#isQuick(key, 0)) throw new RebuildNeeded(key, reason);
    this.rebuild(key, reason);
  }

  /** Whether what the log holds of a database after a commit can be replayed in place. */
  #isQuick(key: DatabaseKey, after: number): boolean {
    const { databases, store, log } = this.#context;
    const entry = databases.get(key);
    if (entry === undefined || store.folder === null) return true;
    const snapshot = after > 0 ? undefined : presentSnapshots(store, entry.number)[0];
    const extent = log.extentOf(entry.number, snapshot?.seq ?? after, QUICK_COMMITS + 1);
    return extent.commits <= QUICK_COMMITS &&
      extent.bytes + (snapshot?.sizeBytes ?? 0) <= QUICK_BYTES;
  }

  #isSmall(key: DatabaseKey): boolean {
    const { files, pageCheckMaxBytes } = this.#context;
    const size = statSync(files.location(key), { throwIfNoEntry: false })?.size ?? 0;
    return size <= pageCheckMaxBytes;
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
        return this.rebuildQuickly(key, "its file was missing");
      case "damaged":
        return this.rebuildQuickly(key, `its file was damaged: ${finding.problem}`);
      case "divergent":
        throw this.#quarantine(key, finding.problem);
    }
  }

  #redo(key: DatabaseKey, mark: Watermark): void {
    const { store, databases, log } = this.#context;
    const entry = databases.get(key)!;
    if (!this.#isQuick(key, mark.seq)) {
      throw new RebuildNeeded(key, `its file was at commit ${mark.seq}`);
    }
    try {
      let before: { seq: number; hash: Uint8Array | null } = mark.seq === 0
        ? { seq: 0, hash: null }
        : mark;
      const target = { connection: store.database, alias: PATTERN_ALIAS };
      const done = replayOnto(target, log.ofDatabase(entry.number, mark.seq), (logged) => {
        createUndoTable(store.database, PATTERN_ALIAS);
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
      if (isLocked(error)) throw new FileLockedError(this.#context.files.location(key), error);
      this.rebuildQuickly(key, `its content does not fit the log: ${(error as Error).message}`);
    }
  }

  /** Takes back commits that the log does not have, then looks again. */
  #undo(key: DatabaseKey, from: Watermark): void {
    const { store, databases } = this.#context;
    const entry = databases.get(key);
    const plan = planUndo(store, from, entry?.seq ?? 0);
    if (plan === undefined) {
      this.rebuildQuickly(key, `its file was at commit ${from.seq}, which the log does not have`);
      return;
    }
    const landing = compareWatermark(plan.landing, entry, this.#context.log);
    if (landing.kind === "divergent") throw this.#quarantine(key, landing.problem);
    try {
      carryOutUndo(store, plan);
    } catch (error) {
      if (isLocked(error)) throw new FileLockedError(this.#context.files.location(key), error);
      this.rebuildQuickly(
        key,
        `its last commits could not be taken back: ${(error as Error).message}`,
      );
      return;
    }
    this.#journal("undo", key, `took back ${plan.steps.length} commits, from ${from.seq}`);
    this.#bringUp(key, landing);
  }

  #quarantine(key: DatabaseKey, problem: string): QuarantinedError {
    const { databases, store, files } = this.#context;
    const entry = databases.get(key);
    const error = new QuarantinedError(key.id, databaseFileName(key), problem);
    this.#refused.set(databaseKeyText(key), { problem: error, until: Infinity });
    files.release(key);
    if (entry !== undefined && entry.state !== "quarantined") {
      const marked: DatabaseEntry = { ...entry, state: "quarantined" };
      store.transact(() => databases.store(marked));
      databases.remember(marked);
    }
    this.#journal("quarantine", key, problem);
    return error;
  }

  /** Ends the quarantine of a database whose file is as the log says: made anew, or put back. */
  #release(key: DatabaseKey): void {
    const { databases, store } = this.#context;
    const entry = databases.get(key);
    if (entry?.state !== "quarantined") return;
    const live: DatabaseEntry = { ...entry, state: "live" };
    store.transact(() => databases.store(live));
    databases.remember(live);
  }

  /**
   * Keeps what is replaced, so that a repair never destroys the last copy of anything. So goes the
   * write-ahead log of a file that is gone: SQLite would apply it to the one that takes its place.
   */
  #moveAside(path: string): void {
    const name = `${basename(path)}.replaced-${this.#context.now()}`;
    moveDatabaseFile(path, join(this.#context.store.folder!, "trash", name));
  }

  #journal(action: RepairAction, key: DatabaseKey, detail: string): void {
    const { journal, now } = this.#context;
    journal.add({ time: now(), database: databaseKeyText(key), action, detail });
  }
}
