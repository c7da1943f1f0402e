/** Runs one check over files given as literals, and shows its findings as `file:line what`. */

import type { Check } from "../check.ts";
import { Repository } from "../repository.ts";

export function findingsOf(check: Check, files: Readonly<Record<string, string>>): string[] {
  const findings = [...check.run(new Repository(files))];
  return findings.map(({ file, line, what, warning }) =>
    `${file}:${line} ${warning === true ? "warning: " : ""}${what}`
  );
}

/** The manifest of a package with one entry point. */
export function manifest(name: string): Record<string, string> {
  return { [`packages/${name}/deno.json`]: `{ "name": "@cf/${name}", "exports": "./mod.ts" }` };
}
