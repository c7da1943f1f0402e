/** Lists, dragging, conversations and what stands above the page, in Chromium. */

import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { openPage } from "../../test/page.ts";

declare const h: typeof import("../../test/view.ts").h;
declare const show: (view: unknown) => { view: { flush(): void }; warnings: string[] };
declare const Cell: typeof import("../../test/view.ts").Cell;
declare const Stream: typeof import("../../test/view.ts").Stream;

/** What one evaluation leaves on the global object for the next. */
declare const kept: {
  cells: Record<string, { get(): unknown; set(value: unknown): void }>;
  stream: { received: { type: string; detail: Record<string, unknown> }[] };
  view: { flush(): void };
};

/** The events received since the last call, as `[type, detail]`. */
function received(page: Page): Promise<[string, Record<string, unknown>][]> {
  return page.evaluate(() =>
    kept.stream.received.splice(0).map(({ type, detail }) =>
      [type, detail] as [string, Record<string, unknown>]
    )
  );
}

function value(page: Page, name: string): Promise<unknown> {
  return page.evaluate((name) => kept.cells[name]!.get(), name);
}

/** Waits for the next event, and gives all since the last call. */
async function next(page: Page): Promise<[string, Record<string, unknown>][]> {
  await page.waitForFunction(() => kept.stream.received.length > 0);
  return await received(page);
}

const CASES: Record<string, (page: Page) => Promise<void>> = {
  "a list removes from the cell that it is bound to, and tells what": async (page) => {
    await page.evaluate(() => {
      const cells = { list: new Cell([{ title: "Bread" }, { title: "Salt" }, "Oil"]) };
      const stream = new Stream();
      const { view } = show(
        h("cf-list", {
          title: "Shopping",
          $value: cells.list,
          removable: true,
          "oncf-remove-item": stream,
        }),
      );
      Object.assign(globalThis, { kept: { cells, stream, view } });
    });
    const list = page.getByRole("list", { name: "Shopping" });
    assert.deepEqual(
      await list.getByRole("listitem").allInnerTexts(),
      ["Bread×", "Salt×", "Oil×"]
        .map((text) => text.replace("×", "\n×")),
    );
    await list.getByRole("button", { name: "Remove Salt" }).click();
    assert.deepEqual(await next(page), [
      ["cf-remove-item", { item: { title: "Salt" }, index: 1 }],
    ]);
    assert.deepEqual(await value(page, "list"), [{ title: "Bread" }, "Oil"]);
    assert.equal(await list.getByRole("listitem").count(), 2);
  },

  "rows and tiles that can be pressed are buttons for the keyboard": async (page) => {
    await page.evaluate(() => {
      const stream = new Stream();
      show(h("div", null, [
        h("cf-list", { label: "Rows" }, [
          h("cf-list-item", { clickable: true, "oncf-activate": stream }, [
            "Row",
            h("span", { slot: "trailing" }, "3"),
          ]),
          h("cf-list-item", { clickable: true, disabled: true, "oncf-activate": stream }, "Off"),
          h("cf-list-item", null, "Plain"),
        ]),
        h("cf-tile", {
          title: "Tile",
          summary: "about it",
          clickable: true,
          "oncf-tile-click": stream,
        }),
        h("cf-tile", { title: "Silent", "oncf-tile-click": stream }),
      ]));
      Object.assign(globalThis, { kept: { stream } });
    });
    const row = page.getByRole("button", { name: "Row" });
    await row.focus();
    await page.keyboard.press("Enter");
    assert.deepEqual(await next(page), [["cf-activate", {}]]);
    const tile = page.getByRole("button", { name: "Tile" });
    await tile.focus();
    await page.keyboard.press("Space");
    assert.deepEqual(await next(page), [
      ["cf-tile-click", { title: "Tile", summary: "about it" }],
    ]);
    await page.getByText("Silent").click();
    await page.getByText("Plain").click();
    await tile.click();
    assert.equal((await next(page)).length, 1, "of three presses one is of what can be pressed");
    assert.equal(await page.getByRole("button").count(), 3);
    assert.equal(await page.getByRole("listitem").count(), 1);
  },

  "what is dropped comes as the cell of its source, by pointer and by keyboard": async (page) => {
    await page.evaluate(() => {
      const cells = { bread: new Cell("Bread"), salt: new Cell("Salt") };
      const stream = new Stream();
      const { view } = show(h("div", null, [
        h("cf-drag-source", { $cell: cells.bread, type: "food", label: "Bread" }, "Bread"),
        h("cf-drag-source", { cell: cells.salt, type: "spice", data: 7, label: "Salt" }, "Salt"),
        h("cf-drop-zone", { accept: "food, drink", label: "Kitchen", "oncf-drop": stream }, "Here"),
        h("cf-drop-zone", { label: "Anything", "oncf-drop": stream }, "There"),
      ]));
      const name = (cell: unknown) =>
        Object.entries(cells).find(([, known]) => known === cell)?.[0];
      Object.assign(globalThis, { kept: { cells, stream, view }, nameOfCell: name });
    });
    const drops = () =>
      page.evaluate(() =>
        kept.stream.received.splice(0).map(({ detail: { sourceCell, type, data } }) => [
          (globalThis as unknown as { nameOfCell: (cell: unknown) => string }).nameOfCell(
            sourceCell,
          ),
          type,
          data,
        ])
      );
    await page.getByText("Bread", { exact: true }).dragTo(page.getByText("Here", { exact: true }));
    await page.getByText("Salt").dragTo(page.getByText("Here", { exact: true }));
    assert.deepEqual(await drops(), [["bread", "food", undefined]], "the kitchen takes no spice");
    await page.getByText("Salt").dragTo(page.getByText("There"));
    assert.deepEqual(await drops(), [["salt", "spice", 7]]);

    const bread = page.getByRole("group", { name: "Bread" });
    await bread.focus();
    await page.keyboard.press("Space");
    assert.equal(await bread.getAttribute("aria-grabbed"), "true");
    await page.getByRole("group", { name: "Kitchen" }).focus();
    await page.keyboard.press("Enter");
    assert.deepEqual(await drops(), [["bread", "food", undefined]]);
    assert.equal(await bread.getAttribute("aria-grabbed"), null);
    await page.keyboard.press("Enter");
    assert.deepEqual(await drops(), [], "nothing is carried any more");
    await bread.focus();
    await page.keyboard.press("Space");
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("cf-drop-zone[data-open]").count(), 0);
  },

  "a toast is said, closes its cell, and waits while it is read": async (page) => {
    await page.clock.install();
    await page.evaluate(() => {
      const cells = { open: new Cell(false) };
      const stream = new Stream();
      const { view } = show(
        h("cf-toast", { $open: cells.open, text: "Saved", "oncf-dismiss": stream }),
      );
      Object.assign(globalThis, { kept: { cells, stream, view } });
    });
    const open = () =>
      page.evaluate(() => {
        kept.cells.open!.set(true);
        kept.view.flush();
      });
    const toast = page.getByRole("status").filter({ hasText: "Saved" });
    await open();
    await toast.waitFor();
    await page.clock.runFor(4900);
    assert.equal(await value(page, "open"), true);
    await page.clock.runFor(200);
    assert.equal(await value(page, "open"), false);
    await toast.waitFor({ state: "detached" });
    await open();
    await toast.hover();
    await page.clock.runFor(60_000);
    assert.equal(await value(page, "open"), true, "nobody takes away what is being read");
    await page.getByRole("button", { name: "Remove message" }).click();
    assert.equal(await value(page, "open"), false);
    assert.equal((await received(page)).length, 2);
    await page.clock.resume();
  },

  "a conversation shows texts and parts, and not what a model is told": async (page) => {
    await page.evaluate(() => {
      const messages = [
        { role: "system", content: "be brief" },
        { role: "user", content: "Hello" },
        {
          role: "assistant",
          content: [{ type: "text", text: "Hi, **Ada**" }, { type: "tool-call", toolName: "x" }],
        },
      ];
      const cells = { messages: new Cell(messages) };
      const { view } = show(h("div", null, [
        h("cf-chat", { $messages: cells.messages, pending: true }),
        h("cf-tool-call", {
          call: { toolName: "search", input: { q: "tea" } },
          result: { output: "found" },
        }),
        h("cf-chat-message", { role: "user", name: "Grace", content: "Slotted" }),
      ]));
      Object.assign(globalThis, { kept: { cells, view } });
    });
    const log = page.getByRole("log", { name: "Conversation" });
    await log.locator("strong", { hasText: "Ada" }).waitFor();
    assert.deepEqual(
      await log.getByRole("article").evaluateAll((all) => all.map((one) => one.ariaLabel)),
      ["You", "Assistant", "Assistant"],
    );
    assert.equal(await log.getByText("be brief").count(), 0);
    await page.getByText("Asked search").click();
    await page.getByText("found").waitFor();
    await page.getByRole("article", { name: "Grace" }).waitFor();
    assert.equal(await page.locator("cf-chat-message[role]").count(), 0, "no role of its own");
  },

  "a form sends what its fields hold, by Enter or by its button": async (page) => {
    await page.evaluate(() => {
      const stream = new Stream();
      show(
        h("cf-form", { label: "Person", "oncf-submit": stream }, [
          h("cf-input", { name: "first", label: "First", value: "Ada" }),
          h("cf-textarea", { name: "about", label: "About" }),
          h("cf-checkbox", { name: "here", label: "Here" }),
          h("cf-button", null, "Other"),
          h("cf-button", { type: "submit" }, "Save"),
        ]),
      );
      Object.assign(globalThis, { kept: { stream } });
    });
    const form = page.getByRole("form", { name: "Person" });
    await form.getByRole("textbox", { name: "First" }).fill("Grace");
    await page.keyboard.press("Enter");
    await form.getByRole("checkbox", { name: "Here" }).check();
    await form.getByRole("textbox", { name: "About" }).focus();
    await page.keyboard.press("Enter");
    await form.getByRole("button", { name: "Other" }).click();
    await form.getByRole("button", { name: "Save" }).click();
    const sent = (await next(page)).map(([, { values }]) => values);
    assert.deepEqual(sent, [
      { first: "Grace", about: "", here: false },
      { first: "Grace", about: "\n", here: true },
    ]);
  },

  "a calendar is chosen from by pointer and arrows, within its bounds": async (page) => {
    await page.evaluate(() => {
      const cells = { day: new Cell("2024-02-28") };
      const stream = new Stream();
      const { view } = show(h("cf-calendar", {
        $value: cells.day,
        min: "2024-02-05",
        markedDates: ["2024-02-14"],
        "oncf-change": stream,
      }));
      Object.assign(globalThis, { kept: { cells, stream, view } });
    });
    const day = (date: string) => page.locator(`[data-day="${date}"]`);
    assert.equal(await day("2024-02-28").getAttribute("aria-pressed"), "true");
    await day("2024-02-28").focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction(() =>
      document.querySelector("cf-calendar")!.shadowRoot!.activeElement?.getAttribute("data-day") ===
        "2024-03-01"
    );
    await page.keyboard.press("Enter");
    assert.deepEqual(await next(page), [["cf-change", { value: "2024-03-01" }]]);
    assert.equal(await value(page, "day"), "2024-03-01");
    await page.getByRole("button", { name: "Month before" }).click();
    assert.ok(await day("2024-02-04").isDisabled());
    assert.match(await day("2024-02-14").getAttribute("class") ?? "", /marked/);
    await day("2024-02-14").click();
    assert.equal(await value(page, "day"), "2024-02-14");
  },

  "keys are heard everywhere but where they are typed": async (page) => {
    await page.evaluate(() => {
      const stream = new Stream();
      show(h("div", null, [
        h("cf-keybind", { key: "n", "oncf-keybind": stream }),
        h("cf-keybind", { code: "KeyK", ctrl: true, preventDefault: true, "oncf-keybind": stream }),
        h("cf-input", { label: "Field" }),
        h("cf-fab", { label: "Add", onClick: stream }),
      ]));
      Object.assign(globalThis, { kept: { stream } });
    });
    await page.keyboard.press("n");
    await page.keyboard.press("m");
    await page.getByRole("textbox", { name: "Field" }).focus();
    await page.keyboard.press("n");
    await page.keyboard.press("Control+k");
    assert.deepEqual((await received(page)).map(([, detail]) => detail.key), ["n", "k"]);
    assert.equal(await page.getByRole("textbox", { name: "Field" }).inputValue(), "n");
    await page.getByRole("button", { name: "Add" }).click();
    assert.equal((await next(page))[0]![0], "click");
  },

  "a file is saved under its name, a theme colours what is in it and loads nothing": async (
    page,
  ) => {
    await page.evaluate(() => {
      const stream = new Stream();
      show(
        h("cf-theme", {
          theme: {
            accentColor: "rgb(1, 2, 3)",
            borderRadius: "7px",
            background: "url(https://example.com/x)",
            colorScheme: "dark",
          },
        }, [
          h("cf-file-download", {
            data: { a: 1 },
            filename: "a.json",
            "oncf-download-success": stream,
          }),
          h("cf-file-download", { label: "Nothing" }),
        ]),
      );
      Object.assign(globalThis, { kept: { stream } });
    });
    const saving = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download" }).click();
    const saved = await saving;
    assert.equal(saved.suggestedFilename(), "a.json");
    assert.equal(await Deno.readTextFile(await saved.path()), '{\n  "a": 1\n}');
    const [event] = await next(page);
    assert.deepEqual(event, ["cf-download-success", {
      filename: "a.json",
      size: 12,
      mimeType: "application/json",
    }]);
    assert.ok(await page.getByRole("button", { name: "Nothing" }).isDisabled());
    const tokens = await page.evaluate(() => {
      const style = getComputedStyle(document.querySelector("cf-file-download")!);
      return ["--cf-accent", "--cf-radius", "--cf-background", "color-scheme"]
        .map((name) => style.getPropertyValue(name));
    });
    assert.deepEqual(tokens.slice(0, 2), ["rgb(1, 2, 3)", "7px"]);
    assert.ok(!tokens[2]!.includes("url"));
    assert.equal(tokens[3], "dark");
  },

  "a prompt is sent by Enter with its text, and Shift begins a line": async (page) => {
    await page.evaluate(() => {
      const stream = new Stream();
      show(h("cf-prompt-input", { placeholder: "Ask", "oncf-send": stream }));
      Object.assign(globalThis, { kept: { stream } });
    });
    const field = page.getByRole("textbox", { name: "Ask" });
    await field.pressSequentially("one");
    await page.keyboard.press("Shift+Enter");
    await field.pressSequentially("two");
    await page.keyboard.press("Enter");
    const [[, detail]] = await next(page) as [[string, Record<string, unknown>]];
    assert.equal(detail.text, "one\ntwo");
    assert.equal(detail.message, "one\ntwo");
    assert.equal(await field.inputValue(), "");
  },
};

Deno.test("lists, dragging and conversations in Chromium", async (t) => {
  const { browser, page, complaints } = await openPage();
  try {
    for (const [name, run] of Object.entries(CASES)) {
      await t.step(name, async () => {
        complaints.length = 0;
        await run(page);
        assert.deepEqual(complaints, []);
      });
    }
  } finally {
    await browser.close();
  }
});
