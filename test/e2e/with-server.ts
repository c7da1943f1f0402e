/** A server in a fresh folder and a browser, both ended whatever happens. */

import type { Browser } from "playwright-core";
import { launchChromium } from "../browser/chromium.ts";
import { type ServerProcess, startServer } from "./server.ts";

/** What a test has to work with; a test that starts another server puts it in `server`. */
export interface Stage {
  readonly folder: string;
  readonly browser: Browser;
  server: ServerProcess;
}

/** Runs `test` with a server and a browser of its own. */
export async function withServer(
  test: (stage: Stage) => Promise<void>,
  options: Omit<Parameters<typeof startServer>[0], "folder"> = {},
): Promise<void> {
  const folder = await Deno.makeTempDir();
  const starting = startServer({ folder, ...options });
  const [server, browser] = await Promise.all([starting, launchChromium()]);
  const stage: Stage = { folder, browser, server };
  try {
    await test(stage);
  } finally {
    await browser.close();
    await stage.server.stop();
    await Deno.remove(folder, { recursive: true });
  }
}
