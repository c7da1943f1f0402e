/** Small controls in Chromium: toggles, tags, and what copies a text. */

import assert from "node:assert/strict";
import { openPage } from "../../test/page.ts";

declare const h: typeof import("../../test/view.ts").h;
declare const show: (view: unknown) => { view: { flush(): void }; warnings: string[] };
declare const Cell: typeof import("../../test/view.ts").Cell;
declare const Stream: typeof import("../../test/view.ts").Stream;

/** What one evaluation leaves on the global object for the next. */
declare const kept: {
  cells: Record<string, { get(): unknown; set(value: unknown): void }>;
  stream: { received: { type: string; detail: unknown }[] };
  view: { flush(): void };
};

Deno.test("small cf-* elements in Chromium", async () => {
  const { browser, page, complaints } = await openPage();
  const received = () =>
    page.evaluate(() =>
      kept.stream.received.splice(0).map(({ type, detail }) => [type, detail] as [string, unknown])
    );
  const value = (name: string) => page.evaluate((name) => kept.cells[name]!.get(), name);
  try {
    await page.evaluate(() => {
      Object.defineProperty(navigator, "clipboard", {
        value: {
          writeText: (text: string) =>
            text === "" ? Promise.reject(new Error("nothing")) : Promise.resolve(),
        },
      });
      const cells = { bold: new Cell(false), tags: new Cell(["red"]) };
      const stream = new Stream();
      const { view } = show(h("div", null, [
        h("cf-toggle", { $pressed: cells.bold, value: "b", "oncf-change": stream }, "Bold"),
        h("cf-tags", { label: "Colours", $tags: cells.tags, "oncf-change": stream }),
        h(
          "cf-copy-button",
          { text: "a text", "oncf-copy-success": stream, "oncf-copy-error": stream },
        ),
        h("cf-copy-button", { label: "Copy nothing", "oncf-copy-error": stream }),
        h("p", null, "Press ", h("cf-kbd", null, "Ctrl")),
        h("cf-skeleton", { variant: "text" }),
        h("cf-divider", { label: "or" }),
      ]));
      Object.assign(globalThis, { kept: { cells, stream, view } });
    });

    const toggle = page.getByRole("button", { name: "Bold" });
    assert.equal(await toggle.getAttribute("aria-pressed"), "false");
    await toggle.focus();
    await page.keyboard.press("Space");
    assert.deepEqual(await received(), [["cf-change", { pressed: true, value: "b" }]]);
    assert.equal(await value("bold"), true);
    await page.evaluate(() => {
      kept.cells.bold!.set(false);
      kept.view.flush();
    });
    await page.getByRole("button", { name: "Bold", pressed: false }).waitFor();

    const field = page.getByRole("textbox", { name: "Colours" });
    await field.fill(" green ");
    await page.keyboard.press("Enter");
    await field.pressSequentially("red,blue,");
    assert.deepEqual(await value("tags"), ["red", "green", "blue"]);
    assert.equal(await field.inputValue(), "");
    await page.getByRole("button", { name: "Remove green" }).click();
    await field.focus();
    await page.keyboard.press("Backspace");
    assert.deepEqual(await value("tags"), ["red"]);
    assert.equal((await received()).length, 4, "twice the same text is once");
    await page.evaluate(() => {
      kept.cells.tags!.set(["one", "two"]);
      kept.view.flush();
    });
    await page.getByText("two").waitFor();
    assert.equal(await page.getByRole("listitem").count(), 3);

    await page.getByRole("button", { name: "Copy", exact: true }).click();
    await page.getByRole("status").filter({ hasText: "Copied" }).waitFor();
    assert.deepEqual(await received(), [["cf-copy-success", { text: "a text", length: 6 }]]);
    await page.getByRole("button", { name: "Copy nothing" }).click();
    await page.waitForFunction(() => kept.stream.received.length > 0);
    assert.deepEqual(await received(), [["cf-copy-error", { error: "nothing" }]]);
    assert.equal(await page.getByRole("separator").count(), 1);
    assert.equal(await page.locator("cf-kbd").innerText(), "Ctrl");
    assert.deepEqual(complaints, []);
  } finally {
    await browser.close();
  }
});
