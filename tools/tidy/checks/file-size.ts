/**
 * A file has one job: past 300 lines it gets a warning, past 500 it needs an entry here. An entry
 * holds the file's present length and can only be lowered or removed.
 */

import type { Check } from "../check.ts";

const WARN_LINES = 300;
const MAX_LINES = 500;

/** Files allowed past the limit: their length, and the reason that they are one job. */
export const OVERSIZED: Readonly<Record<string, { lines: number; reason: string }>> = {};

/** The check over an allow-list; tests pass one of their own. */
export function fileSize(allowed: typeof OVERSIZED): Check {
  return {
    name: "file-size",
    *run(repository) {
      for (const path of Object.keys(allowed)) {
        if (repository.has(path)) continue;
        const file = "tools/tidy/checks/file-size.ts";
        yield { file, line: 1, what: `${path} is gone`, fix: "Remove its entry from OVERSIZED" };
      }
      for (const path of repository.modulePaths) {
        const lines = countLines(repository.text(path));
        const limit = allowed[path]?.lines ?? MAX_LINES;
        if (lines > limit) {
          const fix = "Split it by job into files named after each";
          yield { file: path, line: limit, what: `${lines} lines, at most ${limit}`, fix };
        } else if (allowed[path] !== undefined && lines < limit) {
          const file = "tools/tidy/checks/file-size.ts";
          const fix = lines > MAX_LINES ? `Lower its entry to ${lines}` : "Remove its entry";
          yield { file, line: 1, what: `${path} shrank to ${lines} lines`, fix };
        } else if (lines > WARN_LINES && allowed[path] === undefined) {
          const fix = "See whether it has more than one job";
          const what = `${lines} lines, normally at most ${WARN_LINES}`;
          yield { file: path, line: WARN_LINES, what, fix, warning: true };
        }
      }
    },
  };
}

function countLines(text: string): number {
  return text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
}
