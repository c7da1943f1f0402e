/** One compilation of one TypeScript program: check it, lower it, emit it, say what was found. */

import ts from "typescript";
import type { Json } from "@cf/utils";
import { Calls } from "./analysis/calls.ts";
import { Effects } from "./analysis/effects.ts";
import { Reactivity } from "./analysis/reactivity.ts";
import { hostGlobalAt, isAskedFor } from "./checks/absent-globals.ts";
import { checkProgram } from "./checks/check-program.ts";
import { withoutConsequences } from "./diagnostics/circular-patterns.ts";
import {
  type Diagnostic,
  diagnosticAt,
  fromTypeScript,
  keepsFromRunning,
  sortDiagnostics,
} from "./diagnostics/diagnostic.ts";
import { asksForOptional } from "./diagnostics/optional-functions.ts";
import { explain, isOfCellRuledOut } from "./diagnostics/typescript-findings.ts";
import { collectSchemas } from "./lowering/collected-schemas.ts";
import { lowerFiles } from "./lowering/transformer.ts";
import { isApiModule, isLibraryPath } from "./program/library.ts";
import { resolvePath } from "./program/paths.ts";
import { createSchemaSource } from "./program/schema-source.ts";
import {
  type CompiledModule,
  type CompiledProgram,
  isModulePath,
  type SourceProgram,
} from "./program/source-program.ts";

/** What one compilation gives. */
export interface CompileResult {
  /**
   * The program, whenever code could be made, also beside errors: a host runs it unless
   * `keepsFromRunning` says otherwise of a diagnostic. Left out after syntax errors.
   */
  readonly program?: CompiledProgram;
  /** Whether a host runs it: there is a program, and nothing of what was found keeps it from running. */
  readonly runs: boolean;
  /** Sorted by file and position. */
  readonly diagnostics: readonly Diagnostic[];
  /** Schemas of the program's builders, as `path#name`, for people to look at. */
  readonly schemas: Readonly<Record<string, Json>>;
}

/** TypeScript's codes for a name that nothing declares. */
const UNKNOWN_NAME = new Set([2304, 2503, 2552, 2580, 2581, 2582, 2583, 2584, 2585, 2591, 2592]);

/** Checks and emits a TypeScript program once. */
export class Compilation {
  readonly #program: ts.Program;
  readonly #source: SourceProgram;
  readonly #hash: string;
  readonly #browserNames: readonly ts.Diagnostic[];
  readonly #diagnostics: Diagnostic[] = [];
  readonly #modules: Record<string, CompiledModule> = {};

  constructor(
    program: ts.Program,
    source: SourceProgram,
    hash: string,
    /** Names that are known only with the types of a browser. */
    browserNames: readonly ts.Diagnostic[] = [],
  ) {
    this.#program = program;
    this.#source = source;
    this.#hash = hash;
    this.#browserNames = browserNames;
  }

  /** Findings about names that nothing declares, unless the syntax is wrong anyway. */
  unknownNames(): readonly ts.Diagnostic[] {
    const files = this.#files();
    if (files.some((file) => this.#program.getSyntacticDiagnostics(file).length > 0)) return [];
    return files.flatMap((file) => this.#program.getSemanticDiagnostics(file))
      .filter((finding) => UNKNOWN_NAME.has(finding.code));
  }

  run(): CompileResult {
    const files = this.#files();
    const syntax = files.flatMap((file) => this.#program.getSyntacticDiagnostics(file));
    if (syntax.length > 0) {
      return {
        runs: false,
        diagnostics: sortDiagnostics(syntax.map((finding) => fromTypeScript(finding))),
        schemas: {},
      };
    }
    for (const file of files) {
      const findings = withoutConsequences(this.#program.getSemanticDiagnostics(file))
        .filter((finding) =>
          !isOfCellRuledOut(finding, this.#program.getTypeChecker()) &&
          !asksForOptional(finding, this.#program.getTypeChecker()) && !asksForName(finding)
        );
      const known = {
        checker: this.#program.getTypeChecker(),
        isExported: (name: string) => this.#exports(name),
      };
      this.#diagnostics.push(...findings.map((finding) => explain(finding, known)));
    }
    for (const finding of this.#browserNames) this.#reportBrowserName(finding);
    const schemas = this.#emit(files);
    const data = Object.fromEntries(
      Object.entries(this.#source.files).filter(([path]) => !isModulePath(path)),
    );
    return {
      program: { hash: this.#hash, main: this.#source.main, modules: this.#modules, data },
      runs: !this.#diagnostics.some(keepsFromRunning),
      diagnostics: sortDiagnostics(this.#diagnostics),
      schemas,
    };
  }

  /** Whether `commonfabric` exports a name, for the author who has not imported it. */
  #exports(name: string): boolean {
    const library = this.#program.getSourceFiles().find(({ fileName }) => isApiModule(fileName));
    const checker = this.#program.getTypeChecker();
    const symbol = library === undefined ? undefined : checker.getSymbolAtLocation(library);
    return symbol !== undefined &&
      checker.getExportsOfModule(symbol).some((exported) => exported.name === name);
  }

  #files(): readonly ts.SourceFile[] {
    return this.#program.getSourceFiles().filter((file) => !isLibraryPath(file.fileName));
  }

  /** A name that only browsers have, where it is used as a value. */
  #reportBrowserName(finding: ts.Diagnostic): void {
    const { file, start } = finding;
    if (file === undefined || start === undefined) return;
    const node = nodeAt(file, start);
    if (node === undefined || !ts.isIdentifier(node) || isTypePosition(node)) return;
    if (isAskedFor(node)) return;
    const place = fromTypeScript(finding);
    const stillUnknown = this.#diagnostics.some((other) =>
      other.file === place.file && other.line === place.line && other.column === place.column
    );
    if (!stillUnknown) this.#diagnostics.push(hostGlobalAt(node));
  }

  #emit(files: readonly ts.SourceFile[]): Record<string, Json> {
    const checker = this.#program.getTypeChecker();
    const calls = new Calls(checker);
    const reactivity = new Reactivity(checker, calls);
    const effects = new Effects(checker, calls);
    const report = (diagnostic: Diagnostic) => void this.#diagnostics.push(diagnostic);
    const schemaSource = createSchemaSource(checker, (problem, at) => {
      report(diagnosticAt(problem.code, at, [problem.message]));
    });
    const collected = collectSchemas();
    const transformer = lowerFiles({
      checker,
      calls,
      reactivity,
      effects,
      schemaSource,
      collected,
      dataPath: (call) => this.#dataPath(call, report),
      report,
    });
    for (const file of files) {
      this.#program.emit(
        file,
        (path, text) => this.#keep(file.fileName, path, text),
        undefined,
        false,
        {
          before: [transformer],
        },
      );
    }
    checkProgram({ checker, calls, reactivity, schemas: schemaSource, report }, files);
    return collected.all();
  }

  #keep(file: string, path: string, text: string): void {
    const known = this.#modules[file] ?? { code: "", map: "" };
    if (path.endsWith(".map")) {
      const map = JSON.parse(text) as { sources: string[]; file: string };
      this.#modules[file] = { ...known, map: JSON.stringify({ ...map, file, sources: [file] }) };
      return;
    }
    const code = text.replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n");
    this.#modules[file] = { ...known, code: acceptable(code) };
  }

  #dataPath(call: ts.CallExpression, report: (diagnostic: Diagnostic) => void) {
    const argument = call.arguments[0];
    if (argument === undefined || !ts.isStringLiteralLike(argument)) {
      report(diagnosticAt("dynamic-data-file", call));
      return undefined;
    }
    const path = resolvePath(call.getSourceFile().fileName, argument.text);
    if (!Object.hasOwn(this.#source.files, path)) {
      report(diagnosticAt("missing-data-file", argument, [argument.text, path]));
    }
    return path;
  }
}

/**
 * The same code without the character sequences for which a hardened compartment refuses a text:
 * HTML comments, import expressions and calls of `eval`. Emitted code has none, but literals may;
 * there an escape means the same.
 */
function acceptable(code: string): string {
  return code
    .replace(/<!--/g, "\\u003c!--")
    .replace(/-->/g, "--\\u003e")
    .replace(/(?<![.\w$])eval(?=\s*\()/g, "\\u0065val")
    .replace(/\bimport(?=\s*(?:\(|\/[/*]))/g, "\\u0069mport");
}

function nodeAt(file: ts.SourceFile, start: number): ts.Node | undefined {
  const find = (node: ts.Node): ts.Node | undefined => {
    if (start < node.pos || start >= node.end) return undefined;
    return ts.forEachChild(node, find) ?? (node.getStart(file) === start ? node : undefined);
  };
  return find(file);
}

/** `typeof window` is how a program asks whether the name is there. */
function asksForName({ code, file, start }: ts.Diagnostic): boolean {
  if (!UNKNOWN_NAME.has(code) || file === undefined || start === undefined) return false;
  const node = nodeAt(file, start);
  return node !== undefined && ts.isIdentifier(node) && isAskedFor(node);
}

function isTypePosition(node: ts.Node): boolean {
  for (let at: ts.Node = node; !ts.isStatement(at); at = at.parent) {
    if (ts.isTypeNode(at)) return true;
  }
  return ts.isInterfaceDeclaration(node.parent) || ts.isTypeAliasDeclaration(node.parent);
}
