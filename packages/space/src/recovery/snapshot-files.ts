/** Which snapshots of a database there are: rows of `_cf_snapshot`, and the files that they name. */

import { statSync } from "node:fs";
import { join } from "node:path";
import { hashFileNow } from "../store/file-hash.ts";
import type { SpaceStore } from "../store/space-store.ts";

/** A snapshot on disk. */
export interface Snapshot {
  /** The last commit that it holds. */
  readonly seq: number;
  /** Its path within the space's folder. */
  readonly file: string;
  readonly sizeBytes: number;
  /** Of the file's content, in hex; `null` for one that was taken without. */
  readonly sha256: string | null;
}

/** All that the store names, newest first. */
export function namedSnapshots(store: SpaceStore, number: number): Snapshot[] {
  return store.all<Snapshot>(
    `SELECT seq, file, size_bytes AS sizeBytes, sha256 FROM _cf_snapshot WHERE database = ?
     ORDER BY seq DESC`,
    BigInt(number),
  ).map((row) => ({ ...row }));
}

/** Those of them whose files are there, of the size that they had. */
export function presentSnapshots(store: SpaceStore, number: number): Snapshot[] {
  const { folder } = store;
  if (folder === null) return [];
  return namedSnapshots(store, number).filter(({ file, sizeBytes }) =>
    statSync(join(folder, file), { throwIfNoEntry: false })?.size === sizeBytes
  );
}

/** What is wrong with the snapshots that the store names, file by file; empty when nothing is. */
export function snapshotProblems(store: SpaceStore, number: number): string[] {
  const { folder } = store;
  if (folder === null) return [];
  return namedSnapshots(store, number).flatMap(({ file, sizeBytes, sha256 }) => {
    const path = join(folder, file);
    const size = statSync(path, { throwIfNoEntry: false })?.size;
    if (size === undefined) return [`${file} is missing`];
    const isWhole = size === sizeBytes && (sha256 === null || hashFileNow(path) === sha256);
    return isWhole ? [] : [`${file} is damaged`];
  });
}
