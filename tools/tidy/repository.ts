/**
 * The files of the repository as the checks see them: a path-to-text map with parsed modules on
 * demand. Tests build one from literals; the program builds one from git.
 */

import { type ParsedModule, parseModule } from "./parsed-module.ts";

/** A text file tree. All paths are relative to the root and use forward slashes. */
export class Repository {
  readonly #files: ReadonlyMap<string, string>;
  readonly #modules = new Map<string, ParsedModule>();
  readonly #entryPoints: ReadonlyMap<string, string>;

  constructor(files: Readonly<Record<string, string>>) {
    this.#files = new Map(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
    this.#entryPoints = packageEntryPoints(this.#files);
  }

  get paths(): readonly string[] {
    return [...this.#files.keys()];
  }

  /** TypeScript modules, without fixtures, whose content is data. */
  get modulePaths(): readonly string[] {
    return this.paths.filter((path) => /\.tsx?$/.test(path) && !isFixture(path));
  }

  has(path: string): boolean {
    return this.#files.has(path);
  }

  /** The text of an existing file; empty for a path that the repository does not hold. */
  text(path: string): string {
    return this.#files.get(path) ?? "";
  }

  module(path: string): ParsedModule {
    let parsed = this.#modules.get(path);
    if (parsed === undefined) {
      parsed = parseModule(path, this.text(path));
      this.#modules.set(path, parsed);
    }
    return parsed;
  }

  /** Entry modules of the packages: bare specifier (`@cf/utils`, `@cf/api/schema`) to path. */
  get entryPoints(): ReadonlyMap<string, string> {
    return this.#entryPoints;
  }

  /**
   * The file that `specifier` means inside `from`, if it is one of this repository: relative to
   * it, from the root, or a package's entry point.
   */
  resolve(from: string, specifier: string): string | undefined {
    const target = specifier.startsWith(".")
      ? normalize(`${from.slice(0, from.lastIndexOf("/") + 1)}${specifier}`)
      : this.#entryPoints.get(specifier) ?? specifier;
    return target !== undefined && this.#files.has(target) ? target : undefined;
  }
}

/** Whether `path` is test input rather than code of the project. */
export function isFixture(path: string): boolean {
  return /(^|\/)(fixtures|generated)\//.test(path);
}

/** Whether `path` is a test or bench module, or lies in a folder made for tests. */
export function isTestCode(path: string): boolean {
  return /\.(test|bench)\.tsx?$/.test(path) || /(^|\/)(test|testing)\//.test(path);
}

/** Resolves `.` and `..` in a relative path. */
export function normalize(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}

/** The 1-based line of a character offset. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let i = text.indexOf("\n"); i >= 0 && i < offset; i = text.indexOf("\n", i + 1)) line++;
  return line;
}

/** Folders that a clone does not have. */
const UNTRACKED = new Set([".git", ".cf", "node_modules", "coverage"]);

/**
 * Reads every text file that git tracks or would track under `root`; where there is no work tree,
 * as in an unpacked archive, every text file.
 */
export function readRepository(root: string): Repository {
  const git = new Deno.Command("git", {
    args: ["-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
    stderr: "null",
  }).outputSync();
  const paths = git.success
    ? new TextDecoder().decode(git.stdout).split("\0").filter((path) => path !== "")
    : [...filesBelow(root, "")];
  const files: Record<string, string> = {};
  for (const path of paths) {
    if (/\.(png|jpe?g|gif|ico|woff2?|sqlite|db|wasm|zip|gz)$/.test(path)) continue;
    const text = readText(`${root}/${path}`);
    if (text !== undefined) files[path] = text;
  }
  return new Repository(files);
}

function* filesBelow(root: string, folder: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(`${root}/${folder}`)) {
    if (isDirectory && !UNTRACKED.has(name)) yield* filesBelow(root, `${folder}${name}/`);
    if (!isDirectory) yield `${folder}${name}`;
  }
}

/** A tracked file that was deleted and not committed yet is none of the tree. */
function readText(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

function packageEntryPoints(files: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [path, text] of files) {
    const folder = /^packages\/[^/]+(?=\/deno\.json$)/.exec(path)?.[0];
    if (folder === undefined) continue;
    const config = JSON.parse(text) as { name: string; exports?: string | Record<string, string> };
    const exports = typeof config.exports === "string" ? { ".": config.exports } : config.exports;
    for (const [key, target] of Object.entries(exports ?? {})) {
      found.set(normalize(`${config.name}/${key}`), normalize(`${folder}/${target}`));
    }
  }
  return found;
}
