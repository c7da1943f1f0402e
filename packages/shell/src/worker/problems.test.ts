import assert from "node:assert/strict";
import { problemsOfDiagnostics } from "./problems.ts";

Deno.test("problemsOfDiagnostics() keeps errors, with place, source line and fix", () => {
  const diagnostics = [
    {
      code: "TS2322",
      severity: "error",
      file: "/a.tsx",
      line: 3,
      column: 7,
      message: "Wrong type",
      fix: "Write 1",
      sourceLine: "const a: number = '';",
    },
    { code: "W", severity: "warning", message: "Hm" },
    "noise",
  ];
  assert.deepEqual(problemsOfDiagnostics(diagnostics), [{
    code: "TS2322",
    message: "Wrong type\nWrite 1",
    position: { path: "/a.tsx", line: 3, column: 7 },
    excerpt: "const a: number = '';",
  }]);
});

Deno.test("problemsOfDiagnostics() makes do with findings about no file", () => {
  assert.deepEqual(problemsOfDiagnostics([{ message: "No main module" }]), [
    { code: "error", message: "No main module" },
  ]);
});
