/** A post from one browser to another: from the click to the paint at the other side. */

import type { Page } from "playwright-core";
import { launchChromium } from "../browser/chromium.ts";
import { openPiece, post, shows } from "../e2e/pages.ts";
import { deploy, startServer } from "../e2e/server.ts";

const POSTS = 30;

interface Times {
  painted: Record<string, number>;
}

/** Notes when each new message is painted, in milliseconds since 1970. */
function recordPaints(): void {
  const painted: Record<string, number> = {};
  (globalThis as unknown as { times: Times }).times = { painted };
  new MutationObserver(() => {
    const text = document.querySelector("cf-card")?.textContent ?? "";
    const name = /post \d+/.exec(text)?.[0];
    if (name === undefined || name in painted) return;
    painted[name] = NaN;
    // The frame after the one that shows the change: it is on the screen then.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => painted[name] = performance.timeOrigin + performance.now())
    );
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
}

/** Notes when the button was clicked. */
function recordClicks(): void {
  (globalThis as unknown as { clicks: number[] }).clicks = [];
  document.addEventListener("click", () => {
    const { clicks } = globalThis as unknown as { clicks: number[] };
    clicks.push(performance.timeOrigin + performance.now());
  }, { capture: true });
}

async function measure(sender: Page, receiver: Page): Promise<number> {
  await receiver.evaluate(recordPaints);
  for (let i = 0; i < POSTS; i++) {
    if (i === 0) await sender.evaluate(recordClicks);
    await post(sender, `post ${i}`);
    await shows(receiver, `post ${i}`);
    await receiver.waitForFunction(
      (name) => !Number.isNaN((globalThis as unknown as { times: Times }).times.painted[name]),
      `post ${i}`,
    );
  }
  const clicks = await sender.evaluate(() =>
    (globalThis as unknown as { clicks: number[] }).clicks
  );
  const { painted } = await receiver.evaluate(() =>
    (globalThis as unknown as { times: Times }).times
  );
  // The field is clicked by nobody: each click is one post.
  const delays = clicks.slice(-POSTS).map((at, i) => painted[`post ${i}`]! - at);
  return delays.sort((a, b) => a - b)[POSTS >> 1]!;
}

/** The figures of this bench. */
export async function figures(): Promise<Record<string, number>> {
  const folder = await Deno.makeTempDir();
  const server = await startServer({ folder });
  const browser = await launchChromium();
  try {
    const piece = await deploy(server, "message-log.tsx");
    const { page: sender } = await openPiece(browser, server, { piece });
    const { page: receiver } = await openPiece(browser, server, { piece });
    return { "e2e.post.ms": await measure(sender, receiver) };
  } finally {
    await browser.close();
    await server.stop();
    await Deno.remove(folder, { recursive: true });
  }
}
