/**
 * The tidy tool: runs every check over the repository and prints file, line, what and what to do.
 * Exits with 1 when a finding is more than a warning.
 */

import type { Check } from "./check.ts";
import { deadExports } from "./checks/dead-exports.ts";
import { deadFiles } from "./checks/dead-files.ts";
import { decisionRecords } from "./checks/decision-records.ts";
import { fileDocs } from "./checks/file-docs.ts";
import { fileNames } from "./checks/file-names.ts";
import { fileSize, OVERSIZED } from "./checks/file-size.ts";
import { functionLength } from "./checks/function-length.ts";
import { glossary } from "./checks/glossary.ts";
import { hostNames } from "./checks/host-names.ts";
import { importCycles } from "./checks/import-cycles.ts";
import { layering } from "./checks/layering.ts";
import { markdownLinks } from "./checks/markdown-links.ts";
import { modPurity } from "./checks/mod-purity.ts";
import { packageReadme } from "./checks/package-readme.ts";
import { unfinishedWords } from "./checks/unfinished-words.ts";
import { formatFinding } from "./finding.ts";
import { readRepository } from "./repository.ts";

const CHECKS: readonly Check[] = [
  layering,
  importCycles,
  deadFiles,
  deadExports,
  fileSize(OVERSIZED),
  functionLength,
  fileNames,
  modPurity,
  fileDocs,
  packageReadme,
  unfinishedWords,
  hostNames,
  decisionRecords,
  markdownLinks,
  glossary,
];

if (import.meta.main) {
  const root = new URL("../..", import.meta.url).pathname;
  const repository = readRepository(root);
  const wanted = Deno.args.filter((argument) => !argument.startsWith("-"));
  let failures = 0;
  let warnings = 0;
  for (const check of CHECKS) {
    if (wanted.length > 0 && !wanted.includes(check.name)) continue;
    for (const finding of check.run(repository)) {
      if (finding.warning === true) warnings++;
      else failures++;
      console.log(formatFinding(check.name, finding));
    }
  }
  console.log(`tidy: ${repository.paths.length} files, ${failures} findings, ${warnings} warnings`);
  if (failures > 0) Deno.exit(1);
}
