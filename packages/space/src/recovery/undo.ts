/**
 * Taking back the last commits of a file by the changesets it keeps, so that it stands at a
 * watermark that the log has. A plan is made first, and nothing is touched unless it leads there.
 */

import { PATTERN_ALIAS } from "../commit/pattern-files.ts";
import { forgetUndo, undoEntriesAfter, type UndoEntry } from "../commit/undo-table.ts";
import { applyChangeset } from "../database/changeset-apply.ts";
import { invertChangeset } from "../database/changeset.ts";
import { hasTable, type Watermark, writeWatermark } from "../database/watermark.ts";
import type { SpaceStore } from "../store/space-store.ts";
import { withoutForeignKeys } from "./replay.ts";

/** The commits to take back, newest first, and where that leads. */
export interface UndoPlan {
  readonly steps: readonly UndoEntry[];
  readonly landing: Watermark;
}

/**
 * How the attached file gets from `from` to the newest of its watermarks that is not above
 * `wanted`; `undefined` if it does not remember enough, or a step changed the schema.
 */
export function planUndo(
  store: SpaceStore,
  from: Watermark,
  wanted: number,
): UndoPlan | undefined {
  if (!hasTable(store.database, PATTERN_ALIAS, "_cf_undo")) return undefined;
  const steps = undoEntriesAfter(store, wanted);
  let landing: Watermark = from;
  for (const step of steps) {
    if (step.seq !== landing.seq || step.changeset === null || step.beforeHash === null) {
      return undefined;
    }
    landing = { seq: step.beforeSeq, hash: step.beforeHash };
  }
  return landing.seq <= wanted ? { steps, landing } : undefined;
}

/** Carries a plan out in one transaction. On an error the file is as before. */
export function carryOutUndo(store: SpaceStore, { steps, landing }: UndoPlan): void {
  withoutForeignKeys(store.database, () => {
    for (const { seq, changeset } of steps) {
      applyChangeset(store.database, PATTERN_ALIAS, invertChangeset(changeset!));
      forgetUndo(store, seq);
    }
    writeWatermark(store.database, PATTERN_ALIAS, landing);
  });
}
