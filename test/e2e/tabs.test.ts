/** Several tabs of one browser, which share its few connections to a server. */

import assert from "node:assert/strict";
import { deploy } from "./server.ts";
import { withServer } from "./with-server.ts";

const TABS = 3;

/** The site never ends a stream; a tab of its own follows three. */
const pattern = (site: string) => `
import { action, Default, NAME, pattern, streamData, UI, Writable } from "commonfabric";

export default pattern<{ count: Writable<number | Default<0>> }>(({ count }) => {
  const prices = ["a", "b", "c"].map((name) => streamData<string>({ url: "${site}" + name }));
  const more = action(() => count.increment(1));
  return {
    [NAME]: "Streams",
    [UI]: (
      <cf-screen>
        <p>{prices[0].result} {prices[1].result} {prices[2].result}</p>
        <p id="count">{count}</p>
        <cf-button onClick={more}>More</cf-button>
      </cf-screen>
    ),
  };
});
`;

Deno.test({
  name: "tabs with more endless streams than a browser has connections open, and work",
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    const open = new Set<ReadableStreamDefaultController<Uint8Array>>();
    let openMost = 0;
    const site = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, () => {
      let mine: ReadableStreamDefaultController<Uint8Array>;
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          open.add(mine = controller);
          openMost = Math.max(openMost, open.size);
          controller.enqueue(new TextEncoder().encode('data: "tick"\n\n'));
        },
        cancel: () => void open.delete(mine),
      });
      return new Response(body, { headers: { "content-type": "text/event-stream" } });
    });
    const host = `127.0.0.1:${site.addr.port}`;
    try {
      await withServer(async ({ server, browser, folder }) => {
        const file = `${folder}/streams.tsx`;
        await Deno.writeTextFile(file, pattern(`http://${host}/`));
        const piece = await deploy(server, file);
        const context = await browser.newContext();
        for (let tab = 1; tab <= TABS; tab++) {
          const page = await context.newPage();
          await page.goto(`${server.url}/${server.space}/${piece}`);
          await page.getByRole("button", { name: "More" }).click();
          await page.locator("#count").filter({ hasText: String(tab) }).waitFor();
          if (tab === 1) await page.getByText("tick tick tick").waitFor();
        }
        for (const page of context.pages()) {
          await page.locator("#count").filter({ hasText: String(TABS) }).waitFor();
        }
        assert.ok(openMost <= 4, `${openMost} streams at a time`);
        await context.close();
      }, { flags: ["--allow-net", host] });
    } finally {
      for (const controller of open) controller.close();
      await site.shutdown();
    }
  },
});
