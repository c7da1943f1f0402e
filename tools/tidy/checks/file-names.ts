/** File and folder names are kebab-case and say what they hold. */

import type { Check } from "../check.ts";

const KEBAB = /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
/** Names that other programs expect as they are. */
const GIVEN = /^(README|LICENSE|CONTRIBUTING|SECURITY|CHANGELOG)(\.md)?$|^Dockerfile$/;
/** Names that do not say what is inside. */
const EMPTY = /^(helpers?|managers?|misc|utils?2|common|stuff|v\d+)$|-(helpers?|managers?|v\d+)$/;

export const fileNames: Check = {
  name: "file-names",
  *run(repository) {
    for (const path of repository.paths) {
      if (/(^|\/)fixtures\//.test(path)) continue;
      for (const part of path.split("/")) {
        const stem = part.replace(/\..*$/, "");
        if (!KEBAB.test(part) && !GIVEN.test(part)) {
          yield { file: path, line: 1, what: `${part} is not kebab-case`, fix: "Rename it" };
        } else if (EMPTY.test(stem)) {
          const fix = "Name it after the one thing in it";
          yield { file: path, line: 1, what: `${part} does not say what it holds`, fix };
        }
      }
    }
  },
};
