/**
 * What a pattern's file says about itself, compared with what the log says about it.
 *
 * | finding | meaning |
 * |---|---|
 * | `equal` | normal |
 * | `behind` | a crash between the two files' commits |
 * | `ahead` | the space's store lost its tail, or was restored from a backup |
 * | `missing`, `damaged` | deleted, truncated, overwritten, replaced by something else |
 * | `divergent` | at its watermark it has another hash than the log: another history |
 */

import type { DatabaseSync } from "node:sqlite";
import type { DatabaseEntry } from "../commit/database-table.ts";
import { readWatermark, type Watermark } from "../database/watermark.ts";
import { type CommitLog, sameBytes } from "../log/commit-log.ts";

/** The outcome of an inspection. */
export type Finding =
  | { readonly kind: "equal" }
  | { readonly kind: "behind"; readonly mark: Watermark }
  | { readonly kind: "ahead"; readonly mark: Watermark }
  | { readonly kind: "missing" }
  | { readonly kind: "damaged"; readonly problem: string }
  | { readonly kind: "divergent"; readonly problem: string };

/** What was found, in words; empty for what is as it should be. `wanted` is the log's last commit. */
export function describeFinding(finding: Finding, wanted: number): string {
  switch (finding.kind) {
    case "equal":
      return "";
    case "behind":
      return `it is of commit ${finding.mark.seq}, and the log's last one is ${wanted}`;
    case "ahead":
      return `it is of commit ${finding.mark.seq}, and the log's last one is only ${wanted}`;
    case "missing":
      return "there is no file";
    case "damaged":
    case "divergent":
      return finding.problem;
  }
}

const NOTHING: Watermark = { seq: 0, hash: new Uint8Array() };

/**
 * Compares the watermark of an attached file with the log. `entry` is what the log knows of the
 * database, `undefined` if it never wrote one.
 */
export function compareWatermark(
  mark: Watermark | undefined,
  entry: DatabaseEntry | undefined,
  log: CommitLog,
): Finding {
  const found = mark ?? NOTHING;
  const wanted = entry?.seq ?? 0;
  if (found.seq > wanted) return { kind: "ahead", mark: found };
  if (found.seq === wanted) {
    if (wanted === 0 || sameBytes(found.hash, entry!.hash)) return { kind: "equal" };
    return divergent(found);
  }
  if (found.seq === 0) return { kind: "behind", mark: found };
  const before = log.read(found.seq);
  if (before === undefined) {
    return { kind: "damaged", problem: `it is of commit ${found.seq}, older than the log` };
  }
  return sameBytes(before.hash, found.hash) ? { kind: "behind", mark: found } : divergent(found);
}

/** Reads the watermark under `alias` and checks the pages, as thoroughly as asked. */
export function readFileState(
  connection: DatabaseSync,
  alias: string,
  options: { readonly checkPages: boolean },
): { readonly mark: Watermark | undefined } | { readonly problem: string } {
  try {
    if (options.checkPages) {
      const [first] = connection.prepare(`PRAGMA "${alias}".quick_check(1)`).all();
      const answer = String(Object.values(first ?? {})[0]);
      if (answer !== "ok") return { problem: answer };
    }
    const mark = readWatermark(connection, alias);
    if (mark !== undefined) return { mark };
    const foreign = connection.prepare(
      `SELECT count(*) AS tables FROM "${alias}".sqlite_master`,
    ).get();
    if (Number(foreign?.tables) === 0) return { mark };
    return { problem: "it holds tables and no watermark, so it is not a pattern's file" };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

function divergent(mark: Watermark): Finding {
  return {
    kind: "divergent",
    problem: `its commit ${mark.seq} has another hash than the log's`,
  };
}
