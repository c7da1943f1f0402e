/**
 * The compiler: a program's source in; modules, schemas and diagnostics out.
 *
 * Library files are parsed once per process, author files once per text, and the previous
 * TypeScript program is handed to the next, so that a second compilation pays for what changed. A
 * program that was compiled before is found by its content, in memory or on disk.
 */

import ts from "typescript";
import { type Json, sha256, toHex } from "@cf/utils";
import { Calls } from "./analysis/calls.ts";
import { Reactivity } from "./analysis/reactivity.ts";
import { checkProgram } from "./checks/check-program.ts";
import {
  type Diagnostic,
  diagnosticAt,
  fromTypeScript,
  sortDiagnostics,
} from "./diagnostics/diagnostic.ts";
import { explain } from "./diagnostics/typescript-findings.ts";
import { collectSchemas } from "./lowering/collected-schemas.ts";
import { lowerFiles } from "./lowering/transformer.ts";
import {
  BROWSER_OPTIONS,
  COMPILER_OPTIONS,
  createHost,
  SourceFileCache,
} from "./program/compiler-host.ts";
import { DiskCache } from "./program/disk-cache.ts";
import { isLibraryPath, Library } from "./program/library.ts";
import { resolvePath } from "./program/paths.ts";
import { createSchemaSource } from "./program/schema-source.ts";
import {
  type CompiledModule,
  type CompiledProgram,
  hashProgram,
  isModulePath,
  type SourceProgram,
} from "./program/source-program.ts";

/** Changes whenever the same source would compile to something else. */
const COMPILER_VERSION = "1";

/** What one compilation gives. */
export interface CompileResult {
  /**
   * The program, whenever code could be made, also beside errors of types: a host runs it only
   * if no diagnostic is an error, unless its user insists. Left out after syntax errors.
   */
  readonly program?: CompiledProgram;
  /** Sorted by file and position. */
  readonly diagnostics: readonly Diagnostic[];
  /** Schemas of the program's builders, as `path#name`, for people to look at. */
  readonly schemas: Readonly<Record<string, Json>>;
}

/** Settings of a compiler. */
export interface CompilerOptions {
  /** A folder for compiled programs, shared between processes. None: memory only. */
  readonly cacheFolder?: string;
  /** The folder of the type library behind "commonfabric". */
  readonly apiFolder?: string;
}

/** Compiles programs; keep one per process. */
export interface Compiler {
  /** Compiles a program. Throws only for bugs of the compiler. */
  compile(source: SourceProgram): CompileResult;
}

/**
 * Makes a compiler.
 *
 * @example
 * ```ts
 * import { createCompiler } from "@cf/ts-transformers";
 * const { diagnostics } = createCompiler().compile({
 *   main: "/main.ts",
 *   files: { "/main.ts": "export const answer: number = 42;" },
 * });
 * console.assert(diagnostics.length === 0);
 * ```
 */
export function createCompiler(options: CompilerOptions = {}): Compiler {
  const library = sharedLibrary(options.apiFolder ?? Library.defaultApiFolder);
  return new IncrementalCompiler(library, options.cacheFolder);
}

const libraries = new Map<string, Library>();

function sharedLibrary(apiFolder: string): Library {
  let library = libraries.get(apiFolder);
  if (library === undefined) libraries.set(apiFolder, library = new Library(apiFolder));
  return library;
}

/** How many results are kept in memory: a host compiles few programs again and again. */
const RECENT_MAX = 32;

class IncrementalCompiler implements Compiler {
  readonly #library: Library;
  readonly #files = new SourceFileCache();
  readonly #disk: DiskCache<CompileResult> | undefined;
  readonly #recent = new Map<string, CompileResult>();
  readonly #previous: { plain?: ts.Program; browser?: ts.Program } = {};

  constructor(library: Library, cacheFolder: string | undefined) {
    this.#library = library;
    if (cacheFolder !== undefined) {
      const version = toHex(sha256(`${COMPILER_VERSION}\0${library.fingerprint()}`));
      this.#disk = new DiskCache(cacheFolder, version);
    }
  }

  compile(source: SourceProgram): CompileResult {
    const hash = hashProgram(source);
    const known = this.#recent.get(hash) ?? this.#disk?.get(hash);
    const result = known ?? this.#compile(source, hash);
    if (known === undefined) this.#disk?.set(hash, result);
    this.#remember(hash, result);
    return result;
  }

  #remember(hash: string, result: CompileResult): void {
    this.#recent.delete(hash);
    this.#recent.set(hash, result);
    if (this.#recent.size <= RECENT_MAX) return;
    for (const oldest of this.#recent.keys()) return void this.#recent.delete(oldest);
  }

  /** Without the types of a browser first: they are big, and hardly a pattern names one. */
  #compile(source: SourceProgram, hash: string): CompileResult {
    const plain = new Compilation(this.#program(source, "plain"), source, hash);
    const unknown = plain.unknownNames();
    const compilation = unknown.length === 0
      ? plain
      : new Compilation(this.#program(source, "browser"), source, hash, unknown);
    const result = compilation.run();
    this.#files.prune(new Set(Object.keys(source.files)));
    return result;
  }

  #program(source: SourceProgram, kind: "plain" | "browser"): ts.Program {
    const browser = kind === "browser";
    const previous = this.#previous[kind];
    const program = ts.createProgram({
      rootNames: [
        ...this.#library.globalPaths(browser),
        ...Object.keys(source.files).filter(isModulePath),
      ],
      options: browser ? BROWSER_OPTIONS : COMPILER_OPTIONS,
      host: createHost(source, this.#library, this.#files),
      ...(previous === undefined ? {} : { oldProgram: previous }),
    });
    this.#previous[kind] = program;
    return program;
  }
}

/** TypeScript's codes for a name that nothing declares. */
const UNKNOWN_NAME = new Set([2304, 2503, 2552, 2580, 2581, 2582, 2583, 2584, 2585, 2591, 2592]);

/** One compilation of one TypeScript program. */
class Compilation {
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
      return { diagnostics: sortDiagnostics(syntax.map(fromTypeScript)), schemas: {} };
    }
    for (const file of files) {
      this.#diagnostics.push(...this.#program.getSemanticDiagnostics(file).map(explain));
    }
    for (const finding of this.#browserNames) this.#reportBrowserName(finding);
    const schemas = this.#emit(files);
    const data = Object.fromEntries(
      Object.entries(this.#source.files).filter(([path]) => !isModulePath(path)),
    );
    return {
      program: { hash: this.#hash, main: this.#source.main, modules: this.#modules, data },
      diagnostics: sortDiagnostics(this.#diagnostics),
      schemas,
    };
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
    const place = fromTypeScript(finding);
    const stillUnknown = this.#diagnostics.some((other) =>
      other.file === place.file && other.line === place.line && other.column === place.column
    );
    if (!stillUnknown) this.#diagnostics.push(diagnosticAt("host-global", node, [node.text]));
  }

  #emit(files: readonly ts.SourceFile[]): Record<string, Json> {
    const checker = this.#program.getTypeChecker();
    const calls = new Calls(checker);
    const reactivity = new Reactivity(checker, calls);
    const report = (diagnostic: Diagnostic) => void this.#diagnostics.push(diagnostic);
    const schemaSource = createSchemaSource(checker, (problem, at) => {
      report(diagnosticAt(problem.code, at, [problem.message]));
    });
    const collected = collectSchemas();
    const transformer = lowerFiles({
      checker,
      calls,
      reactivity,
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
    checkProgram({ checker, calls, reactivity, report }, files);
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
 * HTML comments and import expressions. Emitted code has none, but literals may; there an escape
 * means the same.
 */
function acceptable(code: string): string {
  return code
    .replace(/<!--/g, "\\u003c!--")
    .replace(/-->/g, "--\\u003e")
    .replace(/\bimport(?=\s*(?:\(|\/[/*]))/g, "\\u0069mport");
}

function nodeAt(file: ts.SourceFile, start: number): ts.Node | undefined {
  const find = (node: ts.Node): ts.Node | undefined => {
    if (start < node.pos || start >= node.end) return undefined;
    return ts.forEachChild(node, find) ?? (node.getStart(file) === start ? node : undefined);
  };
  return find(file);
}

function isTypePosition(node: ts.Node): boolean {
  for (let at: ts.Node = node; !ts.isStatement(at); at = at.parent) {
    if (ts.isTypeNode(at)) return true;
  }
  return ts.isInterfaceDeclaration(node.parent) || ts.isTypeAliasDeclaration(node.parent);
}
