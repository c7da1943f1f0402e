/** The hash of everything that the page is made of, so that a change of any of it is noticed. */

import { sha256, toHex } from "@cf/utils";

const PACKAGES = new URL("../../../", import.meta.url);
const SOURCES = ["utils", "api", "protocol", "runner", "html", "shell"];

/** Hex SHA-256 over the sources, the locked dependencies and the bundler's version. */
export async function sourceHash(): Promise<string> {
  const paths: string[] = [];
  for (const name of SOURCES) await collect(new URL(`${name}/`, PACKAGES).pathname, paths);
  paths.sort();
  const parts = [Deno.version.deno];
  for (const path of [...paths, new URL("../deno.lock", PACKAGES).pathname]) {
    parts.push(`${path}\n${await readIfThere(path)}`);
  }
  return toHex(sha256(parts.join("\0")));
}

async function collect(folder: string, paths: string[]): Promise<void> {
  for await (const entry of Deno.readDir(folder)) {
    if (entry.isDirectory) await collect(`${folder}${entry.name}/`, paths);
    else if (isSource(entry.name)) paths.push(`${folder}${entry.name}`);
  }
}

function isSource(name: string): boolean {
  return name === "deno.json" || (/\.ts$/.test(name) && !/\.(?:test|bench)\.ts$/.test(name));
}

async function readIfThere(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}
