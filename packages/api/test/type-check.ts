/** Type-checks one author's program against these types, as the compiler and an editor do. */

import ts from "typescript";

const API = new URL("../", import.meta.url).pathname;

/** One finding: where it is, counted from 1, and what the checker says. */
export interface Finding {
  readonly line: number;
  readonly code: number;
  readonly text: string;
}

/** The options that this package promises to work under. */
const STRICT: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  allowImportingTsExtensions: true,
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ["lib.esnext.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
  types: [],
  paths: {
    "commonfabric": [`${API}mod.ts`],
    "commonfabric/schema": [`${API}schema.ts`],
    "commonfabric/jsx-runtime": [`${API}jsx-runtime.ts`],
  },
};

/** The automatic runtime: no name in scope is needed. */
export const AUTOMATIC: ts.CompilerOptions = {
  ...STRICT,
  jsx: ts.JsxEmit.ReactJSX,
  jsxImportSource: "commonfabric",
};

/** The classic runtime with `h` in scope from an import or from `jsx-global.ts`. */
export const CLASSIC: ts.CompilerOptions = {
  ...STRICT,
  jsx: ts.JsxEmit.React,
  jsxFactory: "h",
  jsxFragmentFactory: "Fragment",
};

const sources = new Map<string, ts.SourceFile | undefined>();

/** Checks the files together and returns each one's findings by file name. */
export function typeCheck(
  files: readonly string[],
  options: ts.CompilerOptions,
): Map<string, Finding[]> {
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, ...rest) => {
    if (!sources.has(name)) sources.set(name, read(name, ...rest));
    return sources.get(name);
  };
  const program = ts.createProgram([...files], options, host);
  const findings = new Map<string, Finding[]>(files.map((file) => [file, []]));
  for (const diagnostic of ts.getPreEmitDiagnostics(program)) {
    const file = diagnostic.file?.fileName ?? "";
    const start = diagnostic.file?.getLineAndCharacterOfPosition(diagnostic.start ?? 0);
    const found: Finding = {
      line: (start?.line ?? -1) + 1,
      code: diagnostic.code,
      text: ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n"),
    };
    findings.set(file, [...(findings.get(file) ?? []), found]);
  }
  return findings;
}
