/**
 * Makes the page's files: one document, two scripts and a style sheet, each named by its content
 * so that browsers may keep it for ever.
 *
 * Scripts are made by Deno's own bundler. What was made is kept in a folder under the hash of
 * everything that went into it, so that a server starts without bundling again.
 */

import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { alone, canonicalJson, sha256, toHex } from "@cf/utils";
import { CONTENT_CSS, TOKENS_CSS } from "@cf/html/styles";
import { ShellBuildError } from "../errors.ts";
import { SHELL_CSS } from "../page/styles.ts";
import { documentHtml } from "./document.ts";
import { sourceHash } from "./source-hash.ts";

/** One file of the page. */
export interface BuiltFile {
  readonly content: string;
  readonly contentType: string;
  /** Whether it is the worker's script, which needs a policy that lets it evaluate text. */
  readonly isWorker: boolean;
  /** Whether its path changes with its content. */
  readonly isImmutable: boolean;
}

/** The page: its document, and files by path, `/assets/…`. */
export interface BuiltShell {
  readonly document: string;
  readonly files: ReadonlyMap<string, BuiltFile>;
}

/** How to make the page. */
export interface BuildOptions {
  /** Whether to leave out white space and long names. Default true. */
  readonly minify?: boolean;
}

const SCRIPT = "text/javascript; charset=utf-8";

/**
 * Makes the page, or finds it made before in `outFolder`. Throws `shell-build-failed` with the
 * bundler's own words.
 */
export async function buildShell(
  outFolder: string,
  options: BuildOptions = {},
): Promise<BuiltShell> {
  const minify = options.minify ?? true;
  const key = (await sourceHash()).slice(0, 16) + (minify ? "" : "-plain");
  const path = `${outFolder}/${key}.json`;
  const kept = await readKept(path);
  if (kept !== undefined) return toShell(kept);
  await Deno.mkdir(outFolder, { recursive: true });
  const files = await makeFiles(outFolder, minify);
  // Written beside and moved, so that a reader never finds half a file.
  const temporary = `${path}.${crypto.randomUUID()}`;
  await Deno.writeTextFile(temporary, JSON.stringify(files));
  await Deno.rename(temporary, path);
  return toShell(files);
}

interface KeptFiles {
  readonly document: string;
  readonly files: Readonly<Record<string, BuiltFile>>;
}

function toShell(kept: KeptFiles): BuiltShell {
  return { document: kept.document, files: new Map(Object.entries(kept.files)) };
}

async function readKept(path: string): Promise<KeptFiles | undefined> {
  try {
    return JSON.parse(await Deno.readTextFile(path)) as KeptFiles;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function makeFiles(outFolder: string, minify: boolean): Promise<KeptFiles> {
  const { page, worker } = await alone(() => bundle(outFolder, minify));
  const styles = TOKENS_CSS + CONTENT_CSS + SHELL_CSS;
  const file = (content: string, contentType: string, isWorker = false): BuiltFile => ({
    content,
    contentType,
    isWorker,
    isImmutable: true,
  });
  const paths = {
    script: `/assets/shell-${contentHash(page)}.js`,
    worker: `/assets/worker-${contentHash(worker)}.js`,
    styles: `/assets/styles-${contentHash(styles)}.css`,
  };
  return {
    document: documentHtml(paths),
    files: {
      [paths.script]: file(page, SCRIPT),
      [paths.worker]: file(worker, SCRIPT, true),
      [paths.styles]: file(styles, "text/css; charset=utf-8"),
    },
  };
}

/** The two scripts, which the bundler leaves in a folder of their own below `outFolder`. */
async function bundle(
  outFolder: string,
  minify: boolean,
): Promise<{ readonly page: string; readonly worker: string }> {
  const made = await Deno.makeTempDir({ dir: resolve(outFolder), prefix: "bundle-" });
  const entries = [
    new URL("../page/main.ts", import.meta.url),
    new URL("../worker/main.ts", import.meta.url),
  ].map((entry) => fileURLToPath(entry));
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "bundle",
      "--quiet",
      "--platform",
      "browser",
      ...(minify ? ["--minify", "--keep-names"] : []),
      "--outdir",
      made,
      ...entries,
    ],
    // The bundler finds the workspace from its working folder, wherever the server was started.
    cwd: fileURLToPath(new URL(".", import.meta.url)),
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "null",
  }).output();
  try {
    if (!success) {
      throw new ShellBuildError(entries.join(" and "), new TextDecoder().decode(stderr));
    }
    const [page, worker] = await Promise.all(
      ["page", "worker"].map((name) => Deno.readTextFile(`${made}/${name}/main.js`)),
    );
    return { page: page!, worker: worker! };
  } finally {
    await Deno.remove(made, { recursive: true });
  }
}

function contentHash(content: string): string {
  return toHex(sha256(canonicalJson(content))).slice(0, 12);
}
