import assert from "node:assert/strict";
import { createCompiler } from "../compiler.ts";
import { readFileSync, writeFileSync } from "node:fs";
import { CATALOGUE } from "./catalogue.ts";
import { cataloguePage } from "./catalogue-page.ts";
import { type Diagnostic, formatDiagnostic, sortDiagnostics } from "./diagnostic.ts";

const base: Diagnostic = {
  code: "TS1",
  severity: "error",
  file: "/a.tsx",
  line: 2,
  column: 3,
  length: 4,
  message: "Wrong.",
  sourceLine: "\tx  name = 1;",
};

Deno.test("formatDiagnostic() shows place, frame and fix, keeping tabs aligned", () => {
  assert.equal(
    formatDiagnostic({ ...base, fix: "Write it right", related: "/b.ts:7" }),
    [
      "/a.tsx:2:3 error TS1: Wrong.",
      "  2 | \tx  name = 1;",
      "    | \t ^^^^",
      "  fix: Write it right",
      "  see: /b.ts:7",
    ].join("\n"),
  );
});

Deno.test("sortDiagnostics() lets the catalogue explain a place that TypeScript calls an error", () => {
  const own: Diagnostic = { ...base, code: "missing-path", severity: "warning", fix: "Use: a" };
  const other: Diagnostic = { ...base, line: 1, code: "TS9" };
  assert.deepEqual(sortDiagnostics([base, own, other]), [other, { ...own, severity: "error" }]);
});

Deno.test("CATALOGUE entries say what is wrong, what to write and why", () => {
  for (const [code, entry] of Object.entries(CATALOGUE)) {
    assert.match(code, /^[a-z]+(-[a-z]+)*$/);
    for (const text of [entry.message, entry.fix, entry.why]) assert.ok(text.length > 2, code);
  }
});

Deno.test("compile() points a diagnostic at line, column and length, with the line's text", () => {
  const { diagnostics } = createCompiler().compile({
    main: "/a.tsx",
    files: { "/a.tsx": 'const ok = 1;\nconst bad: number = "x";\nexport { ok, bad };\n' },
  });
  assert.deepEqual(
    diagnostics.map(({ code, line, column, length, sourceLine }) => ({
      code,
      line,
      column,
      length,
      sourceLine,
    })),
    [{ code: "TS2322", line: 2, column: 7, length: 3, sourceLine: 'const bad: number = "x";' }],
  );
});

Deno.test("cataloguePage() is what docs/diagnostics.md says", () => {
  const page = new URL("../../../../docs/diagnostics.md", import.meta.url);
  if (Deno.env.get("UPDATE_FIXTURES") === "1") writeFileSync(page, cataloguePage());
  assert.equal(readFileSync(page, "utf8"), cataloguePage());
});

Deno.test("compile() lets the branch that a cell rules out name that cell", () => {
  const { diagnostics } = createCompiler().compile({
    main: "/a.tsx",
    files: {
      "/a.tsx": `import { pattern, UI, type VNode, Writable } from "commonfabric";
export default pattern<{ draft: Writable<string> }, { [UI]: VNode }>((state) => {
  const open = new Writable(false);
  return {
    [UI]: (
      <div>
        {open ? <b>x</b> : <i onClick={() => open.set(true)}>show</i>}
        {!state.draft && <u onClick={() => state.draft.set("a")}>draft</u>}
        {open ? <b>x</b> : <i onClick={() => open.sett(true)}>show</i>}
      </div>
    ),
  };
});
`,
    },
  });
  assert.deepEqual(diagnostics.map(({ code, line, column }) => [code, line, column]), [
    ["TS2339", 9, 51],
  ]);
});
