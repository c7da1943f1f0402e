/** Relative links in Markdown lead to a file, and their fragments to a heading in it. */

import type { Check } from "../check.ts";
import { isFixture, lineAt, normalize, type Repository } from "../repository.ts";

export const markdownLinks: Check = {
  name: "links",
  *run(repository) {
    const folders = foldersOf(repository);
    for (const path of repository.paths) {
      if (!path.endsWith(".md") || isFixture(path)) continue;
      const text = withoutCode(repository.text(path));
      for (const match of text.matchAll(/\]\(([^)\s]+)(?:\s+"[^"]*")?\)/g)) {
        const link = match[1]!;
        if (/^[a-z]+:/i.test(link)) continue;
        const problem = brokenPart(repository, folders, path, link);
        if (problem === undefined) continue;
        const line = lineAt(text, match.index);
        yield { file: path, line, what: `the link ${link} ${problem}`, fix: "Correct the link" };
      }
    }
  },
};

function brokenPart(
  repository: Repository,
  folders: ReadonlySet<string>,
  from: string,
  link: string,
): string | undefined {
  const [target = "", fragment] = link.split("#", 2);
  const folder = from.slice(0, from.lastIndexOf("/") + 1);
  const path = target === "" ? from : normalize(`${folder}${target}`);
  if (!repository.has(path) && !folders.has(path) && !/\.(png|jpe?g|gif)$/.test(path)) {
    return "leads nowhere";
  }
  if (fragment === undefined || !path.endsWith(".md")) return undefined;
  return headingsOf(repository.text(path)).has(fragment) ? undefined : "names no heading";
}

function foldersOf(repository: Repository): ReadonlySet<string> {
  const folders = new Set<string>([""]);
  for (const path of repository.paths) {
    for (let end = path.indexOf("/"); end >= 0; end = path.indexOf("/", end + 1)) {
      folders.add(path.slice(0, end));
    }
  }
  return folders;
}

/** The fragments that a Markdown viewer derives from the headings. */
function headingsOf(text: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const match of withoutCode(text).matchAll(/^#{1,6} +(.+)$/gm)) {
    const words = match[1]!.trim().toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, "");
    found.add(words.replace(/\s/g, "-"));
  }
  return found;
}

/** The text with code blanked out and line positions kept. */
function withoutCode(text: string): string {
  const blank = (code: string) => code.replace(/[^\n]/g, " ");
  return text.replace(/^(```+)[\s\S]*?^\1/gm, blank).replace(/`[^`\n]*`/g, blank);
}
