/**
 * Lints the documentation of the public entry points. Every exported declaration and method needs a
 * docstring and a signature made of exported types; plain data fields may speak for themselves.
 */

import { collectOutput } from "../process/collect-output.ts";
import type { ParsedModule } from "../tidy/parsed-module.ts";
import { readRepository } from "../tidy/repository.ts";

/** One complaint of `deno doc --lint`. */
interface Complaint {
  readonly rule: string;
  readonly message: string;
  readonly file: string;
  readonly line: number;
}

/** Reads the complaints out of the linter's uncoloured report. */
export function parseComplaints(report: string): Complaint[] {
  const pattern = /error\[([\w-]+)\]: (.+)\n\s*--> (.+):(\d+):\d+/g;
  return [...report.matchAll(pattern)].map(([, rule = "", message = "", file = "", line]) => ({
    rule,
    message,
    file,
    line: Number(line),
  }));
}

/** Whether a missing docstring on this source line matters: fields of data may do without. */
export function needsDocstring(sourceLine: string): boolean {
  if (/^\S/.test(sourceLine)) return true;
  if (/^\s+(override |.*\boverride )|^\s+constructor\b/.test(sourceLine)) return false;
  return /^\s+((static|async|declare|abstract) )*[\w$[\].]+\??\s*[(<]/.test(sourceLine);
}

/**
 * Whether a signature names a type that its file keeps to itself. A type that is exported where it
 * is declared can be found, although the entry point does not list it.
 */
export function hidesType(message: string, module: ParsedModule): boolean {
  const name = /references private type '([\w$]+)/.exec(message)?.[1];
  if (name === undefined) return true;
  return !module.exports.some((one) => one.name === name) &&
    !module.imports.some(({ names, kind }) => kind === "import" && names.includes(name));
}

if (import.meta.main) {
  const root = new URL("../..", import.meta.url).pathname;
  Deno.chdir(root);
  Deno.env.set("NO_COLOR", "1");
  const repository = readRepository(root);
  const entryPoints = [...repository.entryPoints.values()].filter((path) => repository.has(path));
  const { output, success } = await collectOutput(["doc", "--lint", ...entryPoints]);
  const complaints = parseComplaints(output);
  const kept = complaints.filter(({ rule, message, file, line }) => {
    const path = file.replace(root, "");
    if (rule === "private-type-ref") return hidesType(message, repository.module(path));
    const text = repository.text(path).split("\n")[line - 1] ?? "";
    return rule !== "missing-jsdoc" || needsDocstring(text);
  });
  for (const { rule, message, file, line } of kept) {
    console.log(`${file.replace(root, "")}:${line}: [${rule}] ${message}`);
  }
  if (!success && complaints.length === 0) console.log(output);
  if (kept.length > 0 || (!success && complaints.length === 0)) Deno.exit(1);
}
