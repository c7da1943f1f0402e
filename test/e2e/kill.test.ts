/** The server is killed while people post. What was acknowledged is there when it is back. */

import assert from "node:assert/strict";
import { launchChromium } from "../browser/chromium.ts";
import { openPiece, post, shows } from "./pages.ts";
import { cf, deploy, startServer } from "./server.ts";

Deno.test({
  name: "a server killed while posts are sent comes back with every acknowledged post",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const folder = await Deno.makeTempDir();
    let server = await startServer({ folder });
    const browser = await launchChromium();
    try {
      const piece = await deploy(server, "message-log.tsx");
      const { page } = await openPiece(browser, server, { piece });
      await post(page, "before");
      await shows(page, "before");
      const { port } = server;
      const calls = Array.from(
        { length: 12 },
        (_, i) =>
          cf(server, "call", `${piece}/post`, JSON.stringify({ body: `call ${i}` })).then(
            () => `call ${i}`,
            () => undefined,
          ),
      );
      // The kill falls among the calls: it waits for the first answer, no longer.
      await Promise.any(calls.map(async (call) => assert.ok(await call)));
      await server.kill();
      server = await startServer({ folder, port });
      // Calls that were waiting go on by themselves; those that were cut off may have failed.
      const acknowledged = (await Promise.all(calls)).filter((body) => body !== undefined);
      await post(page, "after");
      await shows(page, "after");
      const bodies = JSON.parse(await cf(server, "get", `${piece}/bodies`, "--json")) as string[];
      const count = JSON.parse(await cf(server, "get", `${piece}/count`, "--json"));
      assert.equal(new Set(bodies).size, bodies.length, "nothing is there twice");
      assert.equal(count, bodies.length, "cells and rows agree");
      for (const body of ["before", "after", ...acknowledged]) {
        assert.ok(bodies.includes(body), body);
      }
      for (const body of bodies) await shows(page, body);
      assert.equal(await page.title(), `Message log (${count})`);
    } finally {
      await browser.close();
      await server.stop();
      await Deno.remove(folder, { recursive: true });
    }
  },
});
