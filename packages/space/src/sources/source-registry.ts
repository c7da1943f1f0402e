/**
 * The registry of SQLite files on the server's own disk that the operator lends to a space.
 *
 * A file is known in one space under an id that derives from the space and the path, so that linking
 * it twice gives one handle and no other space reaches it. Handles hold no path: what an id stands
 * for is known here only, and only the operator adds to it.
 *
 * A path must be absolute and canonical (no link and no `..` leads elsewhere), lie under one of the
 * operator's folders and outside of the store, and be an SQLite file.
 */

import { closeSync, openSync, readSync, realpathSync, statSync } from "node:fs";
import { isAbsolute, sep } from "node:path";
import { type JsonObject, shortHash } from "@cf/utils";
import { SourceError } from "../errors.ts";
import type { SpaceStore } from "../store/space-store.ts";
import { bootId } from "./boot.ts";

/** A lent file. */
export interface Source {
  /** The id of its handle document. */
  readonly id: string;
  readonly path: string;
  /** Whether patterns may write to it. */
  readonly writable: boolean;
  /** The newest commit of the space when it was lent; the file is trusted as it was then. */
  readonly since: number;
  /** The last commit of this space that wrote to it; 0 without one. */
  readonly seq: number;
  /** The last of them that the file has held for certain since the machine started; 0 without one. */
  readonly confirmed: number;
  /** Which file that was, by its inode; empty where it is not known. */
  readonly file: string;
}

/** Where lent files may lie. */
export interface SourceLimits {
  /** Folders of the operator; without any, nothing can be lent. */
  readonly folders: readonly string[];
  /** The store, whose own files are never lent; `null` in memory. */
  readonly store: string | null;
}

/** A file as stored: the last two commits that wrote to it, and when the last one did. */
type SourceRow = Omit<Source, "confirmed"> & { readonly before: number; readonly boot: string };

const COLUMNS = "id, path, writable, since, seq, before, file, boot";

const MAGIC = "SQLite format 3\0";

/** The lent files of one space. */
export class SourceRegistry {
  readonly #store: SpaceStore;
  readonly #limits: SourceLimits;
  readonly #sources = new Map<string, Source>();
  readonly #boot = bootId();

  constructor(store: SpaceStore, limits: SourceLimits) {
    this.#store = store;
    this.#limits = limits;
    for (const column of ["writable", "since", "seq", "before"]) {
      addColumn(store, `${column} INTEGER`, "0");
    }
    for (const column of ["file", "boot"]) addColumn(store, `${column} TEXT`, "''");
    for (const row of store.all<SourceRow>(`SELECT ${COLUMNS} FROM _cf_source ORDER BY path`)) {
      const { before, boot, ...source } = row;
      // A commit begins when the file holds the one before. A kill takes at most the last one from it;
      // only a machine that stops loses more.
      const confirmed = boot !== "" && boot === this.#boot ? before : 0;
      this.#sources.set(source.id, { ...source, confirmed, writable: Boolean(source.writable) });
    }
  }

  get(id: string): Source | undefined {
    return this.#sources.get(id);
  }

  list(): Source[] {
    return [...this.#sources.values()];
  }

  /** Throws {@linkcode SourceError} unless a file may be lent, as far as its path and head tell. */
  check(path: string): void {
    checkPath(path, this.#limits);
  }

  /**
   * Lends a file. Returns its source and the value that its handle document must have. The caller
   * has had its content looked at. Throws {@linkcode SourceError}.
   */
  add(
    path: string,
    { writable, since }: { readonly writable: boolean; readonly since: number },
  ): Source & { readonly value: JsonObject } {
    const canonical = checkPath(path, this.#limits);
    const id = `of:${shortHash(`source ${this.#store.space} ${canonical}`)}`;
    const source = { id, path: canonical, writable, since, seq: 0, confirmed: 0, file: "" };
    this.#store.transact(() =>
      this.#store.run(
        "INSERT OR REPLACE INTO _cf_source (id, path, writable, since, seq) VALUES (?, ?, ?, ?, 0)",
        id,
        canonical,
        writable ? 1n : 0n,
        BigInt(since),
      )
    );
    this.#sources.set(id, source);
    return { ...source, value: { id, tables: {}, rev: 0, source: "disk" } };
  }

  /** Notes the last commit that wrote to a file, within the transaction of that commit. */
  stamp(id: string, seq: number): void {
    const { file, seq: before } = this.#sources.get(id) ?? { file: "", seq: 0 };
    this.#store.run(
      "UPDATE _cf_source SET seq = ?, before = ?, file = ?, boot = ? WHERE id = ?",
      BigInt(seq),
      BigInt(before),
      file,
      this.#boot,
      id,
    );
  }

  /** Notes which file is about to take a commit in. */
  saw(id: string, file: string): void {
    const source = this.#sources.get(id);
    if (source !== undefined) this.#sources.set(id, { ...source, file });
  }

  /** Makes {@linkcode stamp} known, once the transaction is committed. */
  remember(id: string, seq: number): void {
    const source = this.#sources.get(id);
    if (source !== undefined) this.#sources.set(id, { ...source, seq });
  }

  /** Notes that the file holds a commit for certain. */
  confirm(id: string, seq: number): void {
    const source = this.#sources.get(id);
    if (source !== undefined) this.#sources.set(id, { ...source, confirmed: seq });
  }

  /** Takes a file back; its handle stays, and its queries fail from then on. */
  remove(id: string): void {
    this.#store.transact(() => this.#store.run("DELETE FROM _cf_source WHERE id = ?", id));
    this.#sources.delete(id);
  }
}

/** A store that was made by a program that kept less of a file lacks the column. */
function addColumn(store: SpaceStore, column: string, value: string): void {
  const [name] = column.split(" ");
  const has = store.get("SELECT 1 FROM pragma_table_info('_cf_source') WHERE name = ?", name!);
  if (has !== undefined) return;
  store.database.exec(`ALTER TABLE _cf_source ADD COLUMN ${column} NOT NULL DEFAULT ${value}`);
}

function checkPath(path: string, { folders, store }: SourceLimits): string {
  if (!isAbsolute(path)) throw new SourceError(path, "the path must be absolute");
  const canonical = realPath(path);
  if (canonical === undefined) throw new SourceError(path, "there is no such file");
  if (canonical !== path) {
    throw new SourceError(path, `the file's own path is ${canonical}; use that`);
  }
  if (!statSync(path).isFile()) throw new SourceError(path, "it is not a file");
  if (!folders.some((folder) => isWithin(path, folder))) {
    throw new SourceError(
      path,
      `it lies under none of the operator's folders (${folders.join(", ")})`,
    );
  }
  if (store !== null && isWithin(path, store)) {
    throw new SourceError(path, "it lies within the store");
  }
  if (readMagic(path) !== MAGIC) throw new SourceError(path, "it is not an SQLite file");
  return canonical;
}

function isWithin(path: string, folder: string): boolean {
  const root = realPath(folder);
  return root !== undefined && path.startsWith(root.endsWith(sep) ? root : root + sep);
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

function readMagic(path: string): string {
  const bytes = new Uint8Array(MAGIC.length);
  const file = openSync(path, "r");
  const count = readSync(file, bytes, 0, bytes.length, 0);
  closeSync(file);
  return new TextDecoder().decode(bytes.subarray(0, count));
}
