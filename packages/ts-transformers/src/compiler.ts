/**
 * The compiler: a program's source in; modules, schemas and diagnostics out.
 *
 * Library files are parsed once per process, author files once per text, and the previous
 * TypeScript program is handed to the next, so that a second compilation pays for what changed. A
 * program that was compiled before is found by its content, in memory or on disk.
 */

import ts from "typescript";
import { sha256, toHex } from "@cf/utils";
import { Compilation, type CompileResult } from "./compilation.ts";
import {
  BROWSER_OPTIONS,
  COMPILER_OPTIONS,
  createHost,
  SourceFileCache,
} from "./program/compiler-host.ts";
import { DiskCache } from "./program/disk-cache.ts";
import { compilerText } from "./program/folder-text.ts";
import { Library } from "./program/library.ts";
import { hashProgram, isModulePath, type SourceProgram } from "./program/source-program.ts";

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
      const version = toHex(sha256(`${compilerText()}\0${library.fingerprint()}`));
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
