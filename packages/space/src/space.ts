/**
 * One space: composes its store, log, documents, commit queue and sessions.
 */

import { deepFreeze } from "@cf/utils";
import type { Capability, Commit, NamedSpace, SpaceId } from "@cf/protocol";
import { renameSync } from "node:fs";
import { join } from "node:path";
import { awaitFence } from "./child/fence.ts";
import { CommitLoop, withoutStatements } from "./commit/commit-loop.ts";
import { Imports } from "./commit/imports.ts";
import { flushDocuments } from "./documents/flush.ts";
import { canSpawn, Rehearsals } from "./commit/rehearsals.ts";
import { resolveAddress } from "./commit/scope.ts";
import type { GroupResult, Submission } from "./commit/submission.ts";
import type { PastValue } from "./documents/history.ts";
import { ClosedError } from "./errors.ts";
import type { LogEntry } from "./log/commit-log.ts";
import { documentKey } from "./log/record.ts";
import { NAME_ID, trueName } from "./lifecycle/name-id.ts";
import { Operator } from "./lifecycle/operator.ts";
import { Retention } from "./lifecycle/retention.ts";
import { Trash } from "./lifecycle/trash.ts";
import { AccessList } from "./session/access-list.ts";
import { excessOf } from "./session/commit-excess.ts";
import { type ConnectionLimits, LocalConnection } from "./session/local-connection.ts";
import { HeldFrames } from "./session/held-frames.ts";
import { addGroup } from "./session/publisher.ts";
import { Subscriptions } from "./session/subscriptions.ts";
import { assemble, replayDocuments, type SpaceOptions, type SpaceParts } from "./space-parts.ts";
import { LocalReader } from "./pool/local-reader.ts";
import type { QueryReader } from "./pool/reader.ts";
import { Maintenance } from "./recovery/maintenance.ts";
import { removeDatabaseFile, removeUnfinished, syncFile } from "./recovery/rebuild.ts";
import type { RebuildNeeded } from "./recovery/rebuild-needed.ts";
import { NEW_SPACE_FILE, SPACE_FILE } from "./store/layout.ts";
import type { RepairAction } from "./recovery/repairs.ts";
import { QueryDesk } from "./session/query-desk.ts";
import { SourceWriter } from "./sources/source-writer.ts";
import { SpaceStore } from "./store/space-store.ts";

/** Counters of a space since it was opened. */
export interface SpaceStats {
  readonly seq: number;
  readonly connections: number;
  /** Sessions in memory: those of the connections, and ended ones with commits in the queue. */
  readonly sessions: number;
  readonly watchedDocuments: number;
  readonly watchedQueries: number;
  readonly groups: number;
  readonly accepted: number;
  readonly refused: number;
  readonly waiting: number;
  /** Repairs of pattern databases. */
  readonly repairs: Readonly<Record<RepairAction, number>>;
}

/** How to open a session. */
export interface ConnectOptions {
  /** The DID that the host has authenticated. */
  readonly principal: string;
  /** The session's name; give the same one to resume it. Random when left out. */
  readonly session?: string;
}

/** Where a space's files are, or that it has none. */
export interface SpacePlace {
  readonly id: SpaceId;
  readonly folder: string | null;
}

/** What a space gets from its host. */
export interface SpaceHome {
  readonly options: SpaceOptions;
  /** The reading processes that all spaces share, started when first asked for. */
  readonly pool: () => QueryReader;
  /** The access list has changed. */
  readonly onAccess: () => void;
  readonly onClose: () => void;
}

/** A past value of a document, as of a commit number or a time in milliseconds. */
export type AsOf = { readonly seq: number } | { readonly time: number };

/** One open space. */
export class Space {
  readonly id: SpaceId;
  readonly access: AccessList;
  /** What only the operator of the host may do. */
  readonly operator: Operator;
  readonly #parts: SpaceParts;
  readonly #subscriptions = new Subscriptions();
  readonly #desk: QueryDesk;
  readonly #held: HeldFrames;
  readonly #trash: Trash;
  readonly #retention: Retention;
  readonly #loop: CommitLoop;
  readonly #rehearsals: Rehearsals;
  readonly #imports: Imports;
  readonly #sourceWriter: SourceWriter;
  readonly #maintenance: Maintenance;
  readonly #connections = new Map<unknown, LocalConnection>();
  readonly #limits: ConnectionLimits;
  readonly #onClose: () => void;
  #localReader: LocalReader | undefined;
  /** The newest commit of which connections have been told; those of the log may be ahead. */
  #publishedSeq: number;
  #closed = false;

  private constructor(store: SpaceStore, { options, onAccess, onClose, pool }: SpaceHome) {
    this.id = store.space;
    this.#onClose = onClose;
    this.#limits = options.limits;
    this.#parts = assemble(store, options, {
      onReplaced: (key) => this.#desk.databaseChanged(key),
      onUnchecked: (key) => void this.#maintenance.checkPages(key).catch(() => {}),
    });
    this.#publishedSeq = this.#parts.log.head.seq;
    this.#maintenance = new Maintenance({
      parts: this.#parts,
      hold: ({ id, scope }) => this.#loop.queue.hold(documentKey(id, scope)),
      release: ({ id, scope }) => this.#loop.queue.release(documentKey(id, scope)),
    });
    this.#trash = new Trash({
      parts: this.#parts,
      submit: (submission) => this.#submit(submission),
      now: options.now,
      onChange: (key) => this.#desk.databaseChanged(key),
    });
    this.#retention = new Retention(this.#parts, options.retention, options.now);
    this.#rehearsals = new Rehearsals(this.#parts.files, store.folder, options.writes);
    this.#sourceWriter = new SourceWriter({
      space: store.space,
      folder: store.folder,
      sourceFolders: options.sourceFolders,
      limits: options.writes,
      now: options.now,
    });
    this.#imports = new Imports({
      parts: this.#parts,
      maintenance: this.#maintenance,
      rehearsals: this.#rehearsals,
      queue: () => this.#loop.queue,
      submit: (submission) => this.#submit(submission),
      deadlineMs: options.writes.importDeadlineMs,
    });
    this.operator = new Operator(this.#parts, {
      trash: this.#trash,
      sourceWriter: this.#sourceWriter,
      maintenance: this.#maintenance,
      imports: this.#imports,
      now: options.now,
      onTakenBack: (id) => this.#desk.startAnew(documentKey(id, "space")),
    });
    this.access = new AccessList(store, (submission) => this.#submit(submission));
    this.#held = new HeldFrames({
      deadlineMs: options.frameDeadlineMs,
      seq: () => this.#parts.log.head.seq,
      publishedSeq: () => this.#publishedSeq,
    });
    this.#desk = new QueryDesk({
      ...this.#parts,
      held: this.#held,
      space: this.id,
      access: this.access,
      document: (name) => this.#parts.documents.get(name.key, name.id, name.scope),
      seq: () => this.#parts.log.head.seq,
      startRebuild: (needed) => this.#startRebuild(needed),
      reader: () => this.#openReader(pool),
      sourceReader: pool,
    });
    this.access.onChange = () => {
      this.#dropRevoked();
      onAccess();
    };
    this.#loop = this.#makeLoop(options);
  }

  #makeLoop({ now, writes }: SpaceOptions): CommitLoop {
    const { recovery, store } = this.#parts;
    return new CommitLoop({
      commit: {
        ...this.#parts,
        rights: {
          requireWrite: (principal) => this.access.require(principal, "write", "commit"),
        },
        recover: (key) => recovery.ensure(key),
        suspect: (key) => recovery.suspect(key),
        watchedTables: (key) => this.#desk.watchedTables(key),
        long: store.folder !== null || canSpawn() ? "leave" : "refuse",
        fingerprints: new Map(),
        now,
      },
      rehearsals: this.#rehearsals,
      sourceWriter: this.#sourceWriter,
      rebuild: (key, reason) => recovery.rebuildQuickly(key, reason),
      startRebuild: (needed) => void this.#startRebuild(needed),
      lockPatienceMs: writes.lockPatienceMs,
      rebuilt: () => this.#maintenance.rebuilt(),
      onLentWrite: (key, phase) => {
        if (phase === "begins") this.#desk.mute(key);
        else this.#desk.unmute(key);
      },
      onResult: (result) => this.#finish(result),
    });
  }

  /** Makes a new space that belongs to `owner`. Called by the host. */
  static create(
    place: SpacePlace,
    owner: string,
    home: SpaceHome,
  ): Space {
    const { options } = home;
    const time = options.now();
    const { id, folder } = place;
    const { synchronous } = options;
    if (folder !== null) removeDatabaseFile(join(folder, NEW_SPACE_FILE));
    const store = SpaceStore.open({ space: id, folder, synchronous, create: true, time });
    const space = new Space(store, home);
    space.access.found(owner);
    space.#loop.queue.drain();
    if (folder === null) return space;
    store.close();
    syncFile(join(folder, NEW_SPACE_FILE));
    renameSync(join(folder, NEW_SPACE_FILE), join(folder, SPACE_FILE));
    return Space.open(place, home);
  }

  /** Opens a space that exists on disk. Called by the host. */
  static open(
    place: SpacePlace,
    home: SpaceHome,
  ): Space {
    const { options } = home;
    const { id, folder } = place;
    const { synchronous } = options;
    if (folder !== null) awaitFence(folder);
    const store = SpaceStore.open({ space: id, folder, synchronous, create: false, time: 0 });
    const space = new Space(store, home);
    replayDocuments(space.#parts);
    if (folder !== null) removeUnfinished(folder);
    space.#parts.snapshots.sweep();
    space.#trash.sweep();
    space.#imports.sweep();
    space.#bringSourcesUp();
    return space;
  }

  /** Has the lent files brought up that a crash may have left behind. */
  #bringSourcesUp(): void {
    const { sources } = this.#parts;
    for (const { id, seq } of sources.list()) {
      if (seq > 0) void this.#sourceWriter.bringUp(() => sources.get(id));
    }
  }

  /**
   * Opens a session in this process. The caller vouches for `principal`. A second connection of
   * the same session ends the first.
   *
   * Throws `NotAllowedError` if the principal may not read.
   */
  connect(options: ConnectOptions): LocalConnection {
    this.#requireOpen("connect");
    this.access.require(options.principal, "read", `connect to ${this.id}`);
    const name = options.session ?? crypto.randomUUID();
    const { sessions } = this.#parts;
    this.#connections.get(sessions.open(name, options.principal))?.end();
    const record = sessions.open(name, options.principal);
    const connection = new LocalConnection({
      id: this.id,
      access: this.access,
      subscriptions: this.#subscriptions,
      limits: this.#limits,
      document: (name) => this.#parts.documents.get(name.key, name.id, name.scope),
      submit: (sender, commit) => this.#submitCommit(sender, commit),
      watchQuery: (sender, query, spec) => this.#desk.watch(sender, query, spec),
      unwatchQuery: (sender, query) => this.#desk.unwatch(sender, query),
      disconnect: (ended) => this.#disconnect(ended),
    }, record);
    this.#connections.set(record, connection);
    if (this.#parts.databases.list().length > 0) this.#desk.prepare();
    return connection;
  }

  /**
   * Makes the name by which another space calls this one known, within the turn. For the host that
   * has just made the space.
   */
  setName(owner: string, named: NamedSpace): void {
    const connection = this.connect({ principal: owner });
    const { home, name } = named;
    const value = { home, name };
    connection.commit({ local: 1, reads: [], operations: [{ op: "set", id: NAME_ID, value }] });
    this.#loop.queue.drain();
    connection.close();
  }

  /** What the space was named by when it was made, if a pattern did. */
  get named(): NamedSpace | undefined {
    const key = documentKey(NAME_ID, "space");
    const { value } = this.#parts.documents.get(key, NAME_ID, "space");
    return trueName(this.id, value);
  }

  /**
   * Gives rights, or takes them away with `null`; they hold when it returns, for a host that opens a
   * session with them in the same turn. `by` must own the space; where it does not, nothing changes.
   */
  grant(
    by: string,
    entries: readonly { principal: string; capability: Capability | null }[],
  ): void {
    for (const { principal, capability } of entries) {
      this.access.set(by, principal, capability).catch(() => {});
    }
    this.#loop.queue.drain();
  }

  /**
   * A document as it was. `principal` and `session` say whose scope instances are meant, and the
   * principal must be allowed to read. Throws `NotAllowedError` and `NoSuchStateError`.
   */
  valueAsOf(
    address: { readonly id: string; readonly scope?: "space" | "user" | "session" },
    asOf: AsOf,
    reader: { readonly principal: string; readonly session?: string },
  ): PastValue {
    this.#requireOpen("read the past");
    this.access.require(reader.principal, "read", "read the past");
    const owner = { principal: reader.principal, name: reader.session ?? "" };
    flushDocuments(this.#parts);
    const { log, history } = this.#parts;
    const seq = "seq" in asOf ? asOf.seq : log.seqAtTime(asOf.time);
    return history.valueAt(resolveAddress(address, owner), seq);
  }

  /** The log after commit `after` up to `to`, oldest first. For operators: no rights are checked. */
  log(range: { readonly after?: number; readonly to?: number } = {}): Generator<LogEntry> {
    this.#requireOpen("read the log");
    return this.#parts.log.range(range.after ?? 0, range.to);
  }

  /** Counters since the space was opened, and sizes as of now. */
  get stats(): SpaceStats {
    return {
      seq: this.#parts.log.head.seq,
      connections: this.#connections.size,
      sessions: this.#parts.sessions.size,
      watchedDocuments: this.#subscriptions.documents,
      watchedQueries: this.#desk.size,
      ...this.#loop.counts,
      waiting: this.#loop.queue.length,
      repairs: { ...this.#parts.journal.counts },
    };
  }

  /** Whether nobody has a session here and nothing goes on. One in memory is never idle. */
  get isIdle(): boolean {
    const { store, snapshots } = this.#parts;
    const { queue } = this.#loop;
    return store.folder !== null && this.#connections.size === 0 && this.#desk.size === 0 &&
      queue.length === 0 && !queue.isPaused && !snapshots.isBusy && !this.#retention.isBusy &&
      !this.#maintenance.isBusy && !this.operator.isBusy;
  }

  /**
   * Closes an idle space within this turn, so that it can be opened anew in the next; false where
   * it is not idle.
   */
  closeIfIdle(): boolean {
    if (this.#closed || !this.isIdle) return false;
    this.#closed = true;
    this.#held.releaseAll();
    this.#checkpoint();
    void this.#rehearsals.close();
    void this.#sourceWriter.close();
    void this.#maintenance.close();
    this.#closeFiles();
    return true;
  }

  /** Commits what waits, ends all sessions, writes the checkpoint and closes the files. */
  async close(): Promise<void> {
    if (this.#closed) return;
    await this.#imports.close();
    await this.#loop.finish();
    if (this.#closed) return;
    this.#closed = true;
    this.#held.releaseAll();
    for (const connection of [...this.#connections.values()]) connection.end();
    this.#checkpoint();
    await this.#desk.end();
    await this.#parts.snapshots.idle();
    await this.#retention.idle();
    await this.#localReader?.close();
    await this.#rehearsals.close();
    await this.#sourceWriter.close();
    await this.#maintenance.close();
    this.#closeFiles();
  }

  #checkpoint(): void {
    try {
      if (this.#parts.store.folder !== null) flushDocuments(this.#parts);
    } catch {
      // A disk that refuses the checkpoint costs a replay at the next start, and nothing else.
    }
  }

  #closeFiles(): void {
    this.#parts.files.close();
    this.#parts.store.close();
    this.#onClose();
  }

  #openReader(pool: () => QueryReader): QueryReader {
    const { store, files } = this.#parts;
    if (store.folder !== null) return pool();
    this.#localReader ??= new LocalReader({ open: (file) => files.openMemory(file) });
    return this.#localReader;
  }

  #submit(submission: Submission): void {
    this.#requireOpen("commit");
    this.#loop.queue.push(submission);
  }

  /** A commit beyond a limit takes its place in the queue, so that answers keep their order. */
  #submitCommit(sender: LocalConnection, commit: Commit): void {
    const session = sender.record;
    session.queued++;
    session.usedMax = Math.max(session.usedMax, commit.local);
    const excess = excessOf(this.#limits, sender, commit);
    if (excess === undefined) {
      deepFreeze(commit.operations);
      this.#loop.queue.push({ kind: "client", session, commit });
      return;
    }
    const empty = withoutStatements(commit);
    this.#loop.queue.push({ kind: "client", session, commit: empty, refusal: excess });
  }

  /** A rebuild that fails is told to whoever uses the database next. */
  async #startRebuild({ key, reason }: RebuildNeeded): Promise<void> {
    await this.#maintenance.rebuild(key, reason).catch(() => {});
  }

  #finish(result: GroupResult): void {
    this.#publish(result);
    for (const entry of result.deleted) this.#trash.putAway(entry);
    const { database } = result;
    if (database !== undefined) {
      this.#parts.snapshots.note(database.key, database.commits, database.sizeBytes);
    }
    this.#retention.note();
  }

  #publish(result: GroupResult): void {
    this.#publishedSeq = result.seq;
    const outbox = this.#held.gather();
    addGroup(outbox, result, {
      subscriptions: this.#subscriptions,
      senderOf: (session) => this.#connections.get(session),
    });
    this.#desk.afterGroup(result, outbox);
    this.#held.send(outbox);
    for (const answered of [result.accepted, result.repeated, result.refused]) {
      for (const { submission: { session } } of answered) {
        session.queued--;
        if (!this.#connections.has(session)) this.#parts.sessions.close(session);
      }
    }
  }

  #disconnect(connection: LocalConnection): void {
    this.#desk.close(connection);
    if (this.#connections.get(connection.record) !== connection) return;
    this.#connections.delete(connection.record);
    this.#parts.sessions.close(connection.record);
  }

  #dropRevoked(): void {
    for (const connection of [...this.#connections.values()]) {
      if (!this.access.allows(connection.principal, "read")) connection.revoke();
    }
  }

  #requireOpen(action: string): void {
    if (this.#closed) throw new ClosedError(action, `space ${this.id}`);
  }
}
