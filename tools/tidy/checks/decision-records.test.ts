import assert from "node:assert/strict";
import { findingsOf } from "../testing/findings-of.ts";
import { decisionRecords } from "./decision-records.ts";

const WHOLE = "# T\n\n## Context\n\n## Options\n\n## Decision\n\n## Consequences\n";

Deno.test("decisionRecords takes records numbered from 0001", () => {
  const files = { "docs/decisions/0001-a.md": WHOLE, "docs/decisions/0002-b.md": WHOLE };
  assert.deepEqual(findingsOf(decisionRecords, files), []);
});

Deno.test("decisionRecords finds a gap, a missing part and too many lines", () => {
  const files = {
    "docs/decisions/0001-a.md": WHOLE + "\n".repeat(72),
    "docs/decisions/0003-b.md": WHOLE.replace("## Options", "Options"),
  };
  assert.deepEqual(findingsOf(decisionRecords, files), [
    "docs/decisions/0001-a.md:80 81 lines, at most 80",
    "docs/decisions/0003-b.md:1 decision records count up by one",
    "docs/decisions/0003-b.md:1 no part “Options”",
  ]);
});
