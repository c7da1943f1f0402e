/** The page `docs/globals.md`, made from the list that the compartment is made from. */

import { ABSENT_GLOBALS, LANGUAGE_GLOBALS, PATTERN_GLOBALS } from "@cf/api/globals";

const HEAD = `# Globals

What pattern code finds without importing it. Everything here is frozen, the global object too:
state belongs into cells. This page is made from \`packages/api/globals.ts\`, which also drives the
compartment that patterns run in and the types they are checked against.
`;

/** The text of the page. */
export function globalsPage(): string {
  const present = PATTERN_GLOBALS.map(({ name, note }) => `- \`${name}\`: ${note}.\n`);
  const absent = Object.entries(ABSENT_GLOBALS).map(([name, instead]) =>
    `- \`${name}\`: ${instead}.\n`
  );
  return [
    HEAD,
    "\n## As everywhere\n\n",
    `${LANGUAGE_GLOBALS.map((name) => `\`${name}\``).join(", ")}.\n`,
    "\n## With a meaning of their own\n\n",
    ...present,
    "\n## Not there\n\n",
    "The compiler warns of these (`host-global`), and of every other name of a browser.\n\n",
    ...absent,
    "\n## Stacks\n\n",
    "`error.stack` names lines of the program's own files and nothing of the host.\n",
  ].join("");
}
