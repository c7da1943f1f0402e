/** Compiles a pattern file from disk and shows diagnostics with the paths that the caller typed. */

import { relative, resolve } from "node:path";
import type { Compiler, CompileResult, Diagnostic, SourceProgram } from "@cf/ts-transformers";
import type { Io } from "../frame/io.ts";

/** One compiled file: its source, what the compiler said, and where its program paths start. */
export interface CompiledFile {
  readonly source: SourceProgram;
  readonly result: CompileResult;
  /** Absolute folder that the program path "/" stands for. */
  readonly root: string;
}

/** A compiler with the user's cache on disk. Loaded late: TypeScript takes a while. */
export async function openCompiler(io: Io): Promise<Compiler> {
  const { createCompiler } = await import("@cf/ts-transformers");
  return createCompiler({ cacheFolder: compiledFolder(io) });
}

/** Loads and compiles one file. Errors: `load-failed`. */
export async function compileFile(
  compiler: Compiler,
  path: string,
): Promise<CompiledFile> {
  const { loadProgram } = await import("@cf/ts-transformers");
  const absolute = resolve(path);
  const source = loadProgram(absolute);
  const root = absolute.slice(0, absolute.length - source.main.length) || "/";
  return { source, result: compiler.compile(source), root };
}

/** The absolute path of every file of the program. */
export function sourcesOf({ source, root }: CompiledFile): string[] {
  return Object.keys(source.files).map((path) => `${root === "/" ? "" : root}${path}`);
}

/** Whether a program must not run. */
export function hasErrors({ result }: CompiledFile): boolean {
  return result.program === undefined ||
    result.diagnostics.some(({ severity }) => severity === "error");
}

/** The diagnostics with paths as the caller would type them. */
export function localDiagnostics(file: CompiledFile, io: Io): Diagnostic[] {
  const local = (path: string) => relative(io.cwd, `${file.root}${path}`) || path;
  return file.result.diagnostics.map((diagnostic) => ({
    ...diagnostic,
    file: diagnostic.file === "" ? "" : local(diagnostic.file),
    ...(diagnostic.related === undefined ? {} : { related: local(diagnostic.related) }),
  }));
}

/** Diagnostics for people, the place of each in colour. */
export async function formatDiagnostics(
  diagnostics: readonly Diagnostic[],
  io: Io,
): Promise<string> {
  const { formatDiagnostic } = await import("@cf/ts-transformers");
  return diagnostics.map((diagnostic) => {
    const [head = "", ...rest] = formatDiagnostic(diagnostic).split("\n");
    const paint = diagnostic.severity === "error" ? io.style.red : io.style.yellow;
    return [paint(head), ...rest].join("\n");
  }).join("\n\n");
}

/** Every pattern file among `paths`, folders searched, as absolute paths in order. */
export async function patternFiles(
  paths: readonly string[],
  options: { cwd: string; suffix: string },
): Promise<string[]> {
  const found = new Set<string>();
  const walk = async (folder: string): Promise<void> => {
    for await (const { name, isDirectory } of Deno.readDir(folder)) {
      const path = `${folder}/${name}`;
      if (isDirectory && !name.startsWith(".") && name !== "node_modules") await walk(path);
      if (!isDirectory && name.endsWith(options.suffix)) found.add(path);
    }
  };
  for (const path of paths) {
    const absolute = resolve(options.cwd, path);
    const isFolder = await Deno.stat(absolute).then((stat) => stat.isDirectory, () => false);
    if (isFolder) await walk(absolute);
    else found.add(absolute);
  }
  return [...found].sort();
}

/** Where compiled programs are kept between runs. */
export function compiledFolder(io: Io): string {
  const base = io.env("XDG_CACHE_HOME") ?? `${io.env("HOME") ?? io.cwd}/.cache`;
  return `${base}/cf/compiled`;
}
