/** A function fits on a screen: at most 70 lines of its own, functions inside it left out. */

import type { Check } from "../check.ts";

const MAX_LINES = 70;

export const functionLength: Check = {
  name: "function-length",
  *run(repository) {
    for (const path of repository.modulePaths) {
      if (path.startsWith("patterns/")) continue;
      for (const { name, line, ownLines } of repository.module(path).functions) {
        if (ownLines <= MAX_LINES) continue;
        const what = `${name} has ${ownLines} lines of its own, at most ${MAX_LINES}`;
        yield { file: path, line, what, fix: "Branch in the parent, work in the leaves" };
      }
    }
  },
};
