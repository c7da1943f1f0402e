/**
 * The files that every program shares: TypeScript's own libraries and the types behind
 * "commonfabric". They are parsed once per process and kept, because parsing them costs more than
 * compiling a pattern.
 */

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { folderText } from "./folder-text.ts";
import { isRelative, resolvePath } from "./paths.ts";
import { GLOBAL_DECLARATIONS } from "./pattern-globals.ts";

/** Program paths below this prefix are library files; no author's path starts with it. */
const LIBRARY_ROOT = "/@lib/";
const TYPESCRIPT_ROOT = `${LIBRARY_ROOT}typescript/`;
const API_ROOT = `${LIBRARY_ROOT}api/`;
const GLOBALS_PATH = `${LIBRARY_ROOT}lib.pattern-globals.d.ts`;

/** The specifiers under which authors import the type library. */
const SPECIFIERS: Readonly<Record<string, string>> = {
  "commonfabric": "mod",
  "commontools": "mod",
  "@commonfabric/api": "mod",
  "@commontools/api": "mod",
  "commonfabric/schema": "schema",
  "commontools/schema": "schema",
};

/** What the runtime calls a library module that an author imports under an older name. */
export function runtimeSpecifier(specifier: string): string | undefined {
  const name = SPECIFIERS[specifier];
  if (name === undefined) return undefined;
  const known = name === "mod" ? "commonfabric" : "commonfabric/schema";
  return known === specifier ? undefined : known;
}

/** Whether a file name belongs to the shared libraries. */
export function isLibraryPath(path: string): boolean {
  return path.startsWith(LIBRARY_ROOT);
}

/** Whether a file name belongs to the author's type library, "commonfabric". */
export function isApiPath(path: string): boolean {
  return path.startsWith(API_ROOT);
}

/** Whether a file name is that of "commonfabric" itself. */
export function isApiModule(path: string): boolean {
  return path === `${API_ROOT}mod.ts` || path === `${API_ROOT}mod.d.ts`;
}

/** Parsed library files, shared by every compiler of the process that has the same API folder. */
export class Library {
  readonly #apiFolder: string;
  readonly #typescriptFolder = dirname(ts.getDefaultLibFilePath({}));
  readonly #files = new Map<string, ts.SourceFile | undefined>();
  readonly #modules = new Map<string, string | undefined>();

  /** `apiFolder` holds `mod.ts` or `mod.d.ts`, and `schema.ts` beside it or in `src`. */
  constructor(apiFolder: string) {
    this.#apiFolder = apiFolder;
  }

  /** The folder of the package "@cf/api" in this workspace. */
  static get defaultApiFolder(): string {
    return dirname(fileURLToPath(import.meta.resolve("@cf/api")));
  }

  /** The entry of TypeScript's own libraries for `options.lib`. */
  get defaultLibPath(): string {
    return TYPESCRIPT_ROOT;
  }

  /** The parsed file, from memory after the first call. */
  sourceFile(path: string, options: ts.CreateSourceFileOptions): ts.SourceFile | undefined {
    if (this.#files.has(path)) return this.#files.get(path);
    const text = this.#read(path);
    const file = text === undefined ? undefined : ts.createSourceFile(path, text, options);
    this.#files.set(path, file);
    return file;
  }

  /** Whether a library file exists. */
  has(path: string): boolean {
    return this.#files.get(path) !== undefined || this.#read(path) !== undefined;
  }

  /** The library file that `specifier` names in a file `from`, which may be an author's. */
  resolve(from: string, specifier: string): string | undefined {
    if (isLibraryPath(from) && isRelative(specifier)) return resolvePath(from, specifier);
    const name = SPECIFIERS[specifier];
    if (name === undefined) return undefined;
    if (!this.#modules.has(name)) this.#modules.set(name, this.#find(name));
    return this.#modules.get(name);
  }

  /** Files that declare globals for every program, beside those of TypeScript's libraries. */
  globalPaths(browser: boolean): string[] {
    const jsx = [`${API_ROOT}jsx-global.ts`].filter((path) => this.has(path));
    return browser ? jsx : [GLOBALS_PATH, ...jsx];
  }

  /** A text that changes whenever a library file changes, for cache keys. */
  fingerprint(): string {
    return folderText(this.#apiFolder) + ts.version;
  }

  #find(name: string): string | undefined {
    const candidates = [`${name}.ts`, `${name}.d.ts`, `src/${name}.ts`, `src/${name}.d.ts`];
    return candidates.map((candidate) => API_ROOT + candidate).find((path) => this.has(path));
  }

  #read(path: string): string | undefined {
    if (path === GLOBALS_PATH) return GLOBAL_DECLARATIONS;
    const file = path.startsWith(TYPESCRIPT_ROOT)
      ? join(this.#typescriptFolder, path.slice(TYPESCRIPT_ROOT.length))
      : path.startsWith(API_ROOT)
      ? join(this.#apiFolder, path.slice(API_ROOT.length))
      : undefined;
    if (file === undefined) return undefined;
    try {
      return readFileSync(file, "utf8");
    } catch {
      return undefined;
    }
  }
}
