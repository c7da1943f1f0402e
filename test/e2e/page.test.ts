/** The page over a real server: its connection, its keyboard, and what a screen reader finds. */

import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { openPiece, post, shows } from "./pages.ts";
import { deploy, startServer } from "./server.ts";
import { withServer } from "./with-server.ts";

Deno.test({
  name: "a page whose server is started again says so, keeps what was typed, and goes on",
  sanitizeOps: false,
  sanitizeResources: false,
  fn: () =>
    withServer(async (stage) => {
      const { server, browser, folder } = stage;
      const piece = await deploy(server, "message-log.tsx");
      const { page } = await openPiece(browser, server, { piece });
      await post(page, "before");
      await shows(page, "before");
      await server.stop();
      await page.getByText("No connection to the server.").waitFor();
      await page.getByText("Offline", { exact: true }).waitFor();
      await page.getByRole("textbox", { name: "Message" }).fill("while away");
      stage.server = await startServer({ folder, port: server.port });
      await page.getByText("Live", { exact: true }).waitFor();
      await page.getByText("No connection to the server.").waitFor({ state: "detached" });
      const field = page.getByRole("textbox", { name: "Message" });
      assert.equal(await field.inputValue(), "while away");
      await page.getByRole("button", { name: "Post" }).click();
      await shows(page, "while away");
      assert.equal(await page.locator("cf-card", { hasText: "before" }).count(), 1);
      const tray = page.getByRole("region", { name: "Problems" });
      assert.equal(await tray.getByRole("article").count(), 0, "the banner was all it took");
    }),
});

/** The accessible name of what has the focus, through shadow trees. */
function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    const host = (element?.getRootNode() as ShadowRoot | undefined)?.host;
    return element?.getAttribute("aria-label") ?? host?.textContent?.trim() ??
      element?.textContent?.trim() ?? "";
  });
}

/** Presses Tab until `name` has the focus; a round through the page without it fails. */
async function tabTo(page: Page, name: string): Promise<void> {
  const passed: string[] = [];
  while (passed.length < 30) {
    await page.keyboard.press("Tab");
    const focused = await focusedName(page);
    if (focused === name) return;
    passed.push(focused);
  }
  assert.fail(`Tab does not reach ${name}, only ${passed.join(", ")}`);
}

Deno.test({
  name: "a message is posted by keyboard alone, from the list of pieces on",
  sanitizeOps: false,
  sanitizeResources: false,
  fn: () =>
    withServer(async ({ server, browser }) => {
      await deploy(server, "message-log.tsx");
      const page = await (await browser.newContext()).newPage();
      await page.goto(`${server.url}/${server.space}`);
      const link = page.getByRole("link", { name: "Message log (0)" });
      await link.waitFor();
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await page.getByRole("textbox", { name: "Message" }).waitFor();
      await tabTo(page, "Message");
      await page.keyboard.type("by hand");
      await page.keyboard.press("Enter");
      await shows(page, "by hand");
      await page.keyboard.type("by button");
      await tabTo(page, "Post");
      await page.keyboard.press("Space");
      await shows(page, "by button");
      assert.equal(await page.title(), "Message log (2)");
    }),
});

/** Controls without a name, and names of roles that a page has once. */
function findings(): string[] {
  const found: string[] = [];
  const every = (root: ParentNode): Element[] =>
    [...root.querySelectorAll("*")].flatMap((element) => [
      element,
      ...(element.shadowRoot ? every(element.shadowRoot) : []),
    ]);
  const elements = every(document).filter((element) => element.checkVisibility());
  for (const element of elements) {
    if (!element.matches("button, a[href], input, select, textarea, [role=button]")) continue;
    const host = (element.getRootNode() as ShadowRoot).host;
    const labels = (element as HTMLInputElement).labels;
    const names = [
      element.getAttribute("aria-label"),
      element.textContent,
      ...[...labels ?? []].map((label) => label.textContent),
      (element as { ariaLabelledByElements?: Element[] | null } & Element)
        .ariaLabelledByElements?.map((label) => label.textContent).join(""),
      host?.textContent,
    ];
    if (!names.some((name) => name?.trim())) found.push(`no name: ${element.outerHTML}`);
  }
  const once = ["main", "header"];
  for (const tag of once) {
    if (document.querySelectorAll(tag).length !== 1) found.push(`not one <${tag}>`);
  }
  const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
  if (new Set(ids).size !== ids.length) found.push(`an id twice: ${ids}`);
  if (document.documentElement.lang === "") found.push("no language");
  if (document.title === "") found.push("no title");
  for (const image of document.querySelectorAll("img:not([alt])")) found.push(image.outerHTML);
  return found;
}

Deno.test({
  name: "every control of the examples has a name, and nothing is wider than a phone",
  sanitizeOps: false,
  sanitizeResources: false,
  fn: () =>
    withServer(async ({ server, browser }) => {
      const context = await browser.newContext({ viewport: { width: 390, height: 800 } });
      const page = await context.newPage();
      for (const pattern of ["board", "counter", "message-log", "todo-list"]) {
        const piece = await deploy(server, `${pattern}.tsx`);
        await page.goto(`${server.url}/${server.space}/${piece}`);
        await page.getByText("Live", { exact: true }).waitFor();
        await page.locator("cf-screen").first().waitFor();
        const field = page.getByRole("textbox").last();
        if (await field.count() > 0) {
          await field.fill("a rather long text that has to be broken somewhere");
          await field.press("Enter");
          await page.getByText("a rather long text").first().waitFor();
        }
        assert.deepEqual(await page.evaluate(findings), [], pattern);
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(width <= 390, `${pattern} is ${width} wide`);
      }
      await page.goto(`${server.url}/${server.space}`);
      await page.getByRole("link", { name: "Board (1)" }).waitFor();
      assert.deepEqual(await page.evaluate(findings), []);
    }),
});

Deno.test({
  name: "what is typed as soon as a page shows is kept, although its place is still to be loaded",
  sanitizeOps: false,
  sanitizeResources: false,
  fn: () =>
    withServer(async ({ server, browser }) => {
      const piece = await deploy(server, "habits.tsx");
      const { page, complaints } = await openPiece(browser, server, { piece });
      const field = page.getByRole("textbox", { name: "New habit" });
      await field.fill("Swim");
      await page.keyboard.press("Enter");
      await page.getByText("Swim", { exact: true }).waitFor();
      assert.equal(await field.inputValue(), "");
      assert.deepEqual(complaints, []);
    }),
});

Deno.test({
  name: "the newest message of a full chat is in sight, and so is the field for the next",
  sanitizeOps: false,
  sanitizeResources: false,
  fn: () =>
    withServer(async ({ server, browser }) => {
      const piece = await deploy(server, "chat.tsx");
      const { page } = await openPiece(browser, server, { piece });
      await page.getByRole("textbox", { name: "Your name" }).fill("Ann");
      const field = page.getByRole("textbox", { name: /^Message to/ });
      for (let n = 1; n <= 20; n++) {
        await field.fill(`message ${n}`);
        await field.press("Enter");
      }
      await page.getByText("message 20", { exact: true }).waitFor();
      await page.waitForFunction(() => {
        const last = [...document.querySelectorAll("cf-chat-message")].at(-1)!
          .getBoundingClientRect();
        const footer = document.querySelector("cf-message-input")!.getBoundingClientRect();
        return last.bottom <= footer.top && footer.bottom <= innerHeight;
      });
    }),
});
