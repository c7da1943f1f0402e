import assert from "node:assert/strict";
import { launchChromium } from "./chromium.ts";

Deno.test("launchChromium() opens two separate sessions that run scripts", async () => {
  const browser = await launchChromium();
  try {
    const titles = await Promise.all(["one", "two"].map(async (name) => {
      const page = await (await browser.newContext()).newPage();
      await page.setContent(
        `<title></title><script>document.title = "${name} " + (1 + 1)</script>`,
      );
      return await page.title();
    }));
    assert.deepEqual(titles, ["one 2", "two 2"]);
  } finally {
    await browser.close();
  }
});
