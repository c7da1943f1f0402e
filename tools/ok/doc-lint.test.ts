import assert from "node:assert/strict";
import { parseModule } from "../tidy/parsed-module.ts";
import { hidesType, needsDocstring, parseComplaints } from "./doc-lint.ts";

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
  assert.ok(!needsDocstring("  get id(): string {"));
  assert.ok(!needsDocstring("  constructor(x: number) {"));
  assert.ok(!needsDocstring('  override readonly name = "X";'));
});

Deno.test("hidesType() lets a signature name what its file exports or imports", () => {
  const module = parseModule(
    "a.ts",
    `import type { B } from "./b.ts";\nexport type A = B;\ntype C = A;`,
  );
  const message = (name: string) => `public type 'X' references private type '${name}'`;
  assert.deepEqual(["A", "B", "C"].map((name) => hidesType(message(name), module)), [
    false,
    false,
    true,
  ]);
});
