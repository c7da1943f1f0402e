/** `cf new`: starts a pattern from a template, in a folder of its own. */

import { relative, resolve } from "node:path";
import { writeEditorFiles } from "../author/editor-files.ts";
import { copyTemplate, TEMPLATES } from "../author/templates.ts";
import { CliError } from "../frame/errors.ts";
import type { Io } from "../frame/io.ts";
import { argument, text, type ValuesOf } from "../frame/verb.ts";

const DESCRIPTIONS = Object.entries(TEMPLATES)
  .map(([name, meaning]) => `${name}: ${meaning}`).join("; ");

export const about = {
  name: "new",
  summary: "Start a pattern from a template.",
  examples: [
    ["cf new notes", "makes the folder notes with a counter, its test and editor settings"],
    ["cf new notes --template log", "starts from a pattern with a database"],
  ],
} as const;

export const options = {
  folder: argument("folder", "the folder to make", { files: true }),
  template: text("-t, --template <name>", `${DESCRIPTIONS} (default counter)`, {
    choices: Object.keys(TEMPLATES),
  }),
};

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  const folder = resolve(io.cwd, values.folder);
  await requireEmpty(folder);
  const files = await copyTemplate(values.template ?? "counter", folder);
  await writeEditorFiles(folder);
  io.result({ folder, files }, "");
  const shown = relative(io.cwd, folder);
  io.say(`Made ${files.map((name) => `${shown}/${name}`).join(" and ")}.`);
  const typed = /^[\w./-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", "'\\''")}'`;
  io.say(
    `${io.style.cyan("next:")} cf dev ${typed}/main.tsx shows it in a browser; cf test ${typed} ` +
      "runs its tests",
  );
}

/** Makes the folder, and refuses one that holds something. */
async function requireEmpty(folder: string): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  for await (const { name } of Deno.readDir(folder)) {
    throw new CliError(
      "folder-not-empty",
      `Cannot start a pattern in ${folder}: it holds ${name}`,
      "Name a new folder.",
    );
  }
}
