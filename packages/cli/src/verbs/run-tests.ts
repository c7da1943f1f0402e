/** `cf test`: runs pattern tests, each file in a fresh space in memory. */

import { relative, resolve } from "node:path";
import type { FileReport } from "@cf/fabric";
import { compiledFolder, patternFiles } from "../author/compile-file.ts";
import { changesBelow } from "../author/file-changes.ts";
import { UsageError } from "../frame/errors.ts";
import type { Io } from "../frame/io.ts";
import { count, flag, restArguments, text, type ValuesOf } from "../frame/verb.ts";
import { junitOf } from "../pattern-tests/junit.ts";
import { formatReport, formatTotals, totalsOf } from "../pattern-tests/print-report.ts";
import { runFiles } from "../pattern-tests/test-process.ts";

const DEFAULT_TIMEOUT_MS = 60_000;

export const about = {
  name: "test",
  summary: "Run pattern tests.",
  examples: [
    ["cf test patterns/", "runs every *.test.tsx below a folder"],
    ["cf test todo.test.tsx --watch", "runs a file again whenever something beside it changes"],
    ["cf test patterns/ --junit report.xml", "writes a report for continuous integration"],
  ],
} as const;

export const options = {
  paths: restArguments("path", "test files, or folders of them (default: this folder)", {
    files: true,
  }),
  filter: text("--filter <text>", "only files, or steps in them, whose name holds the text"),
  timeout: count(
    "--timeout <ms>",
    `end a file that runs for so long (default ${DEFAULT_TIMEOUT_MS})`,
  ),
  jobs: count("-j, --jobs <n>", "files at once (default: one for each processor)"),
  watch: flag("-w, --watch", "run again when files change"),
  junit: text("--junit <file>", "write a JUnit report", { files: true }),
};

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<number> {
  const paths = values.paths.length === 0 ? ["."] : values.paths;
  if (!values.watch) return await runOnce(paths, values, io);
  const changes = changesBelow(paths.map((path) => resolve(io.cwd, path)), io.stop);
  const follow = ({ program }: FileReport) => changes.follow(program?.sources ?? []);
  let status = await runOnce(paths, values, io, follow);
  for await (const changed of changes) {
    io.say(io.style.dim(`${changed.map((path) => relative(io.cwd, path)).join(", ")} changed`));
    status = await runOnce(paths, values, io, follow);
  }
  return status;
}

async function runOnce(
  paths: readonly string[],
  values: ValuesOf<typeof options>,
  io: Io,
  follow: (report: FileReport) => void = () => {},
): Promise<number> {
  const started = performance.now();
  const found = await patternFiles(paths, { cwd: io.cwd, suffix: ".test.tsx" });
  const { files, filter } = applyFilter(found, values.filter, io);
  if (files.length === 0) {
    throw new UsageError(`Cannot test: there is no *.test.tsx in ${paths.join(", ")}`);
  }
  const reports: FileReport[] = [];
  await runFiles(files, {
    filter,
    cacheFolder: compiledFolder(io),
    explain: io.verbose,
    timeoutMs: values.timeout ?? DEFAULT_TIMEOUT_MS,
    jobs: values.jobs ?? navigator.hardwareConcurrency,
    stop: io.stop,
    onReport: (report) => {
      reports.push(report);
      follow(report);
      const isLeftOut = filter !== undefined && report.steps.length === 0 &&
        report.outcome === "passed";
      if (!io.json && !isLeftOut) io.out(formatReport(report, io));
    },
  });
  reports.sort((a, b) => (a.file < b.file ? -1 : 1));
  const totals = totalsOf(reports);
  if (filter !== undefined && totals.passed + totals.failed + totals.skipped === 0) {
    throw new UsageError(`Cannot test: no file and no step in them has '${filter}' in its name`);
  }
  if (values.junit !== undefined) {
    await Deno.writeTextFile(resolve(io.cwd, values.junit), junitOf(reports));
  }
  if (io.json) io.result({ ...totals, reports }, "");
  else io.out(`\n${formatTotals(totals, performance.now() - started, io)}`);
  return totals.failed + totals.failedFiles > 0 ? 1 : 0;
}

/** A filter that is part of file names chooses files; any other chooses steps in all of them. */
function applyFilter(
  files: readonly string[],
  filter: string | undefined,
  io: Io,
): { files: readonly string[]; filter: string | undefined } {
  if (filter === undefined) return { files, filter };
  const named = files.filter((file) => relative(io.cwd, file).includes(filter));
  return named.length > 0 ? { files: named, filter: undefined } : { files, filter };
}
