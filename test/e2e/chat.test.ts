/** Two people talk in a room: each has a name of their own, and what is said is everybody's. */

import assert from "node:assert/strict";
import type { Browser, Page } from "playwright-core";
import { openPiece } from "./pages.ts";
import { deploy } from "./server.ts";
import { withServer } from "./with-server.ts";

const PICTURE = new URL("../../docs/images/chat.png", import.meta.url);
const SIZE = { width: 560, height: 540 };

Deno.test({
  name: "two people talk in a room, each under their own name and on their own side",
  sanitizeOps: false,
  sanitizeResources: false,
  fn: () =>
    withServer(async ({ server, browser }) => {
      const piece = await deploy(server, "chat.tsx");
      const open = async (name: string, colorScheme: "light" | "dark") => {
        const person = await openPiece(browser, server, { piece, colorScheme });
        await person.page.setViewportSize(SIZE);
        await person.page.getByRole("textbox", { name: "Your name" }).fill(name);
        return person;
      };
      const ada = await open("Ada", "light");
      const bo = await open("Bo", "dark");
      const say = async (page: Page, text: string) => {
        const field = page.getByRole("textbox", { name: "Message to #lobby" });
        await field.fill(text);
        await field.press("Enter");
        for (const { page } of [ada, bo]) await page.getByText(text).waitFor();
      };
      await say(ada.page, "Who brings the cake on Friday?");
      await say(bo.page, "I do. Lemon or chocolate?");
      await say(ada.page, "Both, if you ask me.");
      await say(bo.page, "Both it is, then.");
      for (const [{ page, complaints }, name] of [[ada, "Ada"], [bo, "Bo"]] as const) {
        const own = page.locator("cf-chat-message .user");
        assert.deepEqual(await own.evaluateAll((all) => all.map((one) => one.ariaLabel)), [
          name,
          name,
        ]);
        assert.equal(await page.getByRole("article").count(), 4);
        assert.equal(await page.title(), "#lobby");
        assert.deepEqual(complaints, []);
      }
      // The window shows the end of the conversation, and the field stays below it.
      const end = ada.page.getByRole("article").last();
      const below = (await ada.page.getByRole("button", { name: "Send" }).boundingBox())!;
      const last = (await end.boundingBox())!;
      assert.ok(last.y + last.height <= below.y, "the newest message is in sight");
      const windows = [ada, bo].map(({ page }) => page.screenshot({ type: "png" }));
      await keepPicture(browser, await Promise.all(windows));
    }),
});

/** The README's picture is made here: `CF_UPDATE_IMAGES=1 deno task test e2e`. */
async function keepPicture(browser: Browser, windows: readonly Uint8Array[]): Promise<void> {
  if (Deno.env.get("CF_UPDATE_IMAGES") !== "1") return;
  const page = await browser.newPage({ viewport: { width: 1200, height: 588 } });
  const images = windows.map((bytes) => `<img src="data:image/png;base64,${bytes.toBase64()}">`);
  await page.setContent(`<style>
    body { margin: 0; display: flex; gap: 24px; padding: 24px; background: #cfdcd5; }
    img { border-radius: 12px; box-shadow: 0 8px 28px rgb(20 30 25 / 0.28); }
  </style>${images.join("")}`);
  await Deno.writeFile(PICTURE, await page.screenshot({ type: "png" }));
  await page.close();
}
