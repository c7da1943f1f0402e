/** A real browser page with a test's own bundle in it. */

import assert from "node:assert/strict";
import type { Browser, Page } from "playwright-core";
import { bundle } from "../../../test/browser/bundle.ts";
import { launchChromium } from "../../../test/browser/chromium.ts";

/** A page in a browser of its own, to be closed by the caller. */
export interface TestPage {
  readonly browser: Browser;
  readonly page: Page;
  /** What the page said on its console as a warning or an error. */
  readonly complaints: string[];
}

const PAGE_ENTRY = new URL("./page-entry.ts", import.meta.url);

/** Opens a page that has run the module `entry`, with the design's styles. */
export async function openPage(entry: URL = PAGE_ENTRY): Promise<TestPage> {
  const script = await bundle(entry);
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

/** Cases by name that share one page; each may say nothing on its console. */
export type PageCases = Record<string, (opened: TestPage) => Promise<void>>;

/** Runs each case as a step. */
export async function runCases(t: Deno.TestContext, cases: PageCases): Promise<void> {
  const opened = await openPage();
  try {
    for (const [name, run] of Object.entries(cases)) {
      await t.step(name, async () => {
        opened.complaints.length = 0;
        await run(opened);
        assert.deepEqual(opened.complaints, []);
      });
    }
  } finally {
    await opened.browser.close();
  }
}
