import assert from "node:assert/strict";
import { type PageCases, runCases } from "../../test/page.ts";

/**
 * The functions given to `evaluate` run in the page, where the test's entry has put these names
 * on the global object.
 */
declare const h: typeof import("../../test/view.ts").h;
declare const show: (view: unknown) => {
  view: { flush(): void; dispose(): void };
  applier: { nodeCount: number; apply(batch: unknown[]): void };
  warnings: string[];
};
declare const Cell: typeof import("../../test/view.ts").Cell;
declare const Stream: typeof import("../../test/view.ts").Stream;

/** What one evaluation leaves on the global object for the next. */
declare const kept: {
  list: { set(value: unknown): void };
  rows: unknown[];
  view: { flush(): void };
  stream: { received: unknown[] };
  cells: Record<string, { get(): unknown; set(value: unknown): void }>;
};

Deno.test("DomApplier in Chromium", (t) => runCases(t, CASES));

const CASES: PageCases = {
  "a changed cell touches one text node": async ({ page }) => {
    const result = await page.evaluate(() => {
      const count = new Cell(1);
      const { view } = show(h("p", { class: "x" }, "Count: ", count));
      const root = document.querySelector("#root")!;
      const before = [root.innerHTML];
      const records: MutationRecord[] = [];
      const observer = new MutationObserver(() => {});
      observer.observe(root, { subtree: true, childList: true, characterData: true });
      count.set(2);
      view.flush();
      records.push(...observer.takeRecords());
      return [...before, root.innerHTML, records.map((record) => record.type)];
    });
    assert.deepEqual(result, [
      '<p class="x">Count: 1</p>',
      '<p class="x">Count: 2</p>',
      ["characterData"],
    ]);
  },

  "a moved row keeps its focus, caret and typed text": async ({ page }) => {
    await page.evaluate(() => {
      const rows = [1, 2, 3, 4].map((n) => h("li", {}, h("input", { id: `i${n}` })));
      const list = new Cell<unknown[]>(rows);
      const { view } = show(h("ul", null, list));
      Object.assign(globalThis, { kept: { list, rows, view } });
    });
    await page.locator("#i4").fill("typed");
    await page.locator("#i4").evaluate((input: HTMLInputElement) => input.setSelectionRange(2, 2));
    const after = await page.evaluate(() => {
      const { list, rows, view } = kept;
      list.set([rows[3], rows[0], rows[2]]);
      view.flush();
      const input = document.querySelector<HTMLInputElement>("#i4")!;
      const order = [...document.querySelectorAll("input")].map((field) => field.id);
      return [order, input.value, document.activeElement?.id, input.selectionStart];
    });
    assert.deepEqual(after, [["i4", "i1", "i3"], "typed", "i4", 2]);
  },

  "events arrive as plain payloads": async ({ page }) => {
    await page.evaluate(() => {
      const stream = new Stream();
      show(
        h("form", { id: "f", onSubmit: stream }, [
          h("input", { name: "who", "data-row-id": "7", onInput: stream, onKeyDown: stream }),
          h("button", { id: "b", onClick: stream }, "Go"),
        ]),
      );
      Object.assign(globalThis, { kept: { stream } });
    });
    await page.locator("input").pressSequentially("a");
    await page.locator("#b").click();
    const received = await page.evaluate(() => kept.stream.received) as Record<
      string,
      Record<string, unknown>
    >[];
    assert.deepEqual(received.map((event) => event.type), ["keydown", "input", "click", "submit"]);
    assert.equal(received[0]!.key, "a");
    assert.equal(received[1]!.target!.value, "a");
    assert.deepEqual(received[1]!.target!.dataset, { rowId: "7" });
    assert.equal(received[2]!.shiftKey, false);
    assert.deepEqual(received[3]!.target!.formData, { who: "a" });
  },

  "bound fields follow and report, native and cf-*": async ({ page }) => {
    await page.evaluate(() => {
      const cells = {
        text: new Cell("a"),
        own: new Cell("b"),
        done: new Cell(false),
        ticked: new Cell(true),
        size: new Cell<unknown>(3),
        choice: new Cell<unknown>("y"),
        pick: new Cell<unknown>(2),
      };
      const { view } = show(h("div", null, [
        h("input", { id: "text", $value: cells.text }),
        h("cf-input", { id: "own", label: "Own", $value: cells.own }),
        h("input", { id: "done", type: "checkbox", $checked: cells.done }),
        h("cf-checkbox", { id: "ticked", $checked: cells.ticked }, "Ticked"),
        h("cf-input", { id: "size", type: "number", $value: cells.size }),
        h("select", { id: "choice", $value: cells.choice }, [
          ["x", "y", "z"].map((value) => h("option", { value }, value.toUpperCase())),
        ]),
        h("cf-select", {
          id: "pick",
          label: "Pick",
          $value: cells.pick,
          items: [{ label: "One", value: 1 }, { label: "Two", value: 2 }],
        }),
      ]));
      Object.assign(globalThis, { kept: { cells, view } });
    });
    const values = () => page.evaluate(() => Object.values(kept.cells).map((cell) => cell.get()));
    assert.equal(await page.locator("#choice").inputValue(), "y");
    assert.equal(await page.getByLabel("Pick").inputValue(), "1");
    await page.locator("#text").fill("aa");
    await page.getByLabel("Own").fill("bb");
    await page.locator("#done").check();
    await page.getByRole("checkbox", { name: "Ticked" }).uncheck();
    await page.locator("#size input").fill("42");
    await page.locator("#choice").selectOption("z");
    await page.getByLabel("Pick").selectOption({ label: "One" });
    assert.deepEqual(await values(), ["aa", "bb", true, false, 42, "z", 1]);
    await page.evaluate(async () => {
      const { cells, view } = kept;
      cells.own!.set("from afar");
      cells.pick!.set(2);
      cells.ticked!.set(true);
      view.flush();
      await (document.querySelector("#own") as unknown as { updateComplete: Promise<void> })
        .updateComplete;
    });
    assert.equal(await page.getByLabel("Own").inputValue(), "from afar");
    assert.equal(await page.getByLabel("Pick").inputValue(), "1");
    assert.equal(await page.getByRole("checkbox", { name: "Ticked" }).isChecked(), true);
  },

  "a field that the user has changed shows another cell": async ({ page }) => {
    for (const name of ["input", "cf-input"]) {
      await page.evaluate((element) => {
        const cells = { a: new Cell("a"), b: new Cell("b") };
        const field = (cell: unknown) => h(element, { "aria-label": "Text", $value: cell });
        const shown = new Cell<unknown>(field(cells.a));
        const { view } = show(h("div", null, shown));
        const list = { set: (key: unknown) => shown.set(field(cells[key as "a" | "b"])) };
        Object.assign(globalThis, { kept: { cells, list, view } });
      }, name);
      const field = page.getByLabel("Text").locator("visible=true").last();
      await field.fill("a1");
      await page.evaluate(async (element) => {
        kept.list.set("b");
        kept.view.flush();
        const own = document.querySelector(element) as unknown as {
          updateComplete?: Promise<void>;
        };
        await own.updateComplete;
      }, name);
      assert.equal(await field.inputValue(), "b", name);
      await field.fill("b1");
      const values = await page.evaluate(() => [kept.cells.a!.get(), kept.cells.b!.get()]);
      assert.deepEqual(values, ["a1", "b1"], name);
    }
  },

  "a bound field keeps its caret when the cell changes what was typed": async ({ page }) => {
    await page.evaluate(() => {
      class Upper extends Cell<string> {
        override set(value: string): void {
          super.set(value.toUpperCase());
        }
      }
      show(h("cf-input", { id: "u", $value: new Upper("ABEF") }));
    });
    const input = page.locator("#u input");
    await input.focus();
    await input.evaluate((field: HTMLInputElement) => field.setSelectionRange(2, 2));
    await page.keyboard.type("cd");
    assert.equal(await input.inputValue(), "ABCDEF");
    assert.equal(await input.evaluate((field: HTMLInputElement) => field.selectionStart), 4);
  },

  "a composition is not disturbed by what the cell makes of it": async ({ page }) => {
    for (const name of ["input", "cf-input"]) {
      await page.evaluate((element) => {
        class Upper extends Cell<string> {
          override set(value: string): void {
            super.set(value.toUpperCase());
          }
        }
        const text = new Upper("");
        show(h(element, { id: "u", "aria-label": "Text", $value: text }));
        Object.assign(globalThis, { kept: { cells: { text } } });
      }, name);
      const field = page.getByLabel("Text").locator("visible=true").last();
      await field.focus();
      const keyboard = await page.context().newCDPSession(page);
      for (const text of ["n", "ni"]) {
        const selection = { selectionStart: text.length, selectionEnd: text.length };
        await keyboard.send("Input.imeSetComposition", { text, ...selection });
      }
      const value = () =>
        page.evaluate(() => {
          const element = document.querySelector("#u")!;
          return (element.shadowRoot?.querySelector("input") ?? element as HTMLInputElement).value;
        });
      assert.equal(await value(), "ni", name);
      assert.equal(await page.evaluate(() => kept.cells.text!.get()), "NI", name);
      await keyboard.send("Input.insertText", { text: "ni" });
      await page.waitForFunction(() => {
        const element = document.querySelector("#u")!;
        const input = element.shadowRoot?.querySelector("input") ?? element as HTMLInputElement;
        return input.value === "NI";
      });
      await keyboard.detach();
    }
  },

  "a drag carries the element's data to where it is dropped": async ({ page }) => {
    await page.evaluate(() => {
      const stream = new Stream();
      Object.assign(globalThis, { kept: { stream } });
      show(h("div", null, [
        h("p", { id: "card", draggable: true, "data-id": "card-7", onDragStart: stream }, "Card"),
        h("div", { id: "place", style: { height: 100 }, onDrop: stream }, "Here"),
      ]));
    });
    await page.dragAndDrop("#card", "#place");
    const received = await page.evaluate(() => kept.stream.received) as Record<string, unknown>[];
    assert.deepEqual(received.map(({ type }) => type), ["dragstart", "drop"]);
    assert.equal((received[1]!.dataTransfer as Record<string, unknown>).text, "card-7");
  },

  "what reaches the page is checked there too": async ({ page }) => {
    const html = await page.evaluate(() => {
      const { applier } = show(null);
      const [create, attribute, property, insert] = [1, 5, 6, 12];
      applier.apply([
        ...[create, 100, 0, "script", insert, 0, 100, 0],
        ...[create, 101, 0, "a", attribute, 101, "href", "javascript:alert(1)", insert, 0, 101, 0],
        ...[attribute, 101, "onclick", "alert(1)", property, 101, "innerHTML", "<b>x</b>"],
        ...[create, 102, 0, "iframe", attribute, 102, "sandbox", "allow-same-origin allow-scripts"],
        ...[attribute, 102, "srcdoc", "<script>1</script>", insert, 0, 102, 0],
        ...[property, 0, "innerHTML", "<b>x</b>", insert, 101, 999, 0],
      ]);
      return document.querySelector("#root")!.innerHTML;
    });
    assert.equal(
      html,
      '<span></span><a rel="noopener noreferrer"></a>' +
        '<iframe sandbox="allow-scripts" referrerpolicy="no-referrer" loading="lazy"></iframe>',
    );
  },

  "SVG is created in its namespace": async ({ page }) => {
    const box = await page.evaluate(() => {
      show(
        h("svg", { viewBox: "0 0 10 10", width: 100, height: 100 }, [
          h("rect", { x: 2, y: 2, width: 5, height: 5, strokeWidth: 1 }),
          h("foreignObject", { width: 10, height: 10 }, h("p", null, "in HTML")),
        ]),
      );
      const rect = document.querySelector("rect")!;
      return [
        rect instanceof SVGRectElement && rect.getBBox().width,
        rect.getAttribute("stroke-width"),
        document.querySelector("p") instanceof HTMLParagraphElement,
        document.querySelector("svg")!.getAttribute("viewBox"),
      ];
    });
    assert.deepEqual(box, [5, "1", true, "0 0 10 10"]);
  },

  "10,000 mounts and unmounts leave nothing behind": async ({ page }) => {
    const sizes = await page.evaluate(() => {
      const shown = new Cell<unknown>(null);
      const text = new Cell("");
      const { view, applier } = show(h("div", null, shown));
      const before = applier.nodeCount;
      for (let i = 0; i < 10_000; i++) {
        shown.set(h("p", { onClick: new Stream() }, h("input", { $value: text }), text, `${i}`));
        view.flush();
        shown.set(null);
        view.flush();
      }
      return [before, applier.nodeCount];
    });
    assert.equal(sizes[0], sizes[1]);
  },
};
