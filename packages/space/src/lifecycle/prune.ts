/**
 * Pruning the log: commits up to one of them are dropped, and everything after stays exact.
 *
 * What has to hold before a commit `p` can be the last one dropped, or is made so:
 * - every pattern database has a snapshot, whose file is what was written, that holds all of its
 *   commits up to `p`;
 * - every document has its whole value as of `p` in its history;
 * - sessions remember up to which of their numbers commits are gone, so that one sent again after
 *   that is refused and not committed twice;
 * - the hash of `p` is kept, from which the chain goes on.
 */

import { setImmediate } from "node:timers/promises";
import type { DatabaseEntry } from "../commit/database-table.ts";
import { documentKey } from "../log/record.ts";
import { flushDocuments } from "../documents/flush.ts";
import type { SpaceParts } from "../space-parts.ts";
import type { ScopeKey } from "@cf/protocol";

/** What pruning did. */
export interface PruneReport {
  /** The last commit that was dropped; 0 if the log is complete. */
  readonly prunedSeq: number;
  readonly droppedCommits: number;
  /** Databases without a snapshot that reaches far enough, which hold the log back. */
  readonly heldBackBy: readonly DatabaseEntry[];
}

interface VersionRow {
  readonly id: string;
  readonly scope: ScopeKey;
  readonly seq: number;
}

/**
 * Drops the log up to `to`, or as far as snapshots allow. Take snapshots first, after
 * {@linkcode dropDamagedSnapshots}. The newest commit always stays. Commits go on meanwhile: values are worked out a few at a time, before the one
 * transaction that drops anything.
 */
export async function pruneLog(parts: SpaceParts, to: number): Promise<PruneReport> {
  const { store, log, databases } = parts;
  flushDocuments(parts);
  const heldBackBy: DatabaseEntry[] = [];
  let target = Math.min(to, log.head.seq - 1);
  for (const entry of databases.list()) {
    const reach = snapshotReach(parts, entry, target);
    if (reach >= target) continue;
    heldBackBy.push(entry);
    target = reach;
  }
  const nothing = { prunedSeq: log.first - 1, droppedCommits: 0, heldBackBy };
  if (target < log.first) return nothing;
  const gone = await keepValues(parts, target);
  // The space may have been closed meanwhile, or its log pruned further.
  if (!store.isOpen || target < log.first) return nothing;
  const { first } = log;
  store.transact(() => {
    dropVersions(parts, target, gone);
    store.run(
      `UPDATE _cf_session SET pruned_local = max(pruned_local, coalesce(
         (SELECT max(local) FROM _cf_log WHERE session = number AND seq <= ?), 0))`,
      BigInt(target),
    );
    for (const entry of databases.list()) databases.store(entry);
    store.setMeta("pruned_hash", log.read(target)!.hash);
    store.setMeta("pruned_seq", BigInt(target));
    store.run("DELETE FROM _cf_log WHERE seq <= ?", BigInt(target));
    log.parts.prune(target);
  });
  parts.sessions.refreshPruned();
  // They are many; what is left of them is dropped at the next start.
  void log.parts.dropUnused().catch(() => {});
  return { prunedSeq: target, droppedCommits: target - first + 1, heldBackBy };
}

/** Before commits up to `target` are dropped: what they go to has to be what was written. */
export async function dropDamagedSnapshots(parts: SpaceParts, target: number): Promise<void> {
  const { store, snapshots, databases } = parts;
  if (store.folder === null) return;
  for (const entry of databases.list()) {
    if (!store.isOpen) return;
    if (hasCommits(parts, entry, target)) await snapshots.dropDamaged(entry.number);
  }
}

function hasCommits({ store }: SpaceParts, { number }: DatabaseEntry, to: number): boolean {
  const sql = "SELECT 1 FROM _cf_log WHERE database = ? AND seq <= ? LIMIT 1";
  return store.get(sql, BigInt(number), BigInt(to)) !== undefined;
}

/** The last commit up to which the log may go without losing a database. */
function snapshotReach(
  { store, snapshots }: SpaceParts,
  entry: DatabaseEntry,
  target: number,
): number {
  const number = BigInt(entry.number);
  const needed = store.get<{ seq: number | null }>(
    "SELECT max(seq) AS seq FROM _cf_log WHERE database = ? AND seq <= ?",
    number,
    BigInt(target),
  )?.seq;
  if (needed === null || needed === undefined) return target;
  const newest = snapshots.list(entry.number)[0]?.seq ?? 0;
  if (newest >= needed) return target;
  const next = store.get<{ seq: number }>(
    "SELECT min(seq) AS seq FROM _cf_log WHERE database = ? AND seq > ?",
    number,
    BigInt(newest),
  )!;
  return next.seq - 1;
}

/** Documents whose values are worked out in one turn. */
const VALUES_AT_ONCE = 50;

/**
 * Gives every document its whole value as of `target`, which changes nothing for whoever reads. Resolves
 * to the versions of documents that have none then.
 */
async function keepValues({ store, history }: SpaceParts, target: number): Promise<VersionRow[]> {
  const open = store.all<VersionRow & { isOpen: number }>(
    `SELECT id, scope, max(seq) AS seq, value IS NULL AS isOpen FROM _cf_version
     WHERE seq <= ? GROUP BY id, scope`,
    BigInt(target),
  ).filter(({ isOpen }) => isOpen === 1);
  const gone: VersionRow[] = [];
  for (let at = 0; at < open.length && store.isOpen; at += VALUES_AT_ONCE) {
    store.transact(() => {
      for (const row of open.slice(at, at + VALUES_AT_ONCE)) {
        const { id, scope, seq } = row;
        const { value } = history.valueAt({ key: documentKey(id, scope), id, scope }, target);
        if (value === undefined) gone.push(row);
        else {
          store.run(
            "UPDATE _cf_version SET value = ? WHERE id = ? AND scope = ? AND seq = ?",
            JSON.stringify(value),
            id,
            scope,
            BigInt(seq),
          );
        }
      }
    });
    await setImmediate();
  }
  return gone;
}

/** Drops the versions before the newest that is not after `target`; of what is gone, that too. */
function dropVersions({ store }: SpaceParts, target: number, gone: readonly VersionRow[]): void {
  for (const { id, scope, seq } of gone) {
    store.run(
      "DELETE FROM _cf_version WHERE id = ? AND scope = ? AND seq <= ?",
      id,
      scope,
      BigInt(seq),
    );
  }
  store.run(
    `DELETE FROM _cf_version WHERE seq <= ?1 AND seq < (
       SELECT max(newer.seq) FROM _cf_version AS newer
       WHERE newer.id = _cf_version.id AND newer.scope = _cf_version.scope AND newer.seq <= ?1)`,
    BigInt(target),
  );
}
