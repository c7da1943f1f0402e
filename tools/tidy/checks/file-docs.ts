/** The first lines of each file say why it exists; a test's name and symbol say that for it. */

import type { Check } from "../check.ts";

export const fileDocs: Check = {
  name: "file-docs",
  *run(repository) {
    for (const path of repository.modulePaths) {
      if (/\.test\.tsx?$/.test(path)) continue;
      const text = repository.text(path).replace(/^#!.*\n/, "");
      const first = text.split("\n", 1)[0]!.replace(/^\/\/\s*deno-lint-ignore.*$/, "");
      if (/^(\/\*\*|\/\/ \S)/.test(first) || opensAfterDirectives(text)) continue;
      const fix = "Open it with a /** … */ sentence that says why the file exists";
      yield { file: path, line: 1, what: "no opening comment", fix };
    }
  },
};

/** Lint directives and JSX pragmas may stand above the opening comment. */
function opensAfterDirectives(text: string): boolean {
  const rest = text.replace(/^(\/\/ deno-\S+.*\n|\/\*\* @jsx\w* .*\*\/\n|\s*\n)*/, "");
  return /^(\/\*\*|\/\/ \S)/.test(rest);
}
