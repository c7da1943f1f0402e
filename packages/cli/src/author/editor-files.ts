/**
 * What makes a folder of patterns type-check in an editor: the types behind "commonfabric" under
 * `.cf/types`, and settings for TypeScript's and Deno's language servers that point there.
 */

import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const TSCONFIG = {
  compilerOptions: {
    target: "ES2022",
    module: "ESNext",
    moduleResolution: "Bundler",
    // Names that every TypeScript has: an editor whose own is older than a year it does not know
    // would load no library at all.
    lib: ["ESNext", "DOM", "DOM.Iterable"],
    types: [],
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    jsx: "react-jsx",
    jsxImportSource: "commonfabric",
    paths: {
      "commonfabric": ["./.cf/types/mod.ts"],
      "commonfabric/*": ["./.cf/types/*.ts"],
    },
  },
  include: ["**/*.ts", "**/*.tsx"],
  exclude: [".cf/store", "node_modules"],
};

const DENO_CONFIG = {
  imports: {
    "commonfabric": "./.cf/types/mod.ts",
    "commonfabric/jsx-runtime": "./.cf/types/jsx-runtime.ts",
    "commonfabric/schema": "./.cf/types/schema.ts",
  },
  compilerOptions: {
    strict: true,
    jsx: "react-jsx",
    jsxImportSource: "commonfabric",
    lib: ["deno.window", "dom", "dom.iterable", "esnext"],
  },
  exclude: ["**/.cf"],
};

/** What was done with each file of the folder. */
export interface EditorFiles {
  readonly written: readonly string[];
  /** Files that exist already and were left alone. */
  readonly kept: readonly string[];
}

/**
 * Writes the settings that `folder` lacks and refreshes the types. With `force`, settings that
 * exist are replaced.
 */
export async function writeEditorFiles(
  folder: string,
  options: { force?: boolean } = {},
): Promise<EditorFiles> {
  await copyTypes(`${folder}/.cf/types`);
  const written = [".cf/types"];
  const kept: string[] = [];
  const files = {
    "tsconfig.json": JSON.stringify(TSCONFIG, null, 2) + "\n",
    "deno.json": JSON.stringify(DENO_CONFIG, null, 2) + "\n",
    ".gitignore": ".cf/\n",
  };
  for (const [name, content] of Object.entries(files)) {
    const isNew = await writeNew(`${folder}/${name}`, content, options.force === true);
    (isNew ? written : kept).push(name);
  }
  return { written, kept };
}

/** Writes a file; returns false when it exists and `force` is not set. */
async function writeNew(path: string, content: string, force: boolean): Promise<boolean> {
  try {
    await Deno.writeTextFile(path, content, { createNew: !force });
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return false;
    throw error;
  }
}

/** Copies the sources of the author's types; they are declarations without behaviour. */
async function copyTypes(target: string): Promise<void> {
  const source = dirname(fileURLToPath(import.meta.resolve("@cf/api")));
  await Deno.remove(target, { recursive: true }).catch((error: unknown) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
  const copy = async (folder: string): Promise<void> => {
    await Deno.mkdir(`${target}${folder}`, { recursive: true });
    for await (const { name, isDirectory } of Deno.readDir(`${source}${folder}`)) {
      const path = `${folder}/${name}`;
      if (isDirectory && name !== "test") await copy(path);
      if (!isDirectory && /\.ts$/.test(name) && !/\.(test|bench)\.ts$/.test(name)) {
        await Deno.copyFile(`${source}${path}`, `${target}${path}`);
      }
    }
  };
  await copy("");
}
