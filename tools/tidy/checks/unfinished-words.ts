/**
 * Text is about the code as it is: no marks of unfinished work, no history, no plans or tickets, no
 * documents that the reader does not have.
 */

import type { Check } from "../check.ts";
import { isFixture, lineAt } from "../repository.ts";

const FINISH = "Finish it, or say in the present tense what is and why";
const PRESENT = "Say what is, never what was or will be";

/** A forbidden wording, and what to do instead. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/\b(TODO|FIXME|XXX|HACK)\b/g, FINISH],
  [/\bnot (yet )?implemented\b/gi, FINISH],
  [/\b(coming soon|in a later (step|version|phase))\b/gi, FINISH],
  [/\b(phase|milestone|sprint|iteration) (one|two|three|\d+)\b/gi, PRESENT],
  [/\b(issue|ticket|pull request) #?\d+\b/gi, PRESENT],
  [/\b(formerly|in the past|was renamed|has been renamed|refactored|rewritten from)\b/gi, PRESENT],
  [/\b(old|new|earlier|previous|first) (implementation|design|approach|architecture)\b/gi, PRESENT],
  [/\bfor now\b/gi, PRESENT],
  [/\bhouse[- ]style\b|\bshared\/design\b/gi, "Say it here, or name a page under docs/"],
];

export const unfinishedWords: Check = {
  name: "words",
  *run(repository) {
    for (const path of repository.paths) {
      if (isFixture(path) || /\.(lock|json|svg|csv)$/.test(path)) continue;
      if (path.startsWith("tools/tidy/checks/unfinished-words")) continue;
      const text = repository.text(path);
      for (const [pattern, fix] of WORDS) {
        for (const match of text.matchAll(pattern)) {
          yield { file: path, line: lineAt(text, match.index), what: `“${match[0]}”`, fix };
        }
      }
    }
  },
};
