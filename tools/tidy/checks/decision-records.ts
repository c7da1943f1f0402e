/** Decision records are numbered without gaps, short, and have the four parts. */

import type { Check } from "../check.ts";

const MAX_LINES = 80;
const PARTS = ["Context", "Options", "Decision", "Consequences"];

export const decisionRecords: Check = {
  name: "decisions",
  *run(repository) {
    const records = repository.paths.filter((path) => path.startsWith("docs/decisions/"));
    let expected = 0;
    for (const path of records) {
      if (path.endsWith("/README.md")) continue;
      const at = { file: path, line: 1 };
      expected++;
      const number = /\/(\d{4})-[a-z0-9-]+\.md$/.exec(path)?.[1];
      if (Number(number) !== expected) {
        const name = `${String(expected).padStart(4, "0")}-slug.md`;
        yield { ...at, what: "decision records count up by one", fix: `Name it ${name}` };
      }
      const text = repository.text(path);
      const lines = text.split("\n").length - 1;
      if (lines > MAX_LINES) {
        const fix = "Keep the reasons, move the detail to docs/";
        yield { file: path, line: MAX_LINES, what: `${lines} lines, at most ${MAX_LINES}`, fix };
      }
      for (const part of PARTS) {
        if (new RegExp(`^##+ ${part}\\b`, "m").test(text)) continue;
        yield { ...at, what: `no part “${part}”`, fix: `Add a heading “## ${part}”` };
      }
    }
  },
};
