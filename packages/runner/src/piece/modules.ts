/**
 * Evaluating compiled programs: each in a hardened compartment of its own, whose modules see only
 * each other, the builders, and a written list of globals.
 */

import { CfError } from "@cf/utils";
import { type Pattern, patternOf } from "../pattern/factory.ts";
import { noteModule, sourceUrl } from "./source-maps.ts";

/** A compiled program as the compiler gives it; see `docs/compiled-modules.md`. */
export interface CompiledProgram {
  /** Identity: a hash of the sources. */
  readonly hash: string;
  readonly main: string;
  readonly modules: Readonly<Record<string, { readonly code: string; readonly map: string }>>;
  /** Texts for `dataFile()`. */
  readonly data: Readonly<Record<string, string>>;
}

/** A program that could not be evaluated. */
export class ProgramError extends CfError {
  override readonly name = "ProgramError";
  constructor(message: string, data: Record<string, unknown>, cause?: unknown) {
    super("program-failed", message, { data, cause });
  }
}

/** Turns a module's code into its function. */
export type Evaluator = (code: string, sourceUrl: string) => ModuleFunction;

/** A module body. */
export type ModuleFunction = (
  require: (specifier: string) => unknown,
  exports: Record<string, unknown>,
  module: { exports: Record<string, unknown> },
) => void;

/** An evaluated program: exports per module, and the patterns declared in it. */
export interface LoadedProgram {
  readonly program: CompiledProgram;
  readonly exports: Readonly<Record<string, Record<string, unknown>>>;
  /** By `module:name`. */
  readonly factories: ReadonlyMap<string, object>;
}

interface Loading {
  readonly program: CompiledProgram;
  readonly module: string;
  readonly factories: Map<string, object>;
}

let loading: Loading | undefined;

/** Notes a pattern that the running module declares, so that pieces can name it. */
export function declarePattern(pattern: Pattern, factory: object, name: string | undefined): void {
  if (loading === undefined || name === undefined) return;
  nameFactory(loading, { pattern, factory, name });
}

/**
 * Gives a pattern its name in the program. Several that one function makes have the place of
 * their declaration in common: they are told apart by the order in which the module makes them,
 * which is the same each time that it is loaded.
 */
function nameFactory(
  { program, module, factories }: Loading,
  { pattern, factory, name }: { pattern: Pattern; factory: object; name: string },
): void {
  if (pattern.reference !== undefined) return;
  let own = name;
  for (let n = 2; factories.has(`${module}:${own}`); n++) own = `${name}#${n}`;
  pattern.reference = { program: program.hash, module, name: own };
  factories.set(`${module}:${own}`, factory);
}

/** The text of a data file of the program that is being evaluated. */
export function readDataFile(path: string): string {
  const text = loading?.program.data[path];
  if (text !== undefined) return text;
  throw new ProgramError(
    `Cannot read data file '${path}': the program does not hold it; call dataFile at module scope`,
    { path },
  );
}

/** Runs a program's modules, starting from its main one. */
export function loadProgram(
  program: CompiledProgram,
  evaluate: Evaluator,
  builtins: Readonly<Record<string, Record<string, unknown>>>,
): LoadedProgram {
  const factories = new Map<string, object>();
  const modules = new Map<string, { exports: Record<string, unknown> }>();
  const run = (path: string): Record<string, unknown> => {
    const known = modules.get(path);
    if (known !== undefined) return known.exports;
    const compiled = program.modules[path];
    if (compiled === undefined) {
      throw new ProgramError(`Cannot load module '${path}': the program does not hold it`, {
        path,
      });
    }
    const module = { exports: {} as Record<string, unknown> };
    modules.set(path, module);
    const before = loading;
    loading = { program, module: path, factories };
    try {
      const url = sourceUrl(program.hash, path);
      noteModule(url, compiled);
      const fn = evaluate(compiled.code, url);
      fn(
        (specifier) => builtins[specifier] ?? run(locate(program, path, specifier)),
        module.exports,
        module,
      );
      nameExports(module.exports, loading);
    } finally {
      loading = before;
    }
    return module.exports;
  };
  run(program.main);
  const exports: Record<string, Record<string, unknown>> = {};
  for (const [path, module] of modules) exports[path] = module.exports;
  return { program, exports, factories };
}

/** Exported patterns can be named by their export, whatever the constant is called. */
function nameExports(exports: Record<string, unknown>, loading: Loading): void {
  for (const [name, value] of Object.entries(exports)) {
    const pattern = patternOf(value);
    if (pattern !== undefined) nameFactory(loading, { pattern, factory: value as object, name });
  }
}

function locate(program: CompiledProgram, from: string, specifier: string): string {
  if (specifier.startsWith(".") || specifier.startsWith("/")) {
    const base = new URL(specifier, `file://${from}`).pathname;
    for (
      const candidate of [
        base,
        `${base}.ts`,
        `${base}.tsx`,
        `${base}/index.ts`,
        `${base}/index.tsx`,
      ]
    ) {
      if (program.modules[candidate] !== undefined) return candidate;
    }
    const swapped = base.replace(/\.jsx?$/, (end) => (end === ".js" ? ".ts" : ".tsx"));
    if (program.modules[swapped] !== undefined) return swapped;
  }
  throw new ProgramError(
    `Cannot load '${specifier}' from ${from}: a pattern may import "commonfabric" and files beside it`,
    { specifier, from },
  );
}
