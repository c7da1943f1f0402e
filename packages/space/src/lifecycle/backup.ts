/**
 * A backup of a whole space as of one commit, taken while commits go on, and its way back.
 *
 * ```
 * <folder>/space.sqlite, db-*.sqlite   main files, each complete without a write-ahead log
 * <folder>/backup.json                 { format, space, seq, time, files: { name: sha-256 } }
 * ```
 *
 * All main files are brought up to their write-ahead logs in one turn, and held as they are while
 * they are copied. Every file opens in the ordinary `sqlite3` shell.
 */

import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { SpaceId } from "@cf/protocol";
import { BackupError } from "../errors.ts";
import type { Maintenance } from "../recovery/maintenance.ts";
import { syncCopy } from "../recovery/rebuild.ts";
import { RebuildNeeded } from "../recovery/rebuild-needed.ts";
import { flushDocuments } from "../documents/flush.ts";
import type { SpaceParts } from "../space-parts.ts";
import { hashFile } from "../store/file-hash.ts";
import { RESTORED, RESTORING, SPACE_FILE } from "../store/layout.ts";

/** What a backup says about itself. */
export interface BackupManifest {
  readonly format: 1;
  readonly space: SpaceId;
  /** The commit as of which everything in it is. */
  readonly seq: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** SHA-256 of each file, lower-case hex. */
  readonly files: Readonly<Record<string, string>>;
}

const MANIFEST = "backup.json";
const ATTEMPTS = 1000;

/**
 * Copies a space into `folder`, which is made and must be empty. Rejects with
 * {@linkcode BackupError}.
 */
export async function backUp(
  parts: SpaceParts,
  folder: string,
  { maintenance, now }: { readonly maintenance: Maintenance; readonly now: () => number },
): Promise<BackupManifest> {
  const source = parts.store.folder;
  if (source === null) throw new BackupError("back up", folder, "the space is in memory");
  makeEmpty(folder);
  await bringUpLarge(parts, maintenance);
  const { names, seq } = await bringUpAll(parts, folder);
  const hashes: Record<string, string> = {};
  try {
    for (const name of names) await Deno.copyFile(join(source, name), join(folder, name));
    if (parts.files.disturbed(parts.databases.list().map(({ key }) => key))) {
      throw new BackupError("back up", folder, "a database was repaired meanwhile; try again");
    }
  } catch (cause) {
    if (cause instanceof BackupError) throw cause;
    throw new BackupError("back up", folder, (cause as Error).message, cause);
  } finally {
    parts.files.thaw();
  }
  for (const name of names) {
    await syncCopy(join(folder, name));
    hashes[name] = await hashFile(join(folder, name));
  }
  const manifest = {
    format: 1,
    space: parts.store.space,
    seq,
    time: now(),
    files: hashes,
  } as const;
  Deno.writeTextFileSync(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

function makeEmpty(folder: string): void {
  let names: readonly string[];
  try {
    mkdirSync(folder, { recursive: true });
    names = readdirSync(folder);
  } catch (cause) {
    throw new BackupError("back up", folder, (cause as Error).message, cause);
  }
  if (names.length > 0) throw new BackupError("back up", folder, "it is not empty");
}

/** Databases that have to be made anew are, before the turn that the backup is of. */
async function bringUpLarge(
  { databases, recovery }: SpaceParts,
  maintenance: Maintenance,
): Promise<void> {
  for (const { key, state } of databases.list()) {
    if (state !== "live") continue;
    try {
      recovery.ensure(key);
    } catch (error) {
      if (!(error instanceof RebuildNeeded)) throw error;
      await maintenance.rebuild(key, error.reason);
    }
  }
}

/**
 * Brings all files up in one turn and freezes them. A reader on an older state may be in the way;
 * it ends within the deadline of a query.
 */
async function bringUpAll(
  parts: SpaceParts,
  folder: string,
): Promise<{ readonly names: string[]; readonly seq: number }> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (parts.files.checkpointing !== undefined) await parts.files.checkpointing;
    flushDocuments(parts);
    const names = bringUpOnce(parts);
    if (names !== undefined) {
      parts.files.freeze();
      return { names, seq: parts.log.head.seq };
    }
    await setImmediate();
  }
  throw new BackupError("back up", folder, "long-running queries keep files from being brought up");
}

function bringUpOnce({ files, databases, recovery }: SpaceParts): string[] | undefined {
  if (files.checkpointing !== undefined) return undefined;
  const names = [SPACE_FILE];
  for (const { key, state } of databases.list()) {
    if (state === "live") recovery.ensure(key);
    if (state === "trashed" || state === "removed" || !files.exists(key)) continue;
    if (state === "live" && !files.checkpoint(key)) return undefined;
    names.push(files.name(key));
  }
  return files.checkpointStore() ? names : undefined;
}

/** Reads and checks the backup in `folder`. Rejects with {@linkcode BackupError}. */
export async function readBackup(folder: string): Promise<BackupManifest> {
  let manifest: BackupManifest;
  try {
    manifest = JSON.parse(readFileSync(join(folder, MANIFEST), "utf8")) as BackupManifest;
  } catch (cause) {
    throw new BackupError("restore", folder, "it holds no readable backup.json", cause);
  }
  if (manifest.format !== 1) {
    throw new BackupError("restore", folder, `its format is ${manifest.format}, and not 1`);
  }
  for (const [name, hash] of Object.entries(manifest.files)) {
    if (!/^[\w.-]+\.sqlite$/.test(name)) {
      throw new BackupError("restore", folder, `it names an unexpected file ${name}`);
    }
    const path = join(folder, name);
    const found = existsSync(path) && statSync(path).isFile() ? await hashFile(path) : "missing";
    if (found !== hash) throw new BackupError("restore", folder, `${name} is damaged or missing`);
  }
  return manifest;
}

/**
 * Copies a checked backup into the store, beside its spaces. Resolves to the complete copy, which a
 * rename puts in its place; `finishRestores` does so where a kill came in between.
 */
export async function unpackBackup(
  folder: string,
  manifest: BackupManifest,
  store: string,
): Promise<string> {
  const unfinished = join(store, RESTORING, crypto.randomUUID());
  mkdirSync(unfinished, { recursive: true });
  for (const name of Object.keys(manifest.files)) {
    await Deno.copyFile(join(folder, name), join(unfinished, name));
    await syncCopy(join(unfinished, name));
  }
  const complete = join(store, RESTORED, manifest.space);
  rmSync(complete, { recursive: true, force: true });
  mkdirSync(dirname(complete), { recursive: true });
  renameSync(unfinished, complete);
  return complete;
}

/**
 * Ends the restores that a kill cut off: a complete copy whose space has been put aside for it takes
 * its place, and any other one goes.
 */
export function finishRestores(store: string): void {
  rmSync(join(store, RESTORING), { recursive: true, force: true });
  const restored = join(store, RESTORED);
  if (!existsSync(restored)) return;
  for (const space of readdirSync(restored)) {
    const target = join(store, space);
    if (!existsSync(target)) renameSync(join(restored, space), target);
  }
  rmSync(restored, { recursive: true, force: true });
}
