/** The two shapes of a program that cross a package border, as `docs/compiled-modules.md` says. */

import { canonicalJson, sha256, toHex } from "@cf/utils";

/** Source text by path. Paths start with "/"; `main` is one of them. */
export interface SourceProgram {
  /** The path of the module whose default export is run. */
  readonly main: string;
  /** Modules and data files, text by path. */
  readonly files: Readonly<Record<string, string>>;
}

/** One compiled module: the body of `(require, exports, module) => { … }` and its source map. */
export interface CompiledModule {
  /** CommonJS code. */
  readonly code: string;
  /** JSON text of a source map, version 3, whose `sources` are the program's paths. */
  readonly map: string;
}

/** A program that a runtime can load. */
export interface CompiledProgram {
  /** SHA-256 of the canonical {@linkcode SourceProgram}, hex: the program's identity. */
  readonly hash: string;
  /** The path of the module whose default export is run. */
  readonly main: string;
  /** Compiled modules by path. */
  readonly modules: Readonly<Record<string, CompiledModule>>;
  /** Text by path, for `dataFile()`. */
  readonly data: Readonly<Record<string, string>>;
}

/** The identity of a program: SHA-256 of its canonical JSON, in hex. */
export function hashProgram(source: SourceProgram): string {
  return toHex(sha256(canonicalJson({ main: source.main, files: source.files })));
}

/** Whether a file of a program is a module, as opposed to text for `dataFile()`. */
export function isModulePath(path: string): boolean {
  return /\.tsx?$/.test(path) && !path.endsWith(".d.ts");
}
