import assert from "node:assert/strict";
import { needsDocstring, parseComplaints } from "./doc-lint.ts";

Deno.test("parseComplaints() reads rule, file and line of each complaint", () => {
  const report = "error[missing-jsdoc]: exported symbol is missing JSDoc documentation\n" +
    "   --> /a/b.ts:12:3\n    |\n 12 | export const x = 1;\n";
  assert.deepEqual(parseComplaints(report), [{
    rule: "missing-jsdoc",
    message: "exported symbol is missing JSDoc documentation",
    file: "/a/b.ts",
    line: 12,
  }]);
});

Deno.test("needsDocstring() asks declarations and methods, not fields or overrides", () => {
  assert.ok(needsDocstring("export const x = 1;"));
  assert.ok(needsDocstring("  async close(): Promise<void>;"));
  assert.ok(needsDocstring("  get<T>(path: string): T {"));
  assert.ok(!needsDocstring("  readonly id: string;"));
  assert.ok(!needsDocstring("  constructor(x: number) {"));
  assert.ok(!needsDocstring('  override readonly name = "X";'));
});
