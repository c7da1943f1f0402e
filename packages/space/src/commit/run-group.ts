/**
 * Runs a group of commits, again where that helps: on the repaired file when its database turned out
 * to be damaged, and commit by commit when the disk refused them together. On a full disk one large
 * commit would otherwise take with it all the small ones that there is room for.
 */

import type { DatabaseKey } from "@cf/protocol";
import { DamagedDatabase } from "./damaged-database.ts";
import { type CommitContext, GroupCommit } from "./group-commit.ts";
import { GroupFailedError } from "./group-failed.ts";
import type { GroupResult, Submission } from "./submission.ts";

/** What a group is run with. */
export interface GroupRunner {
  readonly context: CommitContext;
  /** Makes a damaged database's file anew. */
  readonly rebuild: (key: DatabaseKey, reason: string) => void;
}

/** The results of a group, in order: one, unless its commits were run alone. */
export function runGroup(runner: GroupRunner, group: readonly Submission[]): GroupResult[] {
  try {
    return [runRepaired(runner, group, true)];
  } catch (error) {
    if (!(error instanceof GroupFailedError)) throw error;
  }
  const results: GroupResult[] = [];
  for (const [i, submission] of group.entries()) {
    const result = runRepaired(runner, [submission], false);
    const waits = result.deferred.length > 0;
    // What is behind a commit that has to wait stays behind it.
    const deferred = waits ? [...result.deferred, ...group.slice(i + 1)] : result.deferred;
    results.push({ ...result, deferred });
    if (waits) break;
  }
  return results;
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
