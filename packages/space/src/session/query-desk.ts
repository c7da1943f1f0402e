/**
 * Watched queries of a space's sessions: from what a client asks to the engine of live queries, and
 * from its updates to frames.
 *
 * What a commit changed goes into the frame of that commit, which waits a moment for queries that
 * run again. What comes later is sent in frames of its own, all of one turn together.
 */

import { existsSync } from "node:fs";
import { dirname } from "node:path";
import type { DatabaseKey, QueryChange, QuerySpec } from "@cf/protocol";
import { CfError, type Json } from "@cf/utils";
import { declarationOf } from "../commit/declaration-of.ts";
import type { DatabaseTable } from "../commit/database-table.ts";
import type { PatternFiles } from "../commit/pattern-files.ts";
import { resolveAddress } from "../commit/scope.ts";
import type { GroupResult } from "../commit/submission.ts";
import { type Declaration, prepareDeclaration } from "../database/declaration.ts";
import type { DocumentState } from "../documents/document.ts";
import type { DocumentName } from "../documents/history.ts";
import { LiveQueries } from "../live/live-queries.ts";
import { LocalReader } from "../pool/local-reader.ts";
import type { QueryReader } from "../pool/reader.ts";
import { RebuildNeeded } from "../recovery/rebuild-needed.ts";
import type { Recovery } from "../recovery/recovery.ts";
import type { Source, SourceRegistry } from "../sources/source-registry.ts";
import { SourceWatch } from "../sources/source-watch.ts";
import type { AccessList } from "./access-list.ts";
import { wireError } from "./frame-builder.ts";
import type { LocalConnection } from "./local-connection.ts";
import type { HeldFrames } from "./held-frames.ts";
import { builderOf, type Outbox } from "./publisher.ts";
import { explainFailure } from "./explain-failure.ts";
import { readDeclaration } from "./read-declaration.ts";

/** What the desk works with. */
export interface QueryDeskContext {
  readonly space: string;
  readonly access: AccessList;
  readonly files: PatternFiles;
  readonly databases: DatabaseTable;
  readonly recovery: Recovery;
  readonly sources: SourceRegistry;
  readonly document: (name: DocumentName) => DocumentState;
  readonly held: HeldFrames;
  /** The newest commit of the space. */
  readonly seq: () => number;
  /** Makes a file anew in another process. Does not reject. */
  readonly startRebuild: (needed: RebuildNeeded) => Promise<void>;
  /** Made when the first query comes. */
  readonly reader: () => QueryReader;
  /** Reading processes, for lent files: their queries are killed at their deadline everywhere. */
  readonly sourceReader: () => QueryReader;
}

interface DeskEntry {
  readonly connection: LocalConnection;
  readonly query: number;
  readonly spec: QuerySpec;
  readonly handle: DocumentName;
  fingerprint: string;
  /** Whether a damaged or missing file was repaired for it since its last result. */
  healed: boolean;
}

/** All watched queries of one space. */
export class QueryDesk {
  readonly #context: QueryDeskContext;
  readonly #entries = new Map<LocalConnection, Map<number, DeskEntry>>();
  readonly #byHandle = new Map<string, Set<DeskEntry>>();
  readonly #outgoing = new Map<LocalConnection, QueryChange[]>();
  readonly #watches = new Map<string, SourceWatch>();
  /** Lent files that this space is writing to: the frame of the commit tells what changed. */
  readonly #muted = new Set<string>();
  #live: LiveQueries<LocalConnection> | undefined;
  #reader: QueryReader | undefined;

  constructor(context: QueryDeskContext) {
    this.#context = context;
  }

  /** How many queries are watched. */
  get size(): number {
    return this.#entries.values().reduce((sum, entries) => sum + entries.size, 0);
  }

  watch(connection: LocalConnection, query: number, spec: QuerySpec): void {
    this.unwatch(connection, query);
    const handle = resolveAddress(spec.handle, connection.record);
    const entry: DeskEntry = {
      connection,
      query,
      spec,
      handle,
      fingerprint: "",
      healed: false,
    };
    const entries = this.#entries.get(connection) ?? new Map<number, DeskEntry>();
    this.#entries.set(connection, entries.set(query, entry));
    const siblings = this.#byHandle.get(handle.key) ?? new Set<DeskEntry>();
    this.#byHandle.set(handle.key, siblings.add(entry));
    connection.awaitQuery(query);
    this.#start(entry);
  }

  unwatch(connection: LocalConnection, query: number): void {
    const entry = this.#entries.get(connection)?.get(query);
    if (entry === undefined) return;
    this.#entries.get(connection)!.delete(query);
    const siblings = this.#byHandle.get(entry.handle.key)!;
    siblings.delete(entry);
    if (siblings.size === 0) this.#byHandle.delete(entry.handle.key);
    this.#live?.unwatch(connection, query);
    this.#context.held.forget(connection, query);
    connection.queryAnswered(query);
  }

  close(connection: LocalConnection): void {
    for (const query of [...this.#entries.get(connection)?.keys() ?? []]) {
      this.unwatch(connection, query);
    }
    this.#entries.delete(connection);
    this.#outgoing.delete(connection);
    this.#live?.close(connection);
  }

  /** Stops watching lent files. */
  async end(): Promise<void> {
    await Promise.all(this.#watches.values().map((watch) => watch.close()));
    this.#watches.clear();
  }

  /** Which tables of a database are watched. */
  watchedTables(key: DatabaseKey): (table: string) => boolean {
    return this.#live?.watchedTables(key) ?? (() => false);
  }

  /** Changes of a lent file go unnoticed from here until its commit is told. */
  mute({ id }: DatabaseKey): void {
    this.#muted.add(id);
  }

  unmute({ id }: DatabaseKey): void {
    this.#muted.delete(id);
  }

  /** Adds to the frames of a group what it changed in watched queries. */
  afterGroup(group: GroupResult, outbox: Outbox): void {
    this.#takeOutgoing(outbox);
    if (group.database !== undefined && this.#live !== undefined) {
      const { key, seq, rows, isNew, logged } = group.database;
      if (isNew && this.#reader instanceof LocalReader) {
        this.#reader.forget(this.#context.files.location(key));
      }
      const areKnown = logged === undefined && this.#context.sources.get(key.id) === undefined;
      const changed = areKnown
        ? this.#live.afterCommit(seq, key, rows)
        : this.#live.databaseChanged(seq, key);
      for (const [connection, changes] of changed) {
        for (const change of changes) this.#addToFrame(outbox, connection, change);
      }
    }
    for (const [key, { startSeq, value }] of group.drafts) {
      if (startSeq === 0 && isHandle(value)) this.prepare();
      for (const entry of this.#byHandle.get(key) ?? []) this.#restartIfRedeclared(entry);
    }
  }

  /** Gets ready for queries: of a database that was declared, or is there. */
  prepare(): void {
    if (this.#live === undefined) this.#context.reader().prepare?.();
  }

  #addToFrame(outbox: Outbox, connection: LocalConnection, change: QueryChange): void {
    note(connection, change);
    if (change.update.kind === "pending") this.#context.held.await(outbox, connection, change);
    else builderOf(outbox, connection).queries.push(change);
  }

  /** A file was replaced or brought up; what was read from it before is void. */
  databaseChanged(key: DatabaseKey): void {
    if (this.#live === undefined) return;
    for (const [connection, changes] of this.#live.databaseChanged(this.#context.seq(), key)) {
      for (const change of changes) this.#send(connection, change);
    }
  }

  /** Starts the queries of a handle again, which stands for something else now. */
  startAnew(handle: string): void {
    for (const entry of this.#byHandle.get(handle) ?? []) {
      this.#live?.unwatch(entry.connection, entry.query);
      this.#start(entry);
    }
  }

  #start(entry: DeskEntry): void {
    const { connection, query, spec, handle: { id, scope } } = entry;
    const key: DatabaseKey = { id, scope };
    const { access, recovery, files, databases, space, sources } = this.#context;
    entry.fingerprint = "";
    try {
      access.require(connection.principal, "read", "query a database");
      const source = sources.get(id);
      if (source === undefined) recovery.ensure(key);
      else this.#watchFile(source, key);
      const declaration = source === undefined ? this.#declarationFor(entry) : null;
      entry.fingerprint = declaration?.fingerprint ?? "";
      this.#engine().watch(connection, query, {
        file: source?.path ?? files.location(key),
        databaseKey: key,
        declaration,
        rights: "",
        space,
        mustExist: source !== undefined || databases.get(key) !== undefined,
        sql: spec.sql,
        live: spec.live,
        ...(source === undefined ? {} : { reader: this.#context.sourceReader() }),
        ...(spec.params === undefined ? {} : { params: spec.params }),
        ...(spec.limits === undefined ? {} : { limits: spec.limits }),
      });
    } catch (error) {
      if (error instanceof RebuildNeeded) {
        void this.#context.startRebuild(error).then(() => this.#startAgain(entry));
        return;
      }
      if (!(error instanceof CfError)) throw error;
      const seq = this.#context.seq();
      this.#send(connection, { query, update: { kind: "error", seq, error: wireError(error) } });
    }
  }

  /** Starts a query that had to wait, if it is still watched. */
  #startAgain(entry: DeskEntry): void {
    const { connection, query } = entry;
    if (this.#entries.get(connection)?.get(query) === entry) this.#start(entry);
  }

  #declarationFor({ handle, spec }: DeskEntry): Declaration {
    const { value } = this.#context.document(handle);
    if (spec.declaration === undefined) return declarationOf(value);
    const asked = prepareDeclaration(spec.declaration);
    return value === undefined ? asked : readDeclaration(asked, declarationOf(value));
  }

  /** Watches a lent file for as long as the space is open, from its first query on. */
  #watchFile(source: Source, key: DatabaseKey): void {
    if (this.#watches.has(source.path) || !existsSync(dirname(source.path))) return;
    const watch = new SourceWatch(source.path, () => {
      if (!this.#muted.has(key.id)) this.databaseChanged(key);
    });
    this.#watches.set(source.path, watch);
  }

  #fingerprintOf(entry: DeskEntry): string {
    try {
      return this.#declarationFor(entry).fingerprint;
    } catch {
      return "unreadable";
    }
  }

  #restartIfRedeclared(entry: DeskEntry): void {
    if (this.#context.sources.get(entry.handle.id) !== undefined) return;
    if (this.#fingerprintOf(entry) !== entry.fingerprint) this.#start(entry);
  }

  #engine(): LiveQueries<LocalConnection> {
    if (this.#live !== undefined) return this.#live;
    this.#reader = this.#context.reader();
    this.#live = new LiveQueries({
      reader: this.#reader,
      deliver: (connection, changes) => this.#receive(connection, changes),
    });
    return this.#live;
  }

  /** Updates of one query from the engine, outside of any commit. */
  #receive(connection: LocalConnection, changes: readonly QueryChange[]): void {
    const [{ query, update }] = changes as [QueryChange];
    const entry = this.#entries.get(connection)?.get(query);
    if (entry === undefined) return;
    const isLent = this.#context.sources.get(entry.handle.id) !== undefined;
    if (update.kind === "error" && isFileTrouble(update.error) && !entry.healed && !isLent) {
      entry.healed = true;
      this.#heal(entry);
      return;
    }
    if (update.kind !== "error") entry.healed = false;
    this.#send(connection, ...changes.map((change) => this.#explained(entry, change)));
  }

  #explained({ handle, spec }: DeskEntry, change: QueryChange): QueryChange {
    const { query, update } = change;
    if (update.kind !== "error") return change;
    const { value } = this.#context.document(handle);
    const message = explainFailure(
      update.error.message,
      value,
      spec.declaration as Json | undefined,
    );
    return { query, update: { ...update, error: { ...update.error, message } } };
  }

  /** A file that cannot be read is brought up from the log, and the query runs again. */
  #heal(entry: DeskEntry): void {
    const { id, scope } = entry.handle;
    this.#context.recovery.suspect({ id, scope });
    this.#live!.unwatch(entry.connection, entry.query);
    this.#start(entry);
    this.databaseChanged({ id, scope });
  }

  #send(connection: LocalConnection, ...changes: readonly QueryChange[]): void {
    if (this.#context.held.take(connection, changes)) {
      for (const change of changes) note(connection, change);
      return;
    }
    if (this.#outgoing.size === 0) queueMicrotask(() => this.#flush());
    const outgoing = this.#outgoing.get(connection) ?? [];
    this.#outgoing.set(connection, outgoing);
    outgoing.push(...changes);
  }

  /** What waits for the end of the turn goes first: a difference follows the result it changes. */
  #takeOutgoing(outbox: Outbox): void {
    for (const [connection, changes] of this.#outgoing) {
      builderOf(outbox, connection).queries.push(...changes);
      for (const change of changes) note(connection, change);
    }
    this.#outgoing.clear();
  }

  #flush(): void {
    const seq = this.#context.seq();
    const outgoing = [...this.#outgoing];
    this.#outgoing.clear();
    for (const [connection, queries] of outgoing) {
      for (const change of queries) note(connection, change);
      const frame = { seq, changes: [], snapshots: [], queries, receipts: [], refusals: [] };
      connection.deliverSafely(frame);
    }
  }
}

/** Whether a document's value is the handle of a database. */
function isHandle(value: Json | undefined): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value) &&
    "tables" in value && "rev" in value;
}

/** Keeps count of what a connection still waits for. */
function note(connection: LocalConnection, { query, update }: QueryChange): void {
  if (update.kind === "pending") connection.awaitQuery(query);
  else connection.queryAnswered(query);
}

/** Whether an error is about the file and not about the statement. */
function isFileTrouble({ code, message }: { code: string; message: string }): boolean {
  return code === "database-missing" ||
    (code === "sql-error" && /malformed|file is not a database/.test(message));
}
