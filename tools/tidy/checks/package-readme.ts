/** Each package has a README of at most a page, so that a visitor of the folder knows what it is. */

import type { Check } from "../check.ts";

const MAX_LINES = 100;

export const packageReadme: Check = {
  name: "package-readme",
  *run(repository) {
    for (const path of repository.paths) {
      const folder = /^packages\/[^/]+(?=\/deno\.json$)/.exec(path)?.[0];
      if (folder === undefined) continue;
      const readme = `${folder}/README.md`;
      if (!repository.has(readme)) {
        const fix = "Write what the package is, its main calls and one example";
        yield { file: readme, line: 1, what: `${folder} has no README.md`, fix };
        continue;
      }
      const lines = repository.text(readme).split("\n").length - 1;
      if (lines <= MAX_LINES) continue;
      const what = `${lines} lines, a page is at most ${MAX_LINES}`;
      yield { file: readme, line: MAX_LINES, what, fix: "Move the detail to docs/" };
    }
  },
};
