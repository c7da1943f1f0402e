/** Two people use the message log at once, each in a browser of their own. */

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { launchChromium } from "../browser/chromium.ts";
import { openPiece, post, shows } from "./pages.ts";
import { cf, deploy, startServer } from "./server.ts";

interface Recording {
  frames: { count: number; rows: number }[];
}

/** Records count and rows whenever the view changed, within the turn that changed it. */
function recordFrames(): void {
  const frames: { count: number; rows: number }[] = [];
  (globalThis as unknown as { recording: Recording }).recording = { frames };
  const look = () => {
    const badge = document.querySelector("cf-badge")?.textContent ?? "";
    frames.push({
      count: Number.parseInt(badge, 10),
      rows: document.querySelectorAll("cf-card").length,
    });
  };
  new MutationObserver(look).observe(document.body, {
    childList: true,
    characterData: true,
    subtree: true,
  });
}

Deno.test({
  name: "a post of one person appears with its count in one frame at another person's",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const folder = await Deno.makeTempDir();
    const server = await startServer({ folder });
    const browser = await launchChromium();
    try {
      const piece = await deploy(server, "message-log.tsx");
      const ada = await openPiece(browser, server, { piece });
      const bob = await openPiece(browser, server, { piece });
      // Until a query has its first result, a frame may go without its rows: it is `pending`.
      await bob.page.getByText("Nobody said anything yet.").waitFor();
      await bob.page.evaluate(recordFrames);
      for (let i = 1; i <= 5; i++) {
        await post(ada.page, `message ${i}`);
        await shows(bob.page, `message ${i}`);
      }
      await post(bob.page, "answer");
      await shows(ada.page, "answer");
      const { frames } = await bob.page.evaluate(() =>
        (globalThis as unknown as { recording: Recording }).recording
      );
      assert.ok(frames.length >= 6, "every post changed the view");
      for (const { count, rows } of frames) assert.equal(count, rows);
      assert.equal(await ada.page.title(), "Message log (6)");
      assert.equal(await ada.page.getByRole("textbox", { name: "Message" }).inputValue(), "");
      assert.deepEqual([...ada.complaints, ...bob.complaints], []);
      await checkOutside(folder, server.space);
      assert.equal(JSON.parse(await cf(server, "get", `${piece}/count`, "--json")), 6);
    } finally {
      await browser.close();
      await server.stop();
      await Deno.remove(folder, { recursive: true });
    }
  },
});

/** Any SQLite opens the sibling file and finds the rows. */
async function checkOutside(folder: string, space: string): Promise<void> {
  const files: string[] = [];
  for await (const { name } of Deno.readDir(`${folder}/store/${space}`)) {
    if (/^db-.*\.sqlite$/.test(name)) files.push(name);
  }
  assert.equal(files.length, 1);
  const database = new DatabaseSync(`${folder}/store/${space}/${files[0]}`, { readOnly: true });
  const rows = database.prepare("SELECT body FROM entries ORDER BY id").all();
  database.close();
  assert.deepEqual(rows.map(({ body }) => body), [
    "message 1",
    "message 2",
    "message 3",
    "message 4",
    "message 5",
    "answer",
  ]);
}
