/**
 * Taking the rows of a file into a pattern database, as one commit of any size.
 *
 * A process of its own changes the database's file in one transaction and gives the changeset part by
 * part; each is stored in the log's store as it comes. When all are there the commit is appended that
 * names them, and then the transaction is committed with its watermark. Before the commit nothing
 * happened: a crash leaves parts that no commit names, which the next start drops. After it the
 * log holds all: a file that is behind is made anew from it. The commits to that database wait
 * meanwhile, and nothing else does.
 */

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { DatabaseKey } from "@cf/protocol";
import { ChildProcess } from "../child/child-process.ts";
import type { ImportedTable, ImportInput } from "../child/import-rows.ts";
import type { LoggedCommit } from "../child/open-transaction.ts";
import type { TaskInput, TaskName, TaskResult } from "../child/tasks.ts";
import { ClosedError, ImportError, ImportTimeoutError, StoreFailedError } from "../errors.ts";
import { type ChangesetParts, documentKey } from "../log/record.ts";
import type { Maintenance } from "../recovery/maintenance.ts";
import { removeDatabaseFile } from "../recovery/rebuild.ts";
import type { SpaceParts } from "../space-parts.ts";
import type { CommitQueue } from "./commit-queue.ts";
import type { Declaration } from "../database/declaration.ts";
import { declarationOf } from "./declaration-of.ts";
import type { Rehearsals } from "./rehearsals.ts";
import { revisionBump } from "./revision.ts";
import { addressOf } from "./scope.ts";
import type { SystemSubmission } from "./submission.ts";

/** The folder within a space's where files wait that were sent to it. */
const STAGING = "staging";

/** Parts after which another process brings the store up to its log: a few megabytes. */
const CHECKPOINT_PARTS = 8;

/** A file whose rows are to be taken in. */
export interface ImportRequest {
  readonly key: DatabaseKey;
  /** An SQLite file; it stays as it is. */
  readonly path: string;
  /** What the file is called in messages and in the log. */
  readonly source: string;
  readonly mode: ImportInput["mode"];
  /** The principal that the log is to name. */
  readonly by: string;
}

/** What came of it. */
export interface ImportReport {
  /** The commit; `null` when the rows were all there already. */
  readonly seq: number | null;
  readonly tables: Readonly<Record<string, ImportedTable>>;
}

/** What imports work with. */
export interface ImportContext {
  readonly parts: SpaceParts;
  readonly maintenance: Maintenance;
  readonly rehearsals: Rehearsals;
  readonly queue: () => CommitQueue;
  readonly submit: (submission: SystemSubmission) => void;
  readonly deadlineMs: number;
}

/** The imports of one space; they go one after another. */
export class Imports {
  readonly #context: ImportContext;
  #last: Promise<unknown> = Promise.resolve();
  #running = 0;
  #child: ChildProcess | undefined;
  #closed = false;

  constructor(context: ImportContext) {
    this.#context = context;
  }

  /** Whether one waits or is at work. */
  get isBusy(): boolean {
    return this.#running > 0;
  }

  /** A path for a file that is being sent, in the folder that is emptied when the space is opened. */
  stagingPath(): string {
    const folder = this.#folder("take rows in");
    mkdirSync(join(folder, STAGING), { recursive: true });
    return join(folder, STAGING, `${crypto.randomUUID()}.sqlite`);
  }

  /** Removes what a crash left behind. Called when the space has been opened. */
  sweep(): void {
    const { folder } = this.#context.parts.store;
    if (folder === null) return;
    const staging = join(folder, STAGING);
    if (existsSync(staging)) rmSync(staging, { recursive: true, force: true });
    void this.#context.parts.log.parts.dropUnused().catch(() => {});
  }

  /**
   * Takes the rows in, all or none. Rejects with `ImportError`, `ImportTimeoutError`,
   * `StoreFailedError`, and with what bringing the file to its declaration refuses.
   */
  run(request: ImportRequest): Promise<ImportReport> {
    this.#running++;
    const running = this.#last.then(() => this.#run(request)).finally(() => this.#running--);
    this.#last = running.catch(() => {});
    return running;
  }

  /** Gives up what is at work, unless its commit is in the log already. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#child?.kill();
    await this.#last;
  }

  async #run(request: ImportRequest): Promise<ImportReport> {
    const { key, path, source, mode } = request;
    const folder = this.#folder(`take ${source} in`);
    if (this.#closed) throw new ClosedError("take rows in", "the space");
    const declaration = this.#declarationOf(request);
    const input = { staged: path, source, mode, declaration: declaration.source };
    const child = new ChildProcess({ folder, read: [path], write: [folder] });
    this.#child = child;
    const { deadlineMs } = this.#context;
    let isLate = false;
    const deadline = setTimeout(() => {
      isLate = true;
      void child.kill();
    }, deadlineMs);
    const ask = async <N extends TaskName>(
      name: N,
      wanted: TaskInput<N>,
    ): Promise<TaskResult<N>> => {
      const answer = await child.ask(name, wanted);
      if (answer !== undefined) return answer;
      if (this.#closed) throw new ClosedError("take rows in", "the space");
      if (isLate) throw new ImportTimeoutError(source, deadlineMs);
      throw new StoreFailedError(
        `take ${source} in`,
        "its process ended; it may need too much memory",
      );
    };
    try {
      await ask("start", {});
      await ask("checkImport", input);
      await this.#hold(key);
      try {
        return await this.#takeIn(request, { ask, input, declaration });
      } finally {
        this.#context.queue().release(documentKey(key.id, key.scope));
      }
    } finally {
      clearTimeout(deadline);
      await child.kill();
      this.#child = undefined;
    }
  }

  /** Keeps commits to the database waiting, once those are over that another process works on. */
  async #hold({ id, scope }: DatabaseKey): Promise<void> {
    const { queue, rehearsals, maintenance } = this.#context;
    const database = documentKey(id, scope);
    while (queue().isHeld(database) || rehearsals.isOpen) {
      await rehearsals.settled();
      await maintenance.rebuilt();
      await setImmediate();
    }
    queue().hold(database);
  }

  async #takeIn(request: ImportRequest, work: Work): Promise<ImportReport> {
    const { parts: { log, files, databases }, maintenance } = this.#context;
    const { key, source } = request;
    await maintenance.ensure(key);
    const number = log.parts.begin();
    files.reserve(key);
    try {
      if (this.#declarationOf(request).fingerprint !== work.declaration.fingerprint) {
        throw new ImportError(
          source,
          "the declaration of its database changed meanwhile; try again",
        );
      }
      const beforeSeq = databases.get(key)?.seq ?? 0;
      const { schema } = await work.ask("beginImport", {
        ...work.input,
        database: files.location(key),
      });
      const { parts, digest, tables } = await this.#storeParts(number, work.ask);
      if (parts.count === 0 && schema.length === 0) return { seq: null, tables };
      const { fingerprint } = work.declaration;
      const change = { key, schema, changeset: digest, parts, fingerprint, beforeSeq };
      const seq = await this.#commit(request, change, work.ask);
      return { seq, tables };
    } catch (error) {
      await work.ask("endRehearsal", { logged: null }).catch(() => {});
      throw error;
    } finally {
      files.giveBack(key);
      // A database whose first commit was refused has no file either.
      if (databases.get(key) === undefined) {
        files.release(key);
        removeDatabaseFile(files.location(key));
      }
      await log.parts.end(number);
    }
  }

  /** Stores the parts as they come. */
  async #storeParts(number: number, ask: Ask): Promise<Stored> {
    const { log: { parts }, files } = this.#context.parts;
    const hash = createHash("sha256");
    let count = 0;
    let sizeBytes = 0;
    for (;;) {
      const { changeset, tables } = await ask("nextPart", {});
      if (changeset === undefined) {
        const digest = count === 0 ? "" : hash.digest("hex");
        return { parts: { import: number, count, sizeBytes }, digest, tables: tables! };
      }
      if (changeset.length === 0) continue;
      hash.update(changeset);
      try {
        files.withoutCheckpoint(() => parts.add(number, count++, changeset));
      } catch (cause) {
        throw new StoreFailedError("take the rows in", (cause as Error).message, cause);
      }
      sizeBytes += changeset.length;
      if (count % CHECKPOINT_PARTS > 0) continue;
      files.checkpointStoreElsewhere((path) => ask("checkpoint", { path }));
      await files.checkpointing;
    }
  }

  /** Appends the commit; then the other process commits the file. Resolves when that is done. */
  #commit(
    request: ImportRequest,
    change: Omit<NonNullable<SystemSubmission["rows"]>, "end">,
    ask: Ask,
  ): Promise<number> {
    const { key, by, source, mode } = request;
    const ended = Promise.withResolvers<void>();
    const end = async (logged: LoggedCommit | null) => {
      try {
        await ask("endRehearsal", { logged });
        const { files } = this.#context.parts;
        files.checkpointElsewhere(key, (path) => ask("checkpoint", { path }));
        await files.checkpointing;
        return true;
      } catch {
        return false;
      } finally {
        ended.resolve();
      }
    };
    const committed = new Promise<number>((resolve, reject) => {
      const name = { ...key, key: documentKey(key.id, key.scope) };
      this.#context.submit({
        kind: "system",
        principal: by,
        event: { kind: "rows-taken-in", source, mode },
        rows: { ...change, end },
        // The handle may have been deleted meanwhile.
        apply: () => void this.#declarationOf(request),
        operations: () => [{ ...name, operation: revisionBump(addressOf(name)) }],
        resolve,
        reject,
      });
    });
    // A commit that is refused is told after its transaction was taken back.
    return committed.finally(() => ended.promise);
  }

  #declarationOf({ key: { id, scope }, source }: ImportRequest): Declaration {
    const { documents, sources } = this.#context.parts;
    const lent = sources.get(id);
    if (lent !== undefined) {
      const problem =
        `its database is the lent file ${lent.path}, which is written by its own programs`;
      throw new ImportError(source, problem);
    }
    const { value } = documents.get(documentKey(id, scope), id, scope);
    if (value !== undefined) return declarationOf(value);
    throw new ImportError(source, `there is no handle ${id} that declares its database`);
  }

  #folder(action: string): string {
    const { folder } = this.#context.parts.store;
    if (folder !== null) return folder;
    throw new StoreFailedError(action, "the space is in memory, and this takes one on disk");
  }
}

type Ask = <N extends TaskName>(name: N, input: TaskInput<N>) => Promise<TaskResult<N>>;

interface Work {
  readonly ask: Ask;
  readonly input: ImportInput;
  readonly declaration: Declaration;
}

interface Stored {
  readonly parts: ChangesetParts;
  readonly digest: string;
  readonly tables: ImportReport["tables"];
}
