/** The reference page of the elements, made from the catalogue. */

import { CATALOGUE, type ElementEntry, type PropertyEntry } from "./catalogue.ts";

const HEAD = `# Elements

The \`cf-*\` elements of a view. Every property can be a reactive reference; \`$name\` binds one
two-way where the table says so. Events carry their \`detail\`, and \`target\` has the element's
present \`value\` and \`checked\`. This page is made from the catalogue by
\`deno task --cwd packages/html elements\`.
`;

/** The whole page as markdown. */
export function cataloguePage(): string {
  return `${HEAD}\n${Object.values(CATALOGUE).map(section).join("\n")}`;
}

function section(entry: ElementEntry): string {
  const properties = Object.values(entry.properties);
  const events = Object.entries(entry.events);
  const parts = [`## \`${entry.name}\`\n\n${entry.summary}\n`];
  if (properties.length > 0) {
    parts.push(`| property | type | |\n|---|---|---|\n${properties.map(row).join("")}`);
  }
  if (events.length > 0) {
    parts.push(events.map(([type, detail]) => `- \`${type}\`: ${detail}\n`).join(""));
  }
  return parts.join("\n");
}

function row({ name, type, description, binds }: PropertyEntry): string {
  return `| \`${name}\`${binds ? `, \`$${name}\`` : ""} | ${type} | ${description} |\n`;
}
