/**
 * Work on whole files, in a child process: a rebuild, a comparison with the log, a check of all pages
 * or of the hash chain. One goes on at a time. While a database is made anew its commits wait, and
 * queries show what the old file holds, if it can be read; everything else goes on.
 *
 * Where no process may be started, or the space is in memory, the same work is done in place.
 */

import { existsSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import type { DatabaseKey } from "@cf/protocol";
import { CfError } from "@cf/utils";
import { ChildProcess } from "../child/child-process.ts";
import type { Verified } from "../child/whole-files.ts";
import { type TaskInput, type TaskName, type TaskResult, TASKS } from "../child/tasks.ts";
import { canSpawn } from "../commit/rehearsals.ts";
import { CannotRebuildError, ClosedError } from "../errors.ts";
import type { LogProblem } from "../log/commit-log.ts";
import type { SpaceParts } from "../space-parts.ts";
import { databaseKeyText } from "../store/layout.ts";
import { moveDatabaseFile, removeDatabaseFile } from "./rebuild.ts";
import { RebuildNeeded } from "./rebuild-needed.ts";

const IDLE_MS = 30_000;

/** What maintenance works with. */
export interface MaintenanceContext {
  readonly parts: SpaceParts;
  /** Keeps the commits to a database waiting, and lets them go on. */
  readonly hold: (key: DatabaseKey) => void;
  readonly release: (key: DatabaseKey) => void;
}

/** Maintenance of one space. */
export class Maintenance {
  readonly #context: MaintenanceContext;
  readonly #rebuilding = new Map<string, Promise<number>>();
  #last: Promise<unknown> = Promise.resolve();
  #child: ChildProcess | undefined;
  #idle: ReturnType<typeof setTimeout> | undefined;
  #running = 0;
  #closed = false;

  constructor(context: MaintenanceContext) {
    this.#context = context;
  }

  /** Makes sure that a file is as the log says. Rejects with `quarantined` or `cannot-rebuild`. */
  async ensure(key: DatabaseKey): Promise<void> {
    try {
      this.#context.parts.recovery.ensure(key);
    } catch (error) {
      if (!(error instanceof RebuildNeeded)) throw error;
      await this.rebuild(key, error.reason);
    }
  }

  /** Makes a file anew from the log. Resolves to the commits replayed. */
  rebuild(key: DatabaseKey, reason: string): Promise<number> {
    const text = databaseKeyText(key);
    const running = this.#rebuilding.get(text);
    if (running !== undefined) return running;
    const { hold, release } = this.#context;
    hold(key);
    const rebuilt = this.#rebuild(key, reason).finally(() => {
      this.#rebuilding.delete(text);
      release(key);
    });
    this.#rebuilding.set(text, rebuilt);
    return rebuilt;
  }

  /** Whether something is at work. */
  get isBusy(): boolean {
    return this.#running > 0;
  }

  /** Resolves when no file is being made anew. */
  async rebuilt(): Promise<void> {
    await Promise.allSettled([...this.#rebuilding.values()]);
  }

  /** Compares a file with the log: pages, watermark and every row. Changes nothing. */
  async verify(key: DatabaseKey): Promise<Verified> {
    const { recovery, files, databases, store } = this.#context.parts;
    const finding = recovery.inspect(key, { checkPages: false });
    const entry = databases.get(key);
    const path = files.location(key);
    const isThere = finding.kind === "equal" && entry !== undefined && existsSync(path);
    if (!isThere || store.folder === null) return { finding, differences: [], snapshots: [] };
    return await this.#run("verifyFile", {
      ...this.#place,
      entry,
      path,
      replica: `${path}.verify`,
    });
  }

  /** Writes a database as of commit `to`, or the newest, into a new file at `path`. */
  async replay(key: DatabaseKey, path: string, to?: number): Promise<number> {
    const { databases, store, files, log } = this.#context.parts;
    const entry = databases.get(key);
    if (entry === undefined) throw new CannotRebuildError(key.id, "the log holds no commit for it");
    if (store.folder === null) throw new CannotRebuildError(key.id, "the space is in memory");
    if (existsSync(path)) throw new CannotRebuildError(key.id, `${path} exists already`);
    if (to !== undefined && to > log.head.seq) {
      throw new CannotRebuildError(key.id, `the log ends at commit ${log.head.seq}, before ${to}`);
    }
    const made = `${files.location(key)}.replay`;
    removeDatabaseFile(made);
    const until = to === undefined ? {} : { to };
    try {
      const { commits } = await this.#run("rebuildFile", {
        ...this.#place,
        entry,
        path: made,
        ...until,
      });
      await moveOut(made, path).catch((cause) => {
        throw new CannotRebuildError(key.id, `${path} cannot be written: ${cause.message}`, cause);
      });
      return commits;
    } finally {
      removeDatabaseFile(made);
    }
  }

  /** Checks the hash chain; empty when it holds. */
  async verifyLog(): Promise<LogProblem[]> {
    const { log, store } = this.#context.parts;
    if (store.folder === null) return [...log.verify()];
    return (await this.#run("verifyLog", this.#place)).problems;
  }

  /** Looks through the pages of a large file, which is made anew if they are damaged. */
  async checkPages(key: DatabaseKey): Promise<void> {
    const { files, recovery, databases } = this.#context.parts;
    const entry = databases.get(key);
    if (entry === undefined) return;
    const { problem } = await this.#run("checkPages", { path: files.location(key) });
    // Another one may have taken its place meanwhile.
    if (problem === undefined || databases.get(key)?.number !== entry.number) return;
    recovery.suspect(key);
    await this.rebuild(key, `its file was damaged: ${problem}`);
  }

  /** Ends what is at work; what a rebuild made so far is made again when it is next needed. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#child?.kill();
    await this.#last;
    clearTimeout(this.#idle);
    await this.rebuilt();
  }

  get #place(): { readonly space: string; readonly folder: string } {
    const { space, folder } = this.#context.parts.store;
    return { space, folder: folder! };
  }

  async #rebuild(key: DatabaseKey, reason: string): Promise<number> {
    const { files, databases, recovery, store } = this.#context.parts;
    const entry = databases.get(key);
    if (entry === undefined || store.folder === null) return recovery.rebuild(key, reason);
    const fresh = `${files.location(key)}.new`;
    try {
      removeDatabaseFile(fresh);
      const { commits } = await this.#run("rebuildFile", { ...this.#place, entry, path: fresh });
      const now = databases.get(key);
      if (now?.number !== entry.number || now.seq !== entry.seq) {
        throw new CannotRebuildError(key.id, "it was deleted meanwhile");
      }
      recovery.install(key, fresh, `${reason}; replayed ${commits} commits`);
      return commits;
    } catch (cause) {
      const error = cause instanceof CfError
        ? cause
        : new CannotRebuildError(key.id, (cause as Error).message, cause);
      if (!this.#closed) recovery.refuse(key, error);
      throw error;
    }
  }

  #run<N extends TaskName>(name: N, input: TaskInput<N>): Promise<TaskResult<N>> {
    this.#running++;
    const running = this.#last.then(() => this.#do(name, input))
      .finally(() => this.#running--);
    this.#last = running.catch(() => {});
    return running;
  }

  async #do<N extends TaskName>(name: N, input: TaskInput<N>): Promise<TaskResult<N>> {
    if (this.#closed) throw new ClosedError(name, "the space");
    if (!canSpawn()) return await (TASKS[name] as (input: unknown) => unknown)(input) as never;
    clearTimeout(this.#idle);
    if (this.#child === undefined || this.#child.isGone) {
      this.#child = new ChildProcess({
        folder: this.#place.folder,
        read: [],
        write: [this.#place.folder],
      });
      // It has to be known as a child of this server before it touches anything.
      await this.#child.ask("start", {});
    }
    const result = await this.#child.ask(name, input).finally(() => this.#rest());
    if (result !== undefined) return result;
    if (this.#closed) throw new ClosedError(name, "the space");
    throw new CannotRebuildError(this.#place.space, "the process that worked on it ended");
  }

  /** Ends the child when it has nothing to do for a while. */
  #rest(): void {
    this.#idle = setTimeout(() => void this.#child?.kill(), IDLE_MS);
    Deno.unrefTimer(this.#idle);
  }
}

/** Moves a finished file, to another disk too. */
async function moveOut(from: string, to: string): Promise<void> {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as { code?: string }).code !== "EXDEV") throw error;
    const near = join(dirname(to), `.${crypto.randomUUID()}`);
    await Deno.copyFile(from, near);
    moveDatabaseFile(near, to);
  }
}
