/**
 * Golden cases: `fixtures/<case>/input.tsx` with what it compiles to and what is said about it.
 * `UPDATE_FIXTURES=1` writes the expectations anew; read the difference before committing it.
 */

import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { formatDiagnostic, loadProgram } from "../mod.ts";
import { testCompiler } from "./support/run-case.ts";

const root = fileURLToPath(new URL("./fixtures", import.meta.url));

for (const name of readdirSync(root).sort()) {
  Deno.test(`compile() fixture ${name}`, () => {
    const folder = join(root, name);
    const { program, diagnostics } = testCompiler().compile(
      loadProgram(join(folder, "input.tsx")),
    );
    const code = program?.modules[program.main]?.code ?? "";
    expect(join(folder, "expected.js"), code);
    expect(
      join(folder, "diagnostics.txt"),
      diagnostics.map((diagnostic) => formatDiagnostic(diagnostic) + "\n").join(""),
    );
  });
}

function expect(path: string, actual: string): void {
  if (Deno.env.get("UPDATE_FIXTURES") === "1") return writeFileSync(path, actual);
  assert.equal(actual, readFileSync(path, "utf8"));
}
