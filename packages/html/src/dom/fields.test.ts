/** Fields whose value comes back through a handler, typed in faster than it does. */

import assert from "node:assert/strict";
import { type PageCases, runCases, type TestPage } from "../../test/page.ts";
import { Entered } from "./entered.ts";

declare const h: typeof import("../../test/view.ts").h;
declare const show: (view: unknown) => { view: { flush(): void; dispose(): void } };
declare const Cell: typeof import("../../test/view.ts").Cell;
declare const signals: { isHandling?: () => boolean };
interface Typed {
  target: { value: string };
}

/** What one evaluation leaves on the global object for the next. */
declare const kept: {
  cell: { get(): unknown; set(value: unknown): void };
  view: { flush(): void };
  heard: string[];
};

Deno.test("fields in Chromium", (t) => runCases(t, CASES));

/** Shows `<tag value={cell} onType={keep}/>` whose handler is run by `answer`. */
async function showField({ page }: TestPage, tag: string, type: string): Promise<void> {
  await page.evaluate(([tag, type]) => {
    const cell = new Cell<unknown>("");
    const heard: string[] = [];
    const keep = (event: Typed) => heard.push(event.target.value);
    const { view } = show(h(tag, { [`on${type}`]: keep, value: cell }));
    signals.isHandling = () => heard.length > 0;
    Object.assign(globalThis, { kept: { cell, view, heard } });
  }, [tag, type] as const);
}

/** Handles what was heard first: the cell gets what `make` says of it. */
async function answer({ page }: TestPage, make: "as it is" | "upper case"): Promise<void> {
  await page.evaluate((make) => {
    const [value = ""] = kept.heard;
    kept.cell.set(make === "upper case" ? value.toUpperCase() : value);
    kept.view.flush();
    kept.heard.shift();
  }, make);
}

const CASES: PageCases = {};

for (
  const [tag, type] of [["input", "Input"], ["textarea", "Input"], [
    "cf-input",
    "cf-input",
  ]] as const
) {
  CASES[`<${tag}> keeps what is typed while its handler is behind`] = async (opened) => {
    const { page } = opened;
    await showField(opened, tag, type);
    const field = tag === "cf-input" ? page.getByRole("textbox") : page.locator(tag);
    await field.pressSequentially("ac");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.type("b");
    for (let i = 0; i < 2; i++) await answer(opened, "as it is");
    await page.keyboard.type("B");
    for (let i = 0; i < 2; i++) await answer(opened, "as it is");
    assert.equal(await field.inputValue(), "abBc");
    assert.equal(await page.evaluate(() => kept.cell.get()), "abBc");
    await page.evaluate(() => {
      kept.cell.set("ab");
      kept.view.flush();
    });
    assert.equal(await field.inputValue(), "ab", "what is not on its way back is shown");
  };
}

CASES["a field shows what its handler made of the text"] = async (opened) => {
  const { page } = opened;
  await showField(opened, "input", "Input");
  const field = page.locator("input");
  await field.pressSequentially("abc");
  for (let i = 0; i < 3; i++) await answer(opened, "upper case");
  assert.equal(await field.inputValue(), "ABC");
  await page.evaluate(() => {
    kept.cell.set("");
    kept.view.flush();
  });
  assert.equal(await field.inputValue(), "");
};

CASES["a select without a binding keeps what was chosen while something else changes"] = async (
  { page },
) => {
  const shown = await page.evaluate(() => {
    const other = new Cell("x");
    const options = new Cell(["a", "b"]);
    const { view } = show(
      h(
        "div",
        null,
        other,
        h("select", { defaultValue: "a" }, h("option", null, "a"), h("option", null, "b")),
      ),
    );
    const select = document.querySelector("select")!;
    select.value = "b";
    other.set("y");
    options.set([]);
    view.flush();
    return [select.value, document.querySelector("#root")!.textContent];
  });
  assert.deepEqual(shown, ["b", "yab"]);
};

Deno.test("Entered passes over what is older than what the user made since", () => {
  const entered = new Entered("");
  assert.equal(entered.take("a"), 1);
  assert.equal(entered.take("ab"), 2);
  assert.equal(entered.take("ab"), 2, "an event without a change is no turn");
  const at = (turn: number, isSettled: boolean) => ({ turn, isSettled });
  assert.ok(entered.passesOver("A", at(1, true)), "of the turn before");
  assert.ok(entered.passesOver("a", at(2, false)), "an echo");
  assert.ok(!entered.passesOver("ab", at(2, false)), "the last one");
  assert.ok(!entered.passesOver("a", at(2, false)), "it came back before, so this is new");
  entered.take("abc");
  entered.take("abcd");
  assert.ok(!entered.passesOver("abc", at(4, true)), "nothing is on its way");
});

Deno.test("Entered forgets what waits for a composition when more is entered", () => {
  const entered = new Entered("");
  entered.wait("x");
  assert.deepEqual(entered.waited(), { value: "x" });
  assert.equal(entered.waited(), undefined);
  entered.wait("y");
  entered.take("z");
  assert.equal(entered.waited(), undefined);
});
