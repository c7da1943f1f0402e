/** Which snapshots of a database there are: rows of `_cf_snapshot`, and the files that they name. */

import { statSync } from "node:fs";
import { join } from "node:path";
import type { SpaceStore } from "../store/space-store.ts";

/** A snapshot on disk. */
export interface Snapshot {
  /** The last commit that it holds. */
  readonly seq: number;
  /** Its path within the space's folder. */
  readonly file: string;
  readonly sizeBytes: number;
}

/** All that the store names, newest first. */
export function namedSnapshots(store: SpaceStore, number: number): Snapshot[] {
  return store.all<Snapshot>(
    `SELECT seq, file, size_bytes AS sizeBytes FROM _cf_snapshot WHERE database = ? ORDER BY seq DESC`,
    BigInt(number),
  ).map(({ seq, file, sizeBytes }) => ({ seq, file, sizeBytes }));
}

/** Those of them whose files are there, of the size that they had. */
export function presentSnapshots(store: SpaceStore, number: number): Snapshot[] {
  const { folder } = store;
  if (folder === null) return [];
  return namedSnapshots(store, number).filter(({ file, sizeBytes }) =>
    statSync(join(folder, file), { throwIfNoEntry: false })?.size === sizeBytes
  );
}
