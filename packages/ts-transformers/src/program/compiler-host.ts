/** A TypeScript compiler host over one program in memory and the shared libraries. */

import ts from "typescript";
import { isLibraryPath, type Library } from "./library.ts";
import { isRelative, resolveImport } from "./paths.ts";
import type { SourceProgram } from "./source-program.ts";

/** How every pattern is compiled. JSX is kept for the transformer, which lowers it itself. */
export const COMPILER_OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.CommonJS,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  ignoreDeprecations: "6.0",
  lib: ["lib.es2025.d.ts", "lib.esnext.disposable.d.ts"],
  types: [],
  strict: true,
  jsx: ts.JsxEmit.Preserve,
  allowImportingTsExtensions: true,
  noEmitOnError: false,
  esModuleInterop: false,
  isolatedModules: false,
  skipLibCheck: true,
  sourceMap: true,
  // Comments could hold what a hardened compartment refuses to evaluate; source maps show them.
  removeComments: true,
  newLine: ts.NewLineKind.LineFeed,
};

/** The same with the types of a browser, for programs that name some. */
export const BROWSER_OPTIONS: ts.CompilerOptions = {
  ...COMPILER_OPTIONS,
  lib: [...COMPILER_OPTIONS.lib!, "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
};

/** Source files kept between programs, by path; a file is parsed again when its text changed. */
export class SourceFileCache {
  readonly #files = new Map<string, { text: string; file: ts.SourceFile }>();

  /** The parsed file for this text. */
  get(path: string, text: string, options: ts.CreateSourceFileOptions): ts.SourceFile {
    const known = this.#files.get(path);
    if (known !== undefined && known.text === text) return known.file;
    const file = ts.createSourceFile(path, text, options, true);
    this.#files.set(path, { text, file });
    return file;
  }

  /** Forgets the files that `keep` does not name, so that the cache stays as big as one program. */
  prune(keep: ReadonlySet<string>): void {
    for (const path of this.#files.keys()) if (!keep.has(path)) this.#files.delete(path);
  }
}

/** The host for one program. It writes nothing: emit goes to a callback. */
export function createHost(
  source: SourceProgram,
  library: Library,
  cache: SourceFileCache,
): ts.CompilerHost {
  const exists = (path: string) => Object.hasOwn(source.files, path);
  return {
    getSourceFile(path, languageVersionOrOptions) {
      const options = typeof languageVersionOrOptions === "object"
        ? languageVersionOrOptions
        : { languageVersion: languageVersionOrOptions };
      if (isLibraryPath(path)) return library.sourceFile(path, options);
      const text = source.files[path];
      return text === undefined ? undefined : cache.get(path, text, options);
    },
    getDefaultLibFileName: () => library.defaultLibPath + "lib.d.ts",
    getDefaultLibLocation: () => library.defaultLibPath,
    getCurrentDirectory: () => "/",
    getCanonicalFileName: (path) => path,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    fileExists: (path) => isLibraryPath(path) ? library.has(path) : exists(path),
    readFile: (path) => source.files[path],
    directoryExists: () => true,
    getDirectories: () => [],
    writeFile: () => {},
    resolveModuleNameLiterals: (literals, from) =>
      literals.map((literal) => ({
        resolvedModule: resolveModule(literal.text, from, library, exists),
      })),
  };
}

function resolveModule(
  specifier: string,
  from: string,
  library: Library,
  exists: (path: string) => boolean,
): ts.ResolvedModuleFull | undefined {
  const path = library.resolve(from, specifier) ??
    (isRelative(specifier) ? resolveImport(from, specifier, exists) : undefined);
  if (path === undefined) return undefined;
  const extension = /\.d\.ts$/.test(path) ? ".d.ts" : path.slice(path.lastIndexOf("."));
  return { resolvedFileName: path, extension, isExternalLibraryImport: false };
}
