/** Fingerprints of source folders: a cached result must not outlive the code that made it. */

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Names and texts of every TypeScript file below a folder that is no test, in a fixed order. */
export function folderText(folder: string): string {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !/\.(test|bench)\.ts$/.test(name)).sort();
  return names.map((name) => `${name}\0${readFileSync(join(folder, name), "utf8")}`).join("\0");
}

/** The text of the compiler itself: its sources and those of the schema generator. */
export function compilerText(): string {
  const generator = dirname(fileURLToPath(import.meta.resolve("@cf/schema-generator")));
  return folderText(dirname(import.meta.dirname!)) + folderText(join(generator, "src"));
}
