/** The patterns that `cf new` starts from: folders beside this package's sources. */

import { fileURLToPath } from "node:url";

/** The name of each template, and what it shows. */
export const TEMPLATES: Readonly<Record<string, string>> = {
  counter: "one number, a derived text, a stream",
  todo: "a list whose items keep their identity",
  log: "rows in a database of the pattern's own",
};

/** Copies the files of a template into an existing folder and returns their names. */
export async function copyTemplate(template: string, folder: string): Promise<readonly string[]> {
  const source = fileURLToPath(new URL(`../../templates/${template}/`, import.meta.url));
  const names: string[] = [];
  for await (const { name } of Deno.readDir(source)) {
    await Deno.copyFile(`${source}${name}`, `${folder}/${name}`);
    names.push(name);
  }
  return names.sort();
}
