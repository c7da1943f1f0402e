/** `cf init`: makes a folder of patterns type-check in an editor. */

import { resolve } from "node:path";
import { writeEditorFiles } from "../author/editor-files.ts";
import type { Io } from "../frame/io.ts";
import { flag, optionalArgument, type ValuesOf } from "../frame/verb.ts";

export const about = {
  name: "init",
  summary: "Make a pattern folder type-check in an editor.",
  examples: [
    ["cf init", "writes tsconfig.json, deno.json and the types of commonfabric here"],
    ["cf init notes --force", "replaces the settings of another folder"],
  ],
} as const;

export const options = {
  folder: optionalArgument("folder", "the folder (default: this one)", { files: true }),
  force: flag("-f, --force", "replace settings that exist"),
};

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  const folder = resolve(io.cwd, values.folder ?? ".");
  await Deno.mkdir(folder, { recursive: true });
  const files = await writeEditorFiles(folder, { force: values.force });
  io.result({ folder, ...files }, "");
  io.say(`Wrote ${files.written.join(", ")} in ${folder}.`);
  if (files.kept.length > 0) {
    io.say(`Kept ${files.kept.join(", ")}, which were there; --force replaces them.`);
  }
}
