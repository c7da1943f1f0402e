/**
 * One word per concept. `docs/glossary.md` lists them, one a line:
 * `- **term** (not: other word, other word): what it means.` The words after “not:” are found in
 * comments and documents.
 */

import type { Check } from "../check.ts";
import { isFixture, lineAt, type Repository } from "../repository.ts";

const GLOSSARY = "docs/glossary.md";
const ENTRY = /^- \*\*([^*]+)\*\*(?: \(not: ([^)]+)\))?: .+/;

export const glossary: Check = {
  name: "glossary",
  *run(repository) {
    if (!repository.has(GLOSSARY)) {
      const fix = "List the project's terms, one a line: - **term** (not: synonym): meaning.";
      yield { file: GLOSSARY, line: 1, what: "there is no glossary", fix };
      return;
    }
    const instead = new Map<string, string>();
    let last = "";
    for (const [index, text] of repository.text(GLOSSARY).split("\n").entries()) {
      if (!text.startsWith("- ")) continue;
      const at = { file: GLOSSARY, line: index + 1 };
      const entry = ENTRY.exec(text);
      if (entry === null) {
        yield { ...at, what: "not an entry", fix: "Write - **term** (not: synonym): meaning." };
        continue;
      }
      const term = entry[1]!;
      if (term.toLowerCase() <= last) {
        yield { ...at, what: `${term} is out of order`, fix: "Sort the entries by term" };
      }
      last = term.toLowerCase();
      for (const word of entry[2]?.split(", ") ?? []) instead.set(word, term);
    }
    yield* misused(repository, instead);
  },
};

function* misused(repository: Repository, instead: ReadonlyMap<string, string>) {
  if (instead.size === 0) return;
  const words = [...instead.keys()].map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const pattern = new RegExp(`\\b(${words.join("|")})s?\\b`, "gi");
  for (const { file, line, text } of prose(repository)) {
    for (const match of text.matchAll(pattern)) {
      const term = instead.get(match[1]!.toLowerCase()) ?? instead.get(match[1]!) ?? "";
      const at = { file, line: line + lineAt(text, match.index) - 1 };
      yield { ...at, what: `“${match[0]}”`, fix: `The word here is “${term}”` };
    }
  }
}

function* prose(repository: Repository) {
  for (const file of repository.paths) {
    if (isFixture(file) || file === GLOSSARY) continue;
    if (file.endsWith(".md")) yield { file, line: 1, text: repository.text(file) };
  }
  for (const file of repository.modulePaths) {
    for (const { text, line } of repository.module(file).comments) yield { file, line, text };
  }
}
