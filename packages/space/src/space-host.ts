/** `SpaceHost`: all spaces of one store, a folder on disk or memory. */

import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type SpaceId, UnknownSpaceError } from "@cf/protocol";
import {
  BackupError,
  BadSpaceIdError,
  ClosedError,
  SpaceExistsError,
  SpaceInUseError,
} from "./errors.ts";
import { Space, type SpaceHome } from "./space.ts";
import { SPACE_DEFAULTS, type SpaceOptions } from "./space-parts.ts";
import { followHome, makeNamedSpace, type SpaceOpening } from "./lifecycle/named.ts";
import { finishRestores, readBackup, unpackBackup } from "./lifecycle/backup.ts";
import { ReadPool } from "./pool/read-pool.ts";
import type { PoolStatistics } from "./pool/reader.ts";
import { isSpaceId, SPACE_FILE, spaceFolder } from "./store/layout.ts";
import { glanceAt, type SpaceGlance } from "./store/glance.ts";
import { StoreLock } from "./store/lock.ts";

/** Settings of a host; each has a default. */
export type HostOptions = Partial<SpaceOptions>;

/** The spaces of one store. */
export class SpaceHost {
  readonly #store: string | null;
  readonly #lock: StoreLock | null;
  readonly #options: SpaceOptions;
  readonly #open = new Map<SpaceId, Space>();
  /** When each open space was last found in use; absent since it was last asked for. */
  readonly #unusedSince = new Map<SpaceId, number>();
  /** How many pieces of work each space is held open for. */
  readonly #held = new Map<SpaceId, number>();
  #pool: ReadPool | undefined;
  #closed = false;

  private constructor(store: string | null, lock: StoreLock | null, options: SpaceOptions) {
    this.#store = store;
    this.#lock = lock;
    this.#options = options;
  }

  /**
   * Opens a store: a folder, made if need be, or `":memory:"`. Throws `StoreLockedError` when
   * another process has it open, `StoreFailedError` when its folder cannot be written.
   *
   * @example
   * ```ts
   * import { SpaceHost } from "@cf/space";
   * const host = SpaceHost.open(":memory:");
   * const space = host.create("did:key:z6MkExample", "did:key:z6MkOwner");
   * const connection = space.connect({ principal: "did:key:z6MkOwner" });
   * connection.commit({ local: 1, reads: [], operations: [{ op: "set", id: "of:a", value: 1 }] });
   * await connection.settled();
   * await host.close();
   * ```
   */
  static open(store: string, options: HostOptions = {}): SpaceHost {
    const settings = { ...SPACE_DEFAULTS, ...options };
    if (store === ":memory:") return new SpaceHost(null, null, settings);
    const lock = StoreLock.take(store);
    finishRestores(store);
    return new SpaceHost(store, lock, settings);
  }

  /**
   * Makes a space that belongs to `owner`, a DID. Throws `SpaceExistsError`, `BadSpaceIdError`.
   */
  create(space: SpaceId, owner: string): Space {
    this.#requireOpen("create a space");
    if (!isSpaceId(space)) throw new BadSpaceIdError(space);
    if (this.has(space)) throw new SpaceExistsError(space);
    const folder = this.#store === null ? null : spaceFolder(this.#store, space);
    if (folder !== null) mkdirSync(folder, { recursive: true });
    return this.#keep(Space.create({ id: space, folder }, owner, this.#homeOf(space)));
  }

  /** The space, opened if it is not. Throws `UnknownSpaceError`. */
  get(space: SpaceId): Space {
    this.#requireOpen("open a space");
    this.#unusedSince.delete(space);
    const known = this.#open.get(space);
    if (known !== undefined) return known;
    if (!this.has(space)) throw new UnknownSpaceError(space);
    const folder = spaceFolder(this.#store!, space);
    return this.#keep(Space.open({ id: space, folder }, this.#homeOf(space)));
  }

  /** Runs work of more than one turn on a space, which stays open for it. Throws as `get` does. */
  async use<T>(space: SpaceId, work: (opened: Space) => T | Promise<T>): Promise<T> {
    const opened = this.get(space);
    this.#held.set(space, (this.#held.get(space) ?? 0) + 1);
    try {
      return await work(opened);
    } finally {
      const others = this.#held.get(space)! - 1;
      if (others > 0) this.#held.set(space, others);
      else this.#held.delete(space);
    }
  }

  /**
   * The newest commit, the access list and the name of a space, which is not opened for it. Throws
   * `UnknownSpaceError` and `StoreFormatError`.
   */
  glance(space: SpaceId): SpaceGlance {
    this.#requireOpen("look at a space");
    const opened = this.#open.get(space);
    if (opened !== undefined) {
      const { stats: { seq }, access, named } = opened;
      return { seq, access: access.list(), ...(named === undefined ? {} : { named }) };
    }
    if (!this.has(space)) throw new UnknownSpaceError(space);
    return glanceAt(spaceFolder(this.#store!, space), space);
  }

  /**
   * Closes the spaces on disk that nobody asked for and that were idle at each call since
   * `idleMs` before `now`; whoever asks for one again opens it anew. Returns their names.
   */
  closeIdle(now: number, idleMs: number): readonly SpaceId[] {
    const closed: SpaceId[] = [];
    for (const [id, space] of [...this.#open]) {
      const since = this.#unusedSince.get(id);
      if (this.#held.has(id) || !space.isIdle) this.#unusedSince.delete(id);
      else if (since === undefined) this.#unusedSince.set(id, now);
      else if (now - since >= idleMs && space.closeIfIdle()) closed.push(id);
    }
    return closed;
  }

  /** How many spaces are open. */
  get openCount(): number {
    return this.#open.size;
  }

  /**
   * The space for a session of `principal`. One that patterns of another space name is made if
   * there is none and the principal may write to that space; it belongs to that space's owner, and
   * who may use that one may use it. Throws `UnknownSpaceError`, `NotAllowedError`,
   * `BadSpaceIdError`.
   */
  open(space: SpaceId, { principal, named }: SpaceOpening): Space {
    if (named !== undefined && !this.has(space)) makeNamedSpace(this, space, { principal, named });
    const opened = this.get(space);
    followHome(this, opened);
    return opened;
  }

  /**
   * Puts a backup in place as a space of this store. A space of that name must not exist, unless
   * `replace` is set: then it is closed and its folder kept as `.replaced/<space>.<time>`. One that
   * sessions use is not replaced: what they know would not fit what is there then.
   * Rejects with `BackupError`, `SpaceExistsError` and `SpaceInUseError`.
   */
  async restore(folder: string, options: { readonly replace?: boolean } = {}): Promise<Space> {
    this.#requireOpen("restore a space");
    if (this.#store === null) throw new BackupError("restore", folder, "this store is in memory");
    const manifest = await readBackup(folder);
    const { space } = manifest;
    const target = spaceFolder(this.#store, space);
    this.#requireReplaceable(space, options);
    const copy = await unpackBackup(folder, manifest, this.#store);
    try {
      this.#requireReplaceable(space, options);
      await this.#open.get(space)?.close();
    } catch (error) {
      rmSync(copy, { recursive: true, force: true });
      throw error;
    }
    if (this.has(space)) {
      const aside = join(this.#store, ".replaced");
      mkdirSync(aside, { recursive: true });
      renameSync(target, join(aside, `${space}.${this.#options.now()}`));
    }
    renameSync(copy, target);
    return await this.use(space, async (restored) => {
      await restored.operator.renewSnapshots();
      return restored;
    });
  }

  #requireReplaceable(space: SpaceId, { replace }: { readonly replace?: boolean }): void {
    if (!this.has(space)) return;
    if (replace !== true) throw new SpaceExistsError(space);
    const sessions = this.#open.get(space)?.stats.connections ?? 0;
    if (sessions > 0) throw new SpaceInUseError(space, sessions);
  }

  /** Whether there is such a space, open or not. */
  has(space: SpaceId): boolean {
    if (this.#open.has(space)) return true;
    if (this.#store === null || !isSpaceId(space)) return false;
    return existsSync(join(spaceFolder(this.#store, space), SPACE_FILE));
  }

  /** What the reader processes of all spaces did so far; `null` before the first was needed. */
  get reads(): PoolStatistics | null {
    return this.#pool?.statistics() ?? null;
  }

  /** All spaces of the store, open or not, in order of their names. */
  list(): SpaceId[] {
    this.#requireOpen("list spaces");
    if (this.#store === null) return [...this.#open.keys()].sort();
    return readdirSync(this.#store).filter((name) => this.has(name))
      .sort();
  }

  /** Closes every space and gives the store free. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    for (const space of [...this.#open.values()]) await space.close();
    await this.#pool?.close();
    this.#lock?.release();
  }

  #keep(space: Space): Space {
    this.#open.set(space.id, space);
    return space;
  }

  #homeOf(space: SpaceId): SpaceHome {
    return {
      options: this.#options,
      pool: () => this.#pool ??= this.#openPool(),
      onAccess: () => {
        for (const other of [...this.#open.values()]) {
          if (other.named?.home === space) followHome(this, other);
        }
      },
      onClose: () => {
        this.#open.delete(space);
        this.#unusedSince.delete(space);
      },
    };
  }

  #openPool(): ReadPool {
    const { sourceFolders } = this.#options;
    return new ReadPool({
      folders: this.#store === null ? sourceFolders : [this.#store, ...sourceFolders],
    });
  }

  #requireOpen(action: string): void {
    if (this.#closed) throw new ClosedError(action, "the host");
  }
}
