/**
 * Runs a group of commits, again where that helps: on the repaired file when its database turned out
 * to be damaged, and commit by commit when the disk refused them together. On a full disk one large
 * commit would otherwise take with it all the small ones that there is room for.
 */

import type { DatabaseKey } from "@cf/protocol";
import { DamagedDatabase } from "./damaged-database.ts";
import type { CommitContext } from "./commit-context.ts";
import { GroupCommit } from "./group-commit.ts";
import { FileLocked } from "./file-locked.ts";
import { GroupFailedError } from "./group-failed.ts";
import { RebuildNeeded } from "../recovery/rebuild-needed.ts";
import type { GroupResult, Submission } from "./submission.ts";

/** What a group is run with. */
export interface GroupRunner {
  readonly context: CommitContext;
  /** Makes a damaged database's file anew, or throws `RebuildNeeded`. */
  readonly rebuild: (key: DatabaseKey, reason: string) => void;
}

/** What came of a group. */
export interface GroupRun {
  /** In order: one, unless its commits were run alone. */
  readonly results: readonly GroupResult[];
  /** A database that has to be made anew before the rest of the group is run. */
  readonly needed?: RebuildNeeded;
  /** A file that has to be unlocked before. */
  readonly locked?: FileLocked;
  readonly rest: readonly Submission[];
}

/** Runs `group` as far as it can be run now. */
export function runGroup(runner: GroupRunner, group: readonly Submission[]): GroupRun {
  try {
    return { results: [runRepaired(runner, group, true)], rest: [] };
  } catch (error) {
    const stopped = stoppedBy(error);
    if (stopped !== undefined) return { results: [], ...stopped, rest: group };
    if (!(error instanceof GroupFailedError)) throw error;
  }
  const results: GroupResult[] = [];
  for (const [i, submission] of group.entries()) {
    try {
      const result = runRepaired(runner, [submission], false);
      results.push(result);
      // What is behind a commit that has to wait stays behind it.
      if (result.deferred.length > 0) return { results, rest: group.slice(i + 1) };
    } catch (error) {
      const stopped = stoppedBy(error);
      if (stopped === undefined) throw error;
      return { results, ...stopped, rest: group.slice(i) };
    }
  }
  return { results, rest: [] };
}

function stoppedBy(error: unknown): Pick<GroupRun, "needed" | "locked"> | undefined {
  if (error instanceof RebuildNeeded) return { needed: error };
  return error instanceof FileLocked ? { locked: error } : undefined;
}

/** A database that is damaged is repaired once. */
function runRepaired(
  { context, rebuild }: GroupRunner,
  group: readonly Submission[],
  flush: boolean,
): GroupResult {
  try {
    return new GroupCommit(context, { flush }).run(group);
  } catch (error) {
    if (!(error instanceof DamagedDatabase)) throw error;
    rebuild(error.key, `writing found it damaged: ${error.message}`);
    return new GroupCommit(context, { flush }).run(group);
  }
}
