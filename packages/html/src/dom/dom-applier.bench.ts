/** The view against hand-written DOM calls, in Chromium: the ratio of median times to layout. */

import { openPage } from "../../test/page.ts";

declare const measure: () => Record<string, { view: number; hand: number }>;

/** `dom.<action>.vsVanilla`. Batches are cloned as between a worker and the page. */
export async function figures(): Promise<Record<string, number>> {
  const { browser, page } = await openPage(
    new URL("../../test/bench-entry.ts", import.meta.url),
  );
  try {
    const times = await page.evaluate(() => measure());
    const entries = ["create1000", "swap", "update10th"].map((name) => {
      const { view, hand } = times[name]!;
      return [`dom.${name}.vsVanilla`, view / hand] as const;
    });
    return Object.fromEntries(entries);
  } finally {
    await browser.close();
  }
}
