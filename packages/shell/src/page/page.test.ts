import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { launchChromium } from "../../../../test/browser/chromium.ts";
import { SPACE } from "../../test/demo-host.ts";
import { serveDemo } from "../../test/demo-server.ts";

Deno.test("the page in Chromium, under a policy without inline code", async (t) => {
  const server = await serveDemo();
  const browser = await launchChromium();
  try {
    for (const [name, run] of Object.entries(CASES)) {
      await t.step(name, async () => {
        const context = await browser.newContext({ colorScheme: "light" });
        const page = await context.newPage();
        const complaints: string[] = [];
        page.on("console", (message) => {
          if (message.type() !== "log") complaints.push(message.text());
        });
        page.on("pageerror", (error) => complaints.push(String(error)));
        await run(page, server.url);
        assert.deepEqual(complaints, []);
        await context.close();
      });
    }
  } finally {
    await browser.close();
    await server.close();
  }
});

const CASES: Record<string, (page: Page, url: string) => Promise<void>> = {
  "keeps the styles of its frame out of the view of a piece": async (page, url) => {
    await page.goto(`${url}/${SPACE}/piece:counter`);
    await page.getByRole("button", { name: "More" }).waitFor();
    const shown = await page.evaluate(() => {
      const view = document.querySelector(".piece")!;
      const names = [
        "card",
        "overlay",
        "grid",
        "message",
        "pill",
        "button",
        "bar",
        "loading",
        "state",
      ];
      const look = (tag: string, name: string) => {
        const element = document.createElement(tag);
        element.className = name;
        const around = view.appendChild(document.createElement("div"));
        around.append(element);
        const { display, position, padding, fontFamily, margin } = getComputedStyle(element);
        const piece = getComputedStyle(view).display;
        around.remove();
        return [display, position, padding, fontFamily, margin, piece].join(" ");
      };
      const differ = names.filter((name) => look("div", name) !== look("div", ""));
      const bar = getComputedStyle(document.querySelector("header")!).position;
      return { differ, bar };
    });
    assert.deepEqual(shown, { differ: [], bar: "sticky" });
  },

  "leads from the spaces to a piece and back, with titles and addresses": async (page, url) => {
    await page.goto(url);
    await page.getByRole("heading", { name: "Spaces" }).waitFor();
    await page.getByRole("link", { name: "Yours" }).click();
    await page.getByRole("heading", { name: "Pieces" }).waitFor();
    assert.equal(new URL(page.url()).pathname, `/${SPACE}`);
    await page.getByRole("link", { name: "Counter" }).click();
    await page.getByRole("button", { name: "More" }).click();
    await page.getByText("1", { exact: true }).waitFor();
    assert.equal(await page.title(), "Counter");
    assert.equal(new URL(page.url()).pathname, `/${SPACE}/piece:counter`);
    await page.goBack();
    await page.getByRole("heading", { name: "Pieces" }).waitFor();
    assert.equal(await page.getByRole("button", { name: "More" }).count(), 0);
  },

  "calls a space by the name that patterns have for it": async (page, url) => {
    await page.goto(url);
    await page.getByRole("link", { name: "Team of Ann" }).click();
    await page.getByRole("heading", { name: "Team of Ann" }).waitFor();
    await page.getByRole("link", { name: "Counter" }).click();
    await page.getByRole("button", { name: "More" }).waitFor();
    const crumbs = page.getByRole("navigation", { name: "Where you are" });
    await crumbs.getByRole("link", { name: "Team of Ann" }).click();
    await page.getByRole("heading", { name: "Team of Ann" }).waitFor();
    assert.equal(await page.title(), "Pieces of Team of Ann");
    await page.goBack();
    await page.goBack();
    await page.goBack();
    await page.getByRole("link", { name: "Yours" }).click();
    await page.getByRole("heading", { name: "Pieces" }).waitFor();
    assert.match(await page.title(), /^Pieces of z6M/);
  },

  "opens a piece at its own address, typed text reaching it": async (page, url) => {
    await page.goto(`${url}/${SPACE}/piece:todo`);
    await page.getByPlaceholder("What else?").fill("Salt");
    await page.keyboard.press("Enter");
    await page.getByRole("checkbox", { name: "Salt" }).check();
    await page.getByText("2 left").waitFor();
    // What a screen reader is told; the list of the space was never there to know the name from.
    const told = page.locator("body > [role=status]");
    assert.match(await told.innerText(), /^\S.* is open$/);
    await page.getByRole("button", { name: "Remove Olives" }).click();
    await page.getByText("1 left").waitFor();
  },

  "says what is wrong with a space and with a piece": async (page, url) => {
    await page.goto(`${url}/did:key:znowhere`);
    await page.getByRole("alert").getByText("this host has no such space").waitFor();
    await page.goto(`${url}/${SPACE}/piece:broken`);
    await page.getByText("/broken.tsx:12:31").waitFor();
    await page.getByRole("link", { name: "All pieces" }).click();
    await page.getByRole("link", { name: "Groceries" }).waitFor();
  },

  "shows the connection, errors of handlers and of the compiler": async (page, url) => {
    await page.goto(`${url}/${SPACE}/piece:log`);
    await page.getByText("Live").waitFor();
    await page.getByPlaceholder("Say something").fill("fail");
    await page.keyboard.press("Enter");
    const tray = page.getByRole("region", { name: "Problems" });
    await tray.getByText("UNIQUE constraint failed").waitFor();
    await tray.getByText("INSERT INTO entries").waitFor();
    await tray.getByRole("button", { name: "Dismiss" }).click();
    await tray.getByText("UNIQUE").waitFor({ state: "detached" });
    await page.getByPlaceholder("Say something").fill("fail");
    await page.keyboard.press("Enter");
    await tray.getByText("UNIQUE").waitFor();
    await page.getByRole("button", { name: "Mend it" }).click();
    await tray.getByText("UNIQUE").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Go offline" }).click();
    await page.getByText("2 changes wait to be sent.").waitFor();
    await page.getByRole("button", { name: "Break it" }).click();
    const overlay = page.getByRole("alertdialog", { name: "2 compile errors" });
    await overlay.getByText("/message-log.tsx:21:9").waitFor();
    await overlay.getByRole("button", { name: "Close" }).click();
    await overlay.waitFor({ state: "detached" });
  },

  "says why a piece that is shown is shut off, and goes on showing it": async (page, url) => {
    await page.goto(`${url}/${SPACE}/piece:log`);
    await page.getByRole("button", { name: "Shut it" }).click();
    const tray = page.getByRole("region", { name: "Problems" });
    await tray.getByText("Cannot connect: no right to read").waitFor();
    await page.getByText("Pulling the plug").waitFor();
  },

  "leaves a piece's problems behind with the piece": async (page, url) => {
    await page.goto(`${url}/${SPACE}/piece:log`);
    await page.getByPlaceholder("Say something").fill("fail");
    await page.keyboard.press("Enter");
    await page.getByText("UNIQUE constraint failed").waitFor();
    await page.locator("header").getByRole("link").nth(1).click();
    await page.getByRole("link", { name: "Counter" }).click();
    await page.getByRole("button", { name: "More" }).waitFor();
    assert.equal(await page.getByText("UNIQUE constraint failed").count(), 0);
  },

  "goes on when a piece does not, and starts it anew": async (page, url) => {
    await page.clock.install();
    await page.goto(`${url}/${SPACE}/piece:endless`);
    await page.getByRole("button", { name: "Never end" }).click();
    await page.clock.runFor(15_000);
    await page.getByText("has not answered for a while").waitFor();
    await page.getByRole("button", { name: "Start it anew" }).click();
    await page.getByText("has not answered").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Never end" }).waitFor();
    await page.getByRole("link", { name: "Cell Fabric" }).click();
    await page.getByRole("heading", { name: "Spaces" }).waitFor();
  },

  "works by keyboard alone": async (page, url) => {
    await page.goto(`${url}/${SPACE}`);
    await page.getByRole("link", { name: "Counter" }).waitFor();
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Skip to content");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute("href"));
    assert.equal(await focused(), `/${SPACE}/piece:log`);
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await page.keyboard.press("g");
    await page.keyboard.press("h");
    await page.getByRole("heading", { name: "Spaces" }).waitFor();
  },

  "keeps shortcuts out of what is typed": async (page, url) => {
    await page.goto(`${url}/${SPACE}/piece:todo`);
    await page.getByPlaceholder("What else?").pressSequentially("gh?t");
    assert.equal(await page.getByPlaceholder("What else?").inputValue(), "gh?t");
    assert.equal(await page.title(), "Groceries");
  },

  "switches the theme and remembers it": async (page, url) => {
    await page.goto(url);
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await page.getByRole("heading", { name: "Spaces" }).waitFor();
    const light = await background();
    await page.emulateMedia({ colorScheme: "dark" });
    const dark = await background();
    assert.notEqual(dark, light);
    await page.getByRole("button", { name: "Theme: system" }).click();
    await page.getByRole("button", { name: "Theme: light" }).waitFor();
    assert.equal(await background(), light);
    await page.reload();
    await page.getByRole("button", { name: "Theme: light" }).waitFor();
    assert.equal(await background(), light);
  },
};
