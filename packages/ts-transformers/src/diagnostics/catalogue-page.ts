/** The page `docs/diagnostics.md`, made from the catalogue, so that the two always agree. */

import { CATALOGUE, type CatalogueEntry } from "./catalogue.ts";

const HEAD = `# Diagnostics

What the compiler says about a pattern, besides TypeScript's own findings, which keep their code
(\`TS2322\`). An error makes a program unfit to run; a warning is about something that can be right.
This page is made from \`packages/ts-transformers/src/diagnostics/catalogue.ts\`.
`;

/** The text of the page: one section per code, in alphabetical order. */
export function cataloguePage(): string {
  const entries: [string, CatalogueEntry][] = Object.entries(CATALOGUE);
  entries.sort(([a], [b]) => a < b ? -1 : 1);
  return HEAD + entries.map(([code, entry]) => section(code, entry)).join("");
}

function section(code: string, { severity, message, fix, why }: CatalogueEntry): string {
  return `\n## ${code}\n\n${severity === "error" ? "Error" : "Warning"}: ${shown(message)}.\n\n` +
    `${why}\n\nFix: ${shown(fix)}.\n`;
}

/** Holes become an ellipsis; a text that is nothing but a hole depends on the place. */
function shown(text: string): string {
  const plain = text.replace(/\{\d\}/g, "…").replace(/\.$/, "");
  return plain === "…" ? "as the message says" : plain;
}
