/**
 * The end of a pattern database: deleting its handle moves its files to the trash, with a tombstone
 * in the log; after a grace time they are deleted. Until then it can be taken back out.
 *
 * ```
 * <space>/trash/db-….sqlite.deleted-<number>    a deleted database
 * <space>/trash/db-….sqlite.replaced-<time>     what a repair replaced
 * ```
 *
 * A file that no database of the log names is listed, and never removed.
 */

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseKey } from "@cf/protocol";
import type { JsonObject } from "@cf/utils";
import type { DatabaseEntry } from "../commit/database-table.ts";
import type { SystemSubmission } from "../commit/submission.ts";
import { TrashError } from "../errors.ts";
import { addressOf } from "../commit/scope.ts";
import { documentKey, type ResolvedOperation } from "../log/record.ts";
import { flushDocuments } from "../documents/flush.ts";
import { moveDatabaseFile, removeDatabaseFile } from "../recovery/rebuild.ts";
import type { SpaceParts } from "../space-parts.ts";

/** What is, or would be, cleared away. */
export interface GarbageReport {
  /** Deleted databases whose grace is over. */
  readonly expired: readonly DatabaseEntry[];
  /** Deleted databases that may still be taken back. */
  readonly waiting: readonly DatabaseEntry[];
  /** Files that repairs replaced, whose grace is over, by name. */
  readonly replaced: readonly string[];
  /** Those whose grace is not over. */
  readonly kept: readonly string[];
  /** Files in the space's folder that no database of the log names. Never removed. */
  readonly orphans: readonly string[];
  /** Databases whose handle does not exist. Never removed by themselves. */
  readonly unreferenced: readonly DatabaseEntry[];
}

/** What the trash works with. */
export interface TrashContext {
  readonly parts: SpaceParts;
  readonly submit: (submission: SystemSubmission) => void;
  readonly now: () => number;
  /** Told that a database is not what it was. */
  readonly onChange: (key: DatabaseKey) => void;
}

/** The trash of one space. */
export class Trash {
  readonly #context: TrashContext;

  constructor(context: TrashContext) {
    this.#context = context;
  }

  /** Moves the file of a database whose deletion is committed. */
  putAway(entry: DatabaseEntry): void {
    const { files, recovery } = this.#context.parts;
    recovery.suspect(entry.key);
    if (files.inMemory) files.drop(entry.key);
    else moveDatabaseFile(files.location(entry.key), this.#pathInTrash(entry));
    this.#context.onChange(entry.key);
  }

  /** Puts away, and takes out again, what a crash left in place. */
  sweep(): void {
    const { databases, files } = this.#context.parts;
    for (const entry of databases.list()) {
      if (entry.state === "live" && !files.exists(entry.key)) {
        if (existsSync(this.#pathInTrash(entry))) this.#takeOut(entry);
        continue;
      }
      if (entry.state !== "trashed" || databases.get(entry.key) !== undefined) continue;
      if (!existsSync(this.#pathInTrash(entry)) && files.exists(entry.key)) this.putAway(entry);
    }
  }

  /** Moves a database to the trash while its handle stays. Resolves to the tombstone's commit. */
  discard({ key, number }: DatabaseEntry, by: string): Promise<number> {
    const { databases } = this.#context.parts;
    let trashed: DatabaseEntry;
    const event = { kind: "databases-deleted", databases: [{ number, ...key }] };
    return this.#record(by, event, () => {
      const current = databases.get(key);
      if (current?.number !== number) throw new TrashError(key.id, "it is deleted already");
      databases.store(trashed = { ...current, state: "trashed", trashedAt: this.#context.now() });
    }, () => {
      databases.remember(trashed);
      this.putAway(trashed);
    });
  }

  /**
   * Takes a deleted database back out, and its handle with the value it had, if that has none now and
   * the log still knows it. Rejects with {@linkcode TrashError}.
   */
  takeBack(number: number, by: string): Promise<number> {
    const { databases, files } = this.#context.parts;
    const entry = databases.list().find((each) => each.number === number);
    if (entry?.state !== "trashed" || files.inMemory) {
      return Promise.reject(new TrashError(String(number), "no such database is in the trash"));
    }
    const { key } = entry;
    const { trashedAt: _at, ...rest } = entry;
    const live: DatabaseEntry = { ...rest, state: "live" };
    const event = { kind: "database-taken-back", databases: [{ number, ...key }] };
    return this.#record(by, event, () => {
      if (databases.get(key) !== undefined) {
        throw new TrashError(key.id, "another one has taken its place");
      }
      databases.store(live);
    }, () => {
      databases.remember(live);
      this.#takeOut(live);
    }, this.#handleAgain(key));
  }

  #takeOut(entry: DatabaseEntry): void {
    const { files, recovery } = this.#context.parts;
    recovery.suspect(entry.key);
    moveDatabaseFile(this.#pathInTrash(entry), files.location(entry.key));
    this.#context.onChange(entry.key);
  }

  /** What gives a deleted handle the value that it had, if it then still has none. */
  #handleAgain({ id, scope }: DatabaseKey): () => ResolvedOperation[] {
    const { parts } = this.#context;
    const { documents, history } = parts;
    const name = { key: documentKey(id, scope), id, scope };
    const current = () => documents.get(name.key, id, scope);
    const { seq, value: now } = current();
    if (now !== undefined || seq <= history.first) return () => [];
    flushDocuments(parts);
    // The newest write of a document without a value is the one that deleted it.
    const { value } = history.valueAt(name, seq - 1);
    if (value === undefined) return () => [];
    const operation = { op: "set", ...addressOf(name), value } as const;
    return () => current().value === undefined ? [{ ...name, operation }] : [];
  }

  /** What is garbage; clears it away unless `dryRun`. */
  collect(options: { readonly graceMs: number; readonly dryRun: boolean }): GarbageReport {
    const { parts, now } = this.#context;
    const deadline = now() - options.graceMs;
    const trashed = parts.databases.list().filter(({ state }) => state === "trashed");
    const isOver = (entry: DatabaseEntry) => entry.trashedAt! <= deadline;
    const files = this.#replacedFiles();
    const report = {
      expired: trashed.filter(isOver),
      waiting: trashed.filter((entry) => !isOver(entry)),
      replaced: files.filter(({ time }) => time <= deadline).map(({ name }) => name),
      kept: files.filter(({ time }) => time > deadline).map(({ name }) => name),
      orphans: this.#orphans(),
      unreferenced: this.#unreferenced(),
    };
    if (!options.dryRun) this.#clear(report);
    return report;
  }

  #clear({ expired, replaced }: GarbageReport): void {
    const { store, databases, snapshots } = this.#context.parts;
    for (const entry of expired) {
      if (store.folder !== null) removeDatabaseFile(this.#pathInTrash(entry));
      store.transact(() => {
        snapshots.remove(entry);
        databases.remove(entry);
      });
    }
    for (const name of replaced) removeDatabaseFile(join(this.#folder, name));
  }

  /** Appends a record about the trash; `act` runs once it is committed. */
  #record(
    by: string,
    event: JsonObject,
    apply: () => void,
    act: () => void,
    operations: () => ResolvedOperation[] = () => [],
  ): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#context.submit({
        kind: "system",
        principal: by,
        event,
        apply,
        operations,
        resolve: (seq) => {
          act();
          resolve(seq);
        },
        reject,
      });
    });
  }

  get #folder(): string {
    return join(this.#context.parts.store.folder!, "trash");
  }

  #pathInTrash({ key, number }: DatabaseEntry): string {
    return join(this.#folder, `${this.#context.parts.files.name(key)}.deleted-${number}`);
  }

  #replacedFiles(): { readonly name: string; readonly time: number }[] {
    if (this.#context.parts.store.folder === null || !existsSync(this.#folder)) return [];
    const found = new Map<string, number>();
    for (const name of readdirSync(this.#folder)) {
      // Of a file that was gone there is its write-ahead log alone.
      const [, file, time] = /^(.*\.replaced-(\d+))(?:-wal|-journal)?$/.exec(name) ?? [];
      if (file !== undefined) found.set(file, Number(time));
    }
    return [...found].map(([name, time]) => ({ name, time }));
  }

  #orphans(): string[] {
    const { store, databases, files } = this.#context.parts;
    if (store.folder === null) return [];
    const live = databases.list().filter(({ state }) => state !== "trashed");
    const named = new Set(live.map(({ key }) => files.name(key)));
    return readdirSync(store.folder)
      .filter((name) => /^db-.*\.sqlite$/.test(name) && !named.has(name)).sort();
  }

  #unreferenced(): DatabaseEntry[] {
    const { databases, documents } = this.#context.parts;
    return databases.list().filter(({ key: { id, scope }, state }) =>
      state !== "trashed" &&
      documents.get(documentKey(id, scope), id, scope).value === undefined
    );
  }
}
