/** Type-checks small programs for tests and finds their exported types. */

import ts from "typescript";
import { type JSONSchema, type SchemaDiagnostic, typeToSchema } from "../mod.ts";

const API = new URL("../../api/", import.meta.url).pathname;

const OPTIONS: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  allowImportingTsExtensions: true,
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ["lib.esnext.d.ts", "lib.dom.d.ts"],
  types: [],
  paths: { "commonfabric": [`${API}mod.ts`], "commonfabric/schema": [`${API}schema.ts`] },
};

const parsed = new Map<string, ts.SourceFile | undefined>();

/** Makes a program of files on disk and of `texts`, which are given by path. */
export function programOf(
  files: readonly string[],
  texts: ReadonlyMap<string, string> = new Map(),
): ts.Program {
  const host = ts.createCompilerHost(OPTIONS);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, options, ...rest) => {
    const text = texts.get(name);
    if (text !== undefined) return ts.createSourceFile(name, text, options, true);
    if (!parsed.has(name)) parsed.set(name, read(name, options, ...rest));
    return parsed.get(name);
  };
  const exists = host.fileExists.bind(host);
  host.directoryExists = () => true;
  host.fileExists = (name) => texts.has(name) || exists(name);
  return ts.createProgram([...files, ...texts.keys()], OPTIONS, host);
}

/** What the checker finds wrong, as text. */
export function errorsOf(program: ts.Program, file: string): string[] {
  return program.getSemanticDiagnostics(program.getSourceFile(file)).map((diagnostic) =>
    `${file}: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n")}`
  );
}

/** The schema of what the alias `name` in `file` stands for. */
export function schemaOf(
  program: ts.Program,
  file: string,
  options: { name?: string; diagnostics?: SchemaDiagnostic[]; withoutNode?: boolean } = {},
): JSONSchema {
  const name = options.name ?? "Root";
  const checker = program.getTypeChecker();
  const alias = program.getSourceFile(file)?.statements.find((statement) =>
    ts.isTypeAliasDeclaration(statement) && statement.name.text === name
  );
  if (alias === undefined || !ts.isTypeAliasDeclaration(alias)) {
    throw new TypeError(`Cannot test ${file}: it declares no alias ${name}`);
  }
  return typeToSchema(checker.getTypeFromTypeNode(alias.type), {
    checker,
    ...(!options.withoutNode && { node: alias.type }),
    ...(options.diagnostics && { diagnostics: options.diagnostics }),
  });
}
