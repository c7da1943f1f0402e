/** `cf check`: type-checks and compiles pattern files and shows what the compiler found. */

import { relative } from "node:path";
import {
  type CompiledFile,
  compileFile,
  formatDiagnostics,
  hasErrors,
  localDiagnostics,
  openCompiler,
  patternFiles,
} from "../author/compile-file.ts";
import { evaluateOnce } from "../author/evaluate.ts";
import { UsageError } from "../frame/errors.ts";
import type { Io } from "../frame/io.ts";
import { flag, restArguments, type ValuesOf } from "../frame/verb.ts";

export const about = {
  name: "check",
  summary: "Type-check, compile and try patterns.",
  examples: [
    ["cf check counter.tsx", "prints what is wrong, with file, line and fix"],
    ["cf check patterns/ --json", "checks every .tsx below a folder, for programs"],
    ["cf check counter.tsx --show-transformed", "prints the code that would run"],
  ],
} as const;

export const options = {
  files: restArguments("path", "pattern files, or folders of them (default: this folder)", {
    files: true,
  }),
  showTransformed: flag("--show-transformed", "print the emitted code"),
  schemas: flag("--schemas", "print the schemas of the builders"),
  evaluate: { ...flag("--no-evaluate", "compile only, do not run the body"), fallback: true },
};

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<number> {
  const given = values.files.length === 0 ? ["."] : values.files;
  const paths = await patternFiles(given, { cwd: io.cwd, suffix: ".tsx" });
  if (paths.length === 0) {
    throw new UsageError(`Cannot check: there is no .tsx file in ${given.join(", ")}`);
  }
  const compiler = await openCompiler(io);
  let failed = 0;
  const printed = new Set<string>();
  const reports: Record<string, unknown>[] = [];
  for (const path of paths) {
    const compiled = await compileFile(compiler, path);
    const file = values.evaluate ? await evaluated(compiled) : compiled;
    if (hasErrors(file)) failed++;
    const name = relative(io.cwd, path);
    if (io.json) reports.push({ file: name, ...jsonReport(file, values, io) });
    else await printReport(file, values, { io, printed });
  }
  if (io.json) io.result(reports, "");
  const files = paths.length === 1 ? "1 file" : `${paths.length} files`;
  if (failed > 0) {
    io.say(io.style.red(`${failed} of ${files} ${failed === 1 ? "has" : "have"} errors.`));
  } else io.say(io.style.green(`${files} checked.`));
  return failed > 0 ? 1 : 0;
}

/** The same program with what running it once finds, if it can run at all. */
async function evaluated(file: CompiledFile): Promise<CompiledFile> {
  const { program } = file.result;
  if (hasErrors(file) || program === undefined) return file;
  const found = await evaluateOnce({ source: file.source, program, result: file.result });
  const diagnostics = [...file.result.diagnostics, ...found];
  return { ...file, result: { ...file.result, diagnostics } };
}

function jsonReport(
  file: CompiledFile,
  values: ValuesOf<typeof options>,
  io: Io,
): Record<string, unknown> {
  return {
    ok: !hasErrors(file),
    diagnostics: localDiagnostics(file, io),
    ...(values.schemas ? { schemas: file.result.schemas } : {}),
    ...(values.showTransformed ? { modules: modulesOf(file) } : {}),
  };
}

async function printReport(
  file: CompiledFile,
  values: ValuesOf<typeof options>,
  { io, printed }: { io: Io; printed: Set<string> },
): Promise<void> {
  // A module that several programs import is compiled with each and shown once.
  const fresh = localDiagnostics(file, io).filter(({ file, line, column, code }) => {
    const place = `${file}:${line}:${column}:${code}`;
    return !printed.has(place) && printed.add(place);
  });
  if (fresh.length > 0) io.out(await formatDiagnostics(fresh, io) + "\n");
  if (values.schemas) io.out(JSON.stringify(file.result.schemas, null, 2));
  if (!values.showTransformed) return;
  for (const [path, code] of Object.entries(modulesOf(file))) {
    io.out(`${io.style.dim(`// ${path}`)}\n${code}`);
  }
}

function modulesOf({ result }: CompiledFile): Record<string, string> {
  const modules = Object.entries(result.program?.modules ?? {});
  return Object.fromEntries(modules.map(([path, { code }]) => [path, code]));
}
