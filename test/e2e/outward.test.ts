/** What leads out of a page: requests, streams, a model, and navigation to another piece. */

import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import {
  type AskedChat,
  lastText,
  startFakeModel,
} from "../../packages/runner/src/builtins/test/fake-model.ts";
import { openPiece } from "./pages.ts";
import { cf, deploy, run } from "./server.ts";
import { withServer } from "./with-server.ts";

const PATTERN = `
import {
  action, BuiltInLLMMessage, computed, Default, fetchJson, generateText, llmDialog, NAME,
  navigateTo, pattern, Stream, streamData, UI, Writable,
} from "commonfabric";

const Note = pattern<{ title: string }>(({ title }) => ({
  [NAME]: title,
  [UI]: <cf-screen><cf-heading>{title}</cf-heading></cf-screen>,
}));

interface Input { site: string; asked: Writable<string | Default<"">> }

export default pattern<Input, { [NAME]: string; open: Stream<void> }>(({ site, asked }) => {
  const sky = fetchJson<{ sky: string }>({ url: computed(() => site + "sky") });
  const prices = streamData<number>({ url: computed(() => site + "prices") });
  const inner = fetchJson<{ sky: string }>({ url: "http://127.0.0.1:1/" });
  const answer = generateText({ prompt: asked });
  const messages = new Writable<BuiltInLLMMessage[]>([]);
  const dialog = llmDialog({ messages });
  const notes = new Writable<{ title: string }[]>([]);
  const open = action(() => {
    const note = Note({ title: "The other piece" });
    notes.push(note);
    navigateTo(note);
  });
  return {
    [NAME]: "Ways out",
    open,
    [UI]: (
      <cf-screen>
        <p id="sky">{sky.result?.sky}</p>
        <p id="price">{prices.result}</p>
        <p id="inner">{computed(() => String(inner.error))}</p>
        <p id="partial">{answer.partial}</p>
        <p id="answer">{answer.result}</p>
        <p id="said">{computed(() => messages.get().map(({ content }) => String(content)).join("|"))}</p>
        <cf-button onClick={() => asked.set("Why?")}>Ask</cf-button>
        <cf-button onClick={() => dialog.addMessage.send({ role: "user", content: "Hi" })}>Talk</cf-button>
        <cf-button onClick={open}>Open</cf-button>
      </cf-screen>
    ),
  };
});
`;

function startSite() {
  const next = Promise.withResolvers<void>();
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, (request) => {
    if (request.url.endsWith("sky")) return Response.json({ sky: "clear" });
    const events = (async function* () {
      yield "data: 10\n\n";
      await next.promise;
      yield "data: 11\n\n";
    })();
    const body = ReadableStream.from(events).pipeThrough(new TextEncoderStream());
    return new Response(body, { headers: { "content-type": "text/event-stream" } });
  });
  const host = `127.0.0.1:${server.addr.port}`;
  return { host, url: `http://${host}/`, next: next.resolve, close: () => server.shutdown() };
}

/** Waits until an element's text is what is expected. */
async function reads(page: Page, id: string, text: string | RegExp): Promise<void> {
  await page.locator(`#${id}`).filter({ hasText: text }).waitFor();
}

Deno.test({
  name: "a page fetches, follows streams, asks the server's model, and goes to another piece",
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    const site = startSite();
    const gate = Promise.withResolvers<void>();
    const model = startFakeModel(async function* (asked: AskedChat) {
      yield `To ${lastText(asked)} `;
      if (asked.body.messages.length === 1 && lastText(asked) === "Why?") await gate.promise;
      yield "because";
    });
    const { url, key, model: name } = model.provider;
    const env = { CF_LLM_URL: url, CF_LLM_KEY: key!, CF_LLM_MODEL: name! };
    try {
      await withServer(async ({ server, browser, folder }) => {
        const file = `${folder}/ways-out.tsx`;
        await Deno.writeTextFile(file, PATTERN);
        const piece = await deploy(server, file);
        await cf(server, "set", `${piece}/site`, JSON.stringify(site.url), "--input");
        const { page, complaints } = await openPiece(browser, server, { piece });
        const sent: string[] = [];
        page.on("request", (request) => sent.push(request.url()));
        await reads(page, "sky", "clear");
        await reads(page, "price", "10");
        site.next();
        await reads(page, "price", "11");
        await reads(page, "inner", "is in the server's own network");
        await page.getByRole("button", { name: "Ask" }).click();
        await reads(page, "partial", "To Why?");
        gate.resolve();
        await reads(page, "answer", "To Why? because");
        await page.getByRole("button", { name: "Talk" }).click();
        await reads(page, "said", "Hi|To Hi because");
        assert.deepEqual(
          new Set(model.asked.map((one) => one.authorization)),
          new Set(["Bearer secret"]),
        );
        assert.deepEqual(sent.filter((one) => !one.startsWith(server.url)), []);
        await page.getByRole("button", { name: "Open" }).click();
        await page.getByRole("heading", { name: "The other piece" }).waitFor();
        assert.notEqual(new URL(page.url()).pathname, `/${server.space}/${piece}`);
        await page.goBack();
        await reads(page, "sky", "clear");
        // The browser itself says that the server refused the request to its own network.
        assert.deepEqual(complaints.filter((text) => !/status of 403/.test(text)), []);
        const { talk } = await run(server, "call", `${piece}/open`);
        assert.match(talk, /^open: http:\/\/\S+\/did:key:\S+$/m);
      }, { flags: ["--allow-net", site.host], env });
    } finally {
      await site.close();
      await model.close();
    }
  },
});
