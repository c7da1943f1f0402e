/** Every export that authors have is used by a program of `patterns/`. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Module names of authors, and the files behind them. */
const MODULES = {
  "commonfabric": "packages/api/mod.ts",
  "commonfabric/schema": "packages/api/schema.ts",
} as const;

/** The names that a module exports, values and types, as the compiler sees them. */
function exportsOf(path: string): string[] {
  const file = join(ROOT, path);
  const program = ts.createProgram([file], {
    allowImportingTsExtensions: true,
    noEmit: true,
    noLib: true,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
  });
  const checker = program.getTypeChecker();
  const symbol = checker.getSymbolAtLocation(program.getSourceFile(file)!)!;
  return checker.getExportsOfModule(symbol).map(({ name }) => name);
}

/** The names that a program imports from a module and then says at least once. */
function usedNames(path: string): string[] {
  const text = readFileSync(path, "utf8");
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const imported = new Map<string, string>();
  for (const statement of file.statements) {
    if (!ts.isImportDeclaration(statement)) continue;
    const from = (statement.moduleSpecifier as ts.StringLiteral).text;
    const bindings = statement.importClause?.namedBindings;
    if (!(from in MODULES) || bindings === undefined || !ts.isNamedImports(bindings)) continue;
    for (const { name, propertyName } of bindings.elements) {
      imported.set(name.text, `${from} ${(propertyName ?? name).text}`);
    }
  }
  const used = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) return;
    if (ts.isIdentifier(node)) {
      const name = imported.get(node.text);
      if (name !== undefined) used.add(name);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return [...used];
}

Deno.test("each export of commonfabric is used by a program of patterns/", () => {
  const folder = join(ROOT, "patterns");
  const programs = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.tsx?$/.test(path));
  const used = new Set(programs.flatMap((path) => usedNames(join(folder, path))));
  const exported = Object.entries(MODULES).flatMap(([module, path]) =>
    exportsOf(path).map((name) => `${module} ${name}`)
  );
  assert.ok(exported.length > 120 && used.size > 50, "exports and uses are found");
  assert.deepEqual(exported.filter((name) => !used.has(name)).sort(), []);
});
