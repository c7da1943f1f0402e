/**
 * The one way in which tests get a browser: the system's Chromium, else the build inside the npm
 * package `@sparticuz/chromium`, unpacked once into the temporary folder.
 */

import { type Browser, chromium } from "playwright-core";

/** A browser program, and the environment that it needs besides the caller's. */
interface ChromiumProgram {
  readonly path: string;
  readonly env: Readonly<Record<string, string>>;
}

const PROGRAM_NAMES = [
  "chromium",
  "chromium-browser",
  "google-chrome-stable",
  "google-chrome",
  "chromium-headless-shell",
];

/** Quiet, and without connections of the browser's own to anywhere. */
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const PACKAGED_VERSION = "153.0.0";

/**
 * Starts a headless browser. The caller closes it. Nothing that a test waits for in its pages has a
 * time limit: how long a page takes is the machine's affair, and a busy one takes long.
 */
export async function launchChromium(): Promise<Browser> {
  const { path, env } = await findChromium();
  const browser = await chromium.launch({
    executablePath: path,
    args: ARGUMENTS,
    env: { ...Deno.env.toObject(), ...env },
    timeout: 0,
  });
  const newContext = browser.newContext.bind(browser);
  // Pages that are made without a context get one here, too.
  browser.newContext = async (options) => {
    const context = await newContext(options);
    context.setDefaultTimeout(0);
    return context;
  };
  return browser;
}

/**
 * The browser to use: what `CF_CHROMIUM` names, else the first known program on the PATH, else the
 * packaged one.
 */
async function findChromium(): Promise<ChromiumProgram> {
  const named = Deno.env.get("CF_CHROMIUM");
  if (named !== undefined && named !== "packaged") return { path: named, env: {} };
  const installed = named === "packaged" ? undefined : await findOnPath();
  return installed === undefined ? await unpackChromium() : { path: installed, env: {} };
}

async function findOnPath(): Promise<string | undefined> {
  for (const name of PROGRAM_NAMES) {
    for (const folder of (Deno.env.get("PATH") ?? "").split(":")) {
      if (folder !== "" && await exists(`${folder}/${name}`)) return `${folder}/${name}`;
    }
  }
  return undefined;
}

/**
 * Unpacks into a fresh folder and renames it into place, so that two test processes that start
 * together never see half a browser.
 */
async function unpackChromium(): Promise<ChromiumProgram> {
  const temporary = Deno.env.get("TMPDIR") ?? "/tmp";
  const home = `${temporary}/cf-chromium-${PACKAGED_VERSION}`;
  if (!await exists(`${home}/chromium`)) {
    const fresh = await Deno.makeTempDir({ dir: temporary, prefix: "cf-chromium-" });
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-lock", new URL("./unpack-chromium.ts", import.meta.url).pathname],
      env: { TMPDIR: fresh, AWS_LAMBDA_JS_RUNTIME: "nodejs22.x" },
    }).output();
    if (!success) {
      throw new TypeError(
        "Cannot find a browser: install Chromium, or name one in CF_CHROMIUM; unpacking the " +
          `packaged one failed: ${new TextDecoder().decode(stderr)}`,
      );
    }
    await Deno.rename(fresh, home).catch(() => Deno.remove(fresh, { recursive: true }));
  }
  const path = `${home}/chromium`;
  return { path, env: await lacksLibraries(path) ? { LD_LIBRARY_PATH: `${home}/al2023/lib` } : {} };
}

/** Whether the system misses a library that the packaged browser brings along. */
async function lacksLibraries(path: string): Promise<boolean> {
  const { stdout } = await new Deno.Command("ldd", { args: [path] }).output();
  return new TextDecoder().decode(stdout).includes("not found");
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then((found) => found.isFile, () => false);
}
