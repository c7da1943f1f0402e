import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { Page } from "playwright-core";
import { openPage } from "../../test/page.ts";
import { CATALOGUE } from "./catalogue.ts";

declare const h: typeof import("../../test/view.ts").h;
declare const show: (view: unknown) => { view: { flush(): void }; warnings: string[] };
declare const Cell: typeof import("../../test/view.ts").Cell;
declare const Stream: typeof import("../../test/view.ts").Stream;

/** What one evaluation leaves on the global object for the next. */
declare const kept: {
  cells: Record<string, { get(): unknown; set(value: unknown): void }>;
  stream: { received: { type: string; detail: unknown; target: Record<string, unknown> }[] };
  view: { flush(): void };
};

Deno.test("cf-* elements in Chromium", async (t) => {
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

/** The events received since the last call, as `[type, detail]`. */
function received(page: Page): Promise<[string, unknown][]> {
  return page.evaluate(() =>
    kept.stream.received.splice(0).map(({ type, detail }) => [type, detail] as [string, unknown])
  );
}

const CASES: Record<string, (page: Page) => Promise<void>> = {
  "every catalogued element is defined with the catalogued properties": async (page) => {
    const found = await page.evaluate((names) =>
      names.map((name) => {
        const element = customElements.get(name) as
          | { elementProperties?: Map<string, { state?: boolean }> }
          | undefined;
        const properties = [...element?.elementProperties ?? []];
        return [name, properties.filter(([, { state }]) => !state).map(([key]) => key).sort()];
      }), Object.keys(CATALOGUE));
    for (const [name, properties] of found) {
      const entry = CATALOGUE[name as string]!;
      assert.deepEqual(properties, Object.keys(entry.properties).sort(), name as string);
    }
  },

  "a grid of many columns keeps them, one of few gives way where space is short": async (page) => {
    const columns = await page.evaluate(async () => {
      const children = () => Array.from({ length: 8 }, (_, n) => h("p", {}, `${n}`));
      const counts = ["2", "3", "4", "7"];
      show(
        h("div", { id: "frame" }, counts.map((columns) => h("cf-grid", { columns }, children()))),
      );
      const frame = document.querySelector<HTMLElement>("#frame")!;
      const grids = [...frame.querySelectorAll("cf-grid")];
      await Promise.all(
        grids.map((grid) => (grid as unknown as { updateComplete: Promise<void> }).updateComplete),
      );
      return [600, 360, 200].map((width) => {
        frame.style.width = `${width}px`;
        return grids.map((grid) => {
          const tops = [...grid.children].map((child) => child.getBoundingClientRect().top);
          return tops.filter((top) => top === tops[0]).length;
        });
      });
    });
    assert.deepEqual(columns, [[2, 3, 4, 7], [2, 2, 4, 7], [1, 1, 4, 7]]);
  },

  "a screen's header and footer stand in line with its content": async (page) => {
    const boxes = await page.evaluate(async () => {
      show(
        h("cf-screen", { id: "screen", narrow: true }, [
          h("p", { slot: "header", id: "top" }, "Header"),
          h("cf-toolbar", { slot: "header", id: "bar" }, "Tools"),
          Array.from({ length: 100 }, (_, n) => h("p", { class: "line" }, `${n}`)),
          h("p", { slot: "footer", id: "bottom" }, "Footer"),
        ]),
      );
      const screen = document.querySelector("#screen") as unknown as {
        updateComplete: Promise<void>;
      };
      await screen.updateComplete;
      const box = (selector: string) => {
        const { left, right, bottom } = document.querySelector(selector)!.getBoundingClientRect();
        return { left, right, bottom };
      };
      const { left: from, right: to } = box("#screen");
      return {
        from,
        to,
        top: box("#top"),
        bar: box("#bar"),
        line: box(".line"),
        end: box("#bottom"),
      };
    });
    const { from, to, top, bar, line, end } = boxes;
    assert.deepEqual([top.left, top.right], [line.left, line.right]);
    assert.deepEqual([end.left, end.right], [line.left, line.right]);
    assert.deepEqual([bar.left, bar.right], [from, to]);
    assert.ok(line.left > from);
    assert.ok(end.bottom <= page.viewportSize()!.height, "the footer is in sight");
  },

  "a role that a view gives stays, and one that it takes back is the element's again": async (
    page,
  ) => {
    const roles = await page.evaluate(async () => {
      const role = new Cell<string | null>("status");
      const names = ["cf-heading", "cf-separator", "cf-alert", "cf-toolbar", "cf-loader"];
      const { view } = show(h("div", { id: "all" }, names.map((name) => h(name, { role }, "x"))));
      const elements = [...document.querySelectorAll("#all > *")];
      const settled = () =>
        Promise.all(elements.map((element) => {
          const lit = element as unknown as {
            requestUpdate(): void;
            updateComplete: Promise<void>;
          };
          lit.requestUpdate();
          return lit.updateComplete;
        }));
      const seen: (string | null)[][] = [];
      const see = async () => {
        await settled();
        seen.push(elements.map((element) => element.getAttribute("role")));
      };
      await see();
      role.set("group");
      view.flush();
      await see();
      role.set(null);
      view.flush();
      await see();
      return seen;
    });
    assert.deepEqual(roles, [
      Array(5).fill("status"),
      Array(5).fill("group"),
      ["heading", "separator", "status", "toolbar", "status"],
    ]);
  },

  "a button reports presses and submits its form": async (page) => {
    await page.evaluate(() => {
      const stream = new Stream();
      Object.assign(globalThis, { kept: { stream } });
      show(h("form", { onSubmit: stream }, [
        h("cf-input", { name: "who", value: "Ann" }),
        h("cf-button", { type: "submit", onClick: stream }, "Go"),
        h("cf-button", { disabled: true, onClick: stream }, "Not"),
      ]));
    });
    await page.getByRole("button", { name: "Go" }).press("Enter");
    await page.getByText("Not").click({ force: true });
    const events = await page.evaluate(() =>
      kept.stream.received.map(({ type, target }) => [type, target.formData])
    );
    assert.deepEqual(events, [["click", undefined], ["submit", { who: "Ann" }]]);
  },

  "a message field sends on Enter, after its cell has the text, and empties itself": async (
    page,
  ) => {
    await page.evaluate(() => {
      const [stream, text, seen] = [new Stream(), new Cell(""), new Cell("")];
      Object.assign(globalThis, { kept: { stream, cells: { text, seen } } });
      show(h("div", { "oncf-send": () => seen.set(text.get()) }, [
        h("cf-message-input", { $value: text, "oncf-send": stream, placeholder: "Say" }),
      ]));
    });
    await page.getByPlaceholder("Say").fill("hello");
    await page.keyboard.press("Enter");
    assert.deepEqual(await received(page), [["cf-send", { message: "hello", value: "hello" }]]);
    assert.deepEqual(
      await page.evaluate(() => [kept.cells.seen!.get(), kept.cells.text!.get()]),
      ["hello", ""],
    );
    assert.equal(await page.getByPlaceholder("Say").inputValue(), "");
  },

  "tabs open by keyboard and follow their cell": async (page) => {
    await page.evaluate(() => {
      const tab = new Cell("a");
      const { view } = show(h("cf-tabs", { $value: tab }, [
        h(
          "cf-tab-list",
          null,
          ["a", "b", "c"].map((value) => h("cf-tab", { value, disabled: value === "b" }, value)),
        ),
        ["a", "b", "c"].map((value) => h("cf-tab-panel", { value }, `panel ${value}`)),
      ]));
      Object.assign(globalThis, { kept: { cells: { tab }, view } });
    });
    await page.getByRole("tab", { name: "a" }).focus();
    await page.keyboard.press("ArrowRight");
    assert.equal(await page.getByRole("tabpanel").innerText(), "panel c");
    assert.equal(await page.evaluate(() => kept.cells.tab!.get()), "c");
    await page.evaluate(() => {
      kept.cells.tab!.set("a");
      kept.view.flush();
    });
    await page.getByText("panel a").waitFor();
    assert.equal(await page.getByRole("tab", { selected: true }).innerText(), "a");
    assert.equal(await page.getByRole("tabpanel", { name: "a" }).count(), 1);
  },

  "a modal holds the focus, closes on Escape and tells its cell": async (page) => {
    await page.evaluate(() => {
      const [open, stream] = [new Cell(true), new Stream()];
      Object.assign(globalThis, { kept: { cells: { open }, stream } });
      show(
        h(
          "cf-modal",
          { $open: open, label: "Sure?", "oncf-close": stream },
          h("cf-button", null, "Yes"),
        ),
      );
    });
    const dialog = page.getByRole("dialog", { name: "Sure?" });
    await dialog.waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
    assert.deepEqual(await received(page), [["cf-close", { reason: "escape" }]]);
    assert.equal(await page.evaluate(() => kept.cells.open!.get()), false);
  },

  "leaving an autocomplete takes what was typed where it is a value": async (page) => {
    await page.evaluate(() => {
      const cells = { own: new Cell<unknown>(""), item: new Cell<unknown>(3), none: new Cell(3) };
      const items = [{ label: "One", value: 1 }, { label: "Three", value: 3 }];
      show(h("div", null, [
        h("cf-autocomplete", { label: "Own", $value: cells.own, items: [], allowCustom: true }),
        h("cf-autocomplete", { label: "Item", $value: cells.item, items }),
        h("cf-autocomplete", { label: "None", $value: cells.none, items }),
      ]));
      Object.assign(globalThis, { kept: { cells } });
    });
    for (const [label, text] of [["Own", " Ann "], ["Item", "one"], ["None", "On"]] as const) {
      await page.getByRole("combobox", { name: label }).fill(text);
      await page.keyboard.press("Tab");
    }
    const values = await page.evaluate(() => Object.values(kept.cells).map((cell) => cell.get()));
    assert.deepEqual(values, ["Ann", 1, 3]);
    assert.equal(await page.getByRole("combobox", { name: "None" }).inputValue(), "Three");
  },

  "an autocomplete finds, chooses by keyboard and keeps values of any type": async (page) => {
    await page.evaluate(() => {
      const city = new Cell<unknown>(undefined);
      Object.assign(globalThis, { kept: { cells: { city } } });
      show(h("cf-autocomplete", {
        label: "City",
        $value: city,
        items: ["Paris", "Bern", "Berlin"].map((label, id) => ({ label, value: { id } })),
      }));
    });
    const field = page.getByRole("combobox", { name: "City" });
    await field.pressSequentially("be");
    assert.deepEqual(await page.getByRole("option").allInnerTexts(), ["Bern", "Berlin"]);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    assert.equal(await field.inputValue(), "Berlin");
    assert.deepEqual(await page.evaluate(() => kept.cells.city!.get()), { id: 2 });
  },

  "a table shows rows, tells of a press, and says when there are none": async (page) => {
    await page.evaluate(() => {
      const [rows, stream] = [new Cell<unknown>([{ name: "a", n: 1 }]), new Stream()];
      const columns = [{ key: "name", label: "Name" }, "n"];
      const { view } = show(
        h("cf-table", { columns, rows, selectable: true, "oncf-row-click": stream }),
      );
      Object.assign(globalThis, { kept: { cells: { rows }, stream, view } });
    });
    assert.deepEqual(await page.getByRole("columnheader").allInnerTexts(), ["Name", "n"]);
    await page.getByRole("row").nth(1).press("Enter");
    const row = { name: "a", n: 1 };
    assert.deepEqual(await received(page), [["cf-row-click", { row, index: 0 }]]);
    await page.evaluate(() => {
      kept.cells.rows!.set([]);
      kept.view.flush();
    });
    await page.getByText("No rows").waitFor();
  },

  "markdown becomes elements, and HTML in it does not": async (page) => {
    await page.evaluate(() => {
      const content =
        "# T\n\n**b** <img src=x onerror=alert(1)> [bad](javascript:alert(1)) [ok](/x)";
      show(h("cf-markdown", { content }));
    });
    await page.getByRole("heading", { name: "T" }).waitFor();
    assert.deepEqual(
      await page.locator("cf-markdown").evaluate((element) => {
        const root = element.shadowRoot!;
        return [
          root.querySelectorAll("img").length,
          [...root.querySelectorAll("a")].map((link) => link.getAttribute("href")),
          root.querySelector("strong")?.textContent,
        ];
      }),
      [0, ["/x"], "b"],
    );
  },

  "a label names the field that it is for": async (page) => {
    await page.evaluate(() => {
      show(h("div", null, [
        h("cf-label", { for: "mail" }, "Mail"),
        h("cf-input", { id: "mail", placeholder: "x" }),
        h("cf-field", { label: "Born" }, h("input", { type: "date" })),
      ]));
    });
    await page.getByRole("textbox", { name: "Mail" }).waitFor();
    await page.getByText("Mail", { exact: true }).click();
    assert.equal(await page.evaluate(() => document.activeElement?.id), "mail");
    assert.equal(await page.getByLabel("Born").count(), 1);
  },

  "a code field indents by Tab and lets go after Escape": async (page) => {
    await page.evaluate(() => {
      const code = new Cell("a");
      Object.assign(globalThis, { kept: { cells: { code } } });
      show(
        h("div", null, h("cf-code-editor", { label: "Code", $value: code }), h("button", {}, "x")),
      );
    });
    await page.getByLabel("Code").focus();
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), "BUTTON", "passed");
    await page.getByLabel("Code").press("Home");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => kept.cells.code!.get()), "  a");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), "BUTTON");
  },

  "a chart draws its series and gives the numbers to screen readers": async (page) => {
    await page.evaluate(() => {
      const data = [{ m: "Jan", mm: 3 }, { m: "Feb", mm: -1 }];
      show(h("cf-chart", { label: "Rain", type: "bar", x: "m", y: "mm", data }));
    });
    await page.getByRole("img", { name: "Rain" }).waitFor();
    assert.equal(await page.locator("cf-chart rect").count(), 2);
    assert.equal(await page.locator("cf-chart td").nth(1).textContent(), "-1");
  },

  "a card lets words flow and puts boxes below each other": async (page) => {
    const tops = await page.evaluate(async () => {
      const top = (id: string) => document.querySelector(`#${id}`)!.getBoundingClientRect().top;
      show(h("div", null, [
        h("cf-card", null, h("b", { id: "who" }, "Ada"), ": says ", h("b", { id: "what" }, "hi")),
        h("cf-card", null, h("div", { id: "one" }, "1"), h("div", { id: "two" }, "2")),
      ]));
      await new Promise(requestAnimationFrame);
      return [top("what") - top("who"), top("two") - top("one")];
    });
    assert.equal(tops[0], 0);
    assert.ok(tops[1]! > 10);
  },

  "a file input reads files, refuses large ones, and takes one out": async (page) => {
    await page.evaluate(() => {
      const stream = new Stream();
      const files = new Cell<unknown>([]);
      Object.assign(globalThis, { kept: { stream, cells: { files } } });
      show(h("cf-file-input", {
        $files: files,
        multiple: true,
        maxSizeBytes: 10,
        "oncf-change": stream,
        "oncf-error": stream,
      }));
    });
    const input = page.locator("cf-file-input input");
    const file = (name: string, text: string) => ({
      name,
      mimeType: "text/plain",
      buffer: Buffer.from(text),
    });
    await input.setInputFiles([file("a.txt", "small"), file("b.txt", "much too large")]);
    await page.getByRole("alert").getByText("b.txt is larger than 10 bytes").waitFor();
    await page.getByText("a.txt", { exact: true }).waitFor();
    const held = await page.evaluate(() => kept.cells.files!.get()) as { data: string }[];
    assert.deepEqual(held.map(({ data }) => data), ["data:text/plain;base64,c21hbGw="]);
    assert.deepEqual((await received(page)).map(([type]) => type), ["cf-error", "cf-change"]);
    await page.getByRole("button", { name: "Remove a.txt" }).click();
    await page.getByText("a.txt", { exact: true }).waitFor({ state: "detached" });
    assert.deepEqual(await page.evaluate(() => kept.cells.files!.get()), []);
  },

  "an image input shows pictures and refuses what is none": async (page) => {
    const dot =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    const bytes = Buffer.from(dot, "base64");
    await page.evaluate(() => {
      const images = new Cell<unknown>([]);
      Object.assign(globalThis, { kept: { stream: new Stream(), cells: { images } } });
      show(h("cf-image-input", { $images: images }));
    });
    const input = page.locator("cf-image-input input");
    await input.setInputFiles({ name: "dot.png", mimeType: "image/png", buffer: bytes });
    await page.getByRole("img", { name: "dot.png" }).waitFor();
    const [image] = await page.evaluate(() => kept.cells.images!.get()) as { width: number }[];
    assert.equal(image!.width, 1);
    const text = Buffer.from("no picture");
    await input.setInputFiles({ name: "no.png", mimeType: "image/png", buffer: text });
    await page.getByRole("alert").getByText("no.png cannot be read").waitFor();
  },
};
