/** What the compiler says about a program, and how it is shown with the author's line. */

import ts from "typescript";
import { isLibraryPath } from "../program/library.ts";
import { CATALOGUE, type CatalogueEntry, type DiagnosticCode, type Severity } from "./catalogue.ts";

/** One finding. Lines and columns count from 1. */
export interface Diagnostic {
  /** A code of the catalogue, or `TS` and TypeScript's number. */
  readonly code: string;
  /** Whether the program may run all the same. */
  readonly severity: Severity;
  /** Program path; "" when the finding is about no file. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units. */
  readonly column: number;
  /** Characters, at least 1. */
  readonly length: number;
  /** What is wrong. */
  readonly message: string;
  /** What to write instead. */
  readonly fix?: string;
  /** The author's whole line, for a code frame. */
  readonly sourceLine?: string;
  /** A second place that explains the first, as "path:line". */
  readonly related?: string;
}

/**
 * Whether a program with this finding must not run. Findings about types are not among these: code
 * is made from what the author wrote all the same, and a type that does not fit says nothing about
 * what the code means. A rule of the catalogue that is an error says that the code would not mean
 * what is written.
 *
 * @example
 * ```ts
 * import { createCompiler, keepsFromRunning } from "@cf/ts-transformers";
 * const { diagnostics } = createCompiler().compile({
 *   main: "/main.ts",
 *   files: { "/main.ts": "export const answer: number = 'x';" },
 * });
 * console.assert(diagnostics.length === 1 && !diagnostics.some(keepsFromRunning));
 * ```
 */
export function keepsFromRunning({ code }: Diagnostic): boolean {
  if (!Object.hasOwn(CATALOGUE, code)) return false;
  const entry: CatalogueEntry = CATALOGUE[code as DiagnosticCode];
  return entry.severity === "error" && entry.aboutTypes !== true;
}

/** A diagnostic of the catalogue at `node`, its texts filled with `values`. */
export function diagnosticAt(
  code: DiagnosticCode,
  node: ts.Node,
  values: readonly string[] = [],
): Diagnostic {
  const entry = CATALOGUE[code];
  const file = node.getSourceFile();
  const start = node.getStart(file);
  return {
    code,
    severity: entry.severity,
    ...position(file, start, node.end - start),
    message: fill(entry.message, values),
    fix: fill(entry.fix, values),
  };
}

/** TypeScript's own finding in our shape, at a node that says more closely where it is. */
export function fromTypeScript(diagnostic: ts.Diagnostic, at?: ts.Node): Diagnostic {
  const text = ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n");
  const place = diagnostic.file === undefined
    ? { file: "", line: 1, column: 1, length: 1 }
    : at === undefined
    ? position(diagnostic.file, diagnostic.start ?? 0, diagnostic.length ?? 1)
    : position(
      diagnostic.file,
      at.getStart(diagnostic.file),
      at.end - at.getStart(diagnostic.file),
    );
  const related = diagnostic.relatedInformation?.find(({ file }) =>
    file !== undefined && !isLibraryPath(file.fileName)
  );
  return {
    code: `TS${diagnostic.code}`,
    severity: diagnostic.category === ts.DiagnosticCategory.Error ? "error" : "warning",
    ...place,
    message: text,
    ...(related?.file === undefined ? {} : {
      related: `${related.file.fileName}:${
        related.file.getLineAndCharacterOfPosition(related.start ?? 0).line + 1
      }`,
    }),
  };
}

/**
 * The finding as a terminal shows it: place, message, code frame, fix.
 *
 * @example
 * ```ts
 * import { formatDiagnostic } from "@cf/ts-transformers";
 * const text = formatDiagnostic({
 *   code: "TS2304", severity: "error", file: "/a.tsx", line: 1, column: 9, length: 3,
 *   message: "Cannot find name 'foo'.", sourceLine: "const a = foo;",
 * });
 * console.assert(text.includes("/a.tsx:1:9"));
 * ```
 */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { file, line, column, severity, code, message, sourceLine, fix, related } = diagnostic;
  const lines = [`${file}:${line}:${column} ${severity} ${code}: ${message}`];
  if (sourceLine !== undefined) {
    const gutter = String(line);
    const indent = sourceLine.slice(0, column - 1).replace(/[^\t]/g, " ");
    const width = Math.max(1, Math.min(diagnostic.length, sourceLine.length - column + 1));
    lines.push(`  ${gutter} | ${sourceLine}`);
    lines.push(`  ${" ".repeat(gutter.length)} | ${indent}${"^".repeat(width)}`);
  }
  if (fix !== undefined) lines.push(`  fix: ${fix}`);
  if (related !== undefined) lines.push(`  see: ${related}`);
  return lines.join("\n");
}

/**
 * Sorted by file, line, column and code, each place and code once. Where TypeScript and the
 * catalogue speak of the same place, the catalogue explains it and TypeScript makes it an error.
 */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const unique = new Map<string, Diagnostic>();
  const errors = new Set<string>();
  for (const diagnostic of diagnostics) {
    if (isTypeScript(diagnostic) && diagnostic.severity === "error") errors.add(place(diagnostic));
    else unique.set(`${place(diagnostic)}:${diagnostic.code}`, diagnostic);
  }
  const explained = new Set([...unique.values()].map(place));
  for (const diagnostic of diagnostics) {
    if (!isTypeScript(diagnostic) || explained.has(place(diagnostic))) continue;
    unique.set(`${place(diagnostic)}:${diagnostic.code}`, diagnostic);
  }
  return [...unique.values()]
    .map((d): Diagnostic => errors.has(place(d)) ? { ...d, severity: "error" } : d)
    .sort((a, b) =>
      compare(a.file, b.file) || a.line - b.line || a.column - b.column || compare(a.code, b.code)
    );
}

function isTypeScript(diagnostic: Diagnostic): boolean {
  return diagnostic.code.startsWith("TS");
}

function place(diagnostic: Diagnostic): string {
  return `${diagnostic.file}:${diagnostic.line}:${diagnostic.column}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function fill(template: string, values: readonly string[]): string {
  return template.replace(/\{(\d)\}/g, (_, index) => values[Number(index)] ?? "");
}

function position(file: ts.SourceFile, start: number, length: number) {
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  const lineStart = file.getPositionOfLineAndCharacter(line, 0);
  const end = file.text.indexOf("\n", lineStart);
  return {
    file: file.fileName,
    line: line + 1,
    column: character + 1,
    length: Math.max(1, length),
    sourceLine: file.text.slice(lineStart, end < 0 ? undefined : end).replace(/\r$/, ""),
  };
}
