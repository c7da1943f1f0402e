/** Every export says what it is and shows it: editors show these texts to authors. */

import assert from "node:assert/strict";
import ts from "typescript";

const MODULES = ["mod.ts", "schema.ts"].map((name) =>
  new URL(`../${name}`, import.meta.url).pathname
);

/** The text of the `@example`s of a symbol, without their fences. */
function examplesOf(symbol: ts.Symbol): string[] {
  return symbol.getJsDocTags()
    .filter((tag) => tag.name === "example")
    .map((tag) => ts.displayPartsToString(tag.text).replace(/^```\w+\n|\n```$/g, ""));
}

function syntaxErrors(code: string): string[] {
  const options = {
    jsx: ts.JsxEmit.Preserve,
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
  };
  const { diagnostics } = ts.transpileModule(`async () => {${code}\n}`, {
    fileName: "example.tsx",
    reportDiagnostics: true,
    compilerOptions: options,
  });
  return (diagnostics ?? []).map((each) => ts.flattenDiagnosticMessageText(each.messageText, "\n"));
}

Deno.test("every export of commonfabric has a description and an example that parses", () => {
  const program = ts.createProgram(MODULES, { allowImportingTsExtensions: true, noEmit: true });
  const checker = program.getTypeChecker();
  const problems: string[] = [];
  for (const path of MODULES) {
    const file = checker.getSymbolAtLocation(program.getSourceFile(path)!)!;
    for (const exported of checker.getExportsOfModule(file)) {
      const symbol = exported.flags & ts.SymbolFlags.Alias
        ? checker.getAliasedSymbol(exported)
        : exported;
      const text = ts.displayPartsToString(symbol.getDocumentationComment(checker));
      const examples = examplesOf(symbol);
      if (text === "") problems.push(`${exported.name}: no description`);
      if (examples.length === 0) problems.push(`${exported.name}: no example`);
      for (const example of examples) {
        const code = /^(export|import) /m.test(example)
          ? example.replaceAll(/^export (default )?/gm, "").replaceAll(/^import .*$/gm, "")
          : example;
        for (const error of syntaxErrors(code)) problems.push(`${exported.name}: ${error}`);
      }
    }
  }
  assert.deepEqual(problems, []);
});
