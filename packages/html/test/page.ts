/** A real browser page with a test's own bundle in it. */

import type { Browser, Page } from "playwright-core";
import { launchChromium } from "../../../test/browser/chromium.ts";

/** The bundle of the module `entry` for a browser, by Deno's own bundler. */
export async function bundle(entry: URL): Promise<string> {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["bundle", "--platform", "browser", entry.pathname],
    stdout: "piped",
    stderr: "piped",
  });
  const { success, stdout, stderr } = await command.output();
  if (!success) throw new TypeError(`Cannot bundle ${entry}: ${new TextDecoder().decode(stderr)}`);
  return new TextDecoder().decode(stdout);
}

/** A page in a browser of its own, to be closed by the caller. */
export interface TestPage {
  readonly browser: Browser;
  readonly page: Page;
  /** What the page said on its console as a warning or an error. */
  readonly complaints: string[];
}

/** Opens a page that has run `script`, with the design's styles. */
export async function openPage(script: string): Promise<TestPage> {
  const browser = await launchChromium();
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.setContent("<!doctype html><title>Test</title><main id=root class=cf-view></main>");
  await page.addScriptTag({ content: script, type: "module" });
  await page.waitForFunction("globalThis.ready === true");
  return { browser, page, complaints };
}
