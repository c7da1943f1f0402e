/** Two people change the same todo list and the same board at once, by button and by dragging. */

import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import { withServer } from "./with-server.ts";
import { openPiece } from "./pages.ts";
import { deploy } from "./server.ts";

Deno.test({
  name: "a todo list is one list in two browsers, and what each looks at is its own",
  sanitizeOps: false,
  sanitizeResources: false,
  fn: () =>
    withServer(async ({ server, browser }) => {
      const piece = await deploy(server, "todo-list.tsx");
      const ada = await openPiece(browser, server, { piece });
      const bob = await openPiece(browser, server, { piece });
      const add = async (page: Page, title: string) => {
        await page.getByRole("textbox", { name: "New todo" }).fill(title);
        await page.getByRole("button", { name: "Add" }).click();
      };
      await add(ada.page, "Bread");
      await bob.page.getByRole("checkbox", { name: "Bread" }).check();
      await ada.page.getByRole("checkbox", { name: "Bread", checked: true }).waitFor();
      await add(bob.page, "Salt");
      await ada.page.getByText("1 of 2 open").waitFor();
      // The filter is the session's own: Bob still sees both.
      await ada.page.getByRole("button", { name: "done", exact: true }).click();
      await ada.page.getByRole("checkbox", { name: "Salt" }).waitFor({ state: "detached" });
      await ada.page.getByRole("button", { name: "Remove Bread" }).click();
      await bob.page.getByRole("checkbox", { name: "Bread" }).waitFor({ state: "detached" });
      assert.equal(await bob.page.getByRole("checkbox").count(), 1);
      assert.equal(await bob.page.title(), "Todo: 1 open");
      assert.deepEqual([...ada.complaints, ...bob.complaints], []);
    }),
});

/** A column of the board with a card in it. */
function column(page: Page, name: string, card?: string): Locator {
  const columns = page.locator("cf-drop-zone").filter({
    has: page.getByRole("heading", { name, exact: true }),
  });
  return card === undefined ? columns : columns.filter({ hasText: card });
}

Deno.test({
  name: "a card of the board is moved by button and by dragging, and the other browser follows",
  sanitizeOps: false,
  sanitizeResources: false,
  fn: () =>
    withServer(async ({ server, browser }) => {
      const piece = await deploy(server, "board.tsx");
      const ada = await openPiece(browser, server, { piece });
      const bob = await openPiece(browser, server, { piece });
      for (const title of ["Paint the fence", "Feed the cat"]) {
        await ada.page.getByRole("textbox", { name: "New card" }).fill(title);
        await ada.page.keyboard.press("Enter");
        await column(bob.page, "To do", title).waitFor();
      }
      await bob.page.getByRole("button", { name: "Move Paint the fence right" }).click();
      await column(ada.page, "Doing", "Paint the fence").waitFor();
      await ada.page.locator("[draggable=true]", { hasText: "Feed the cat" })
        .dragTo(column(ada.page, "Done"));
      await column(bob.page, "Done", "Feed the cat").waitFor();
      await column(bob.page, "To do", "Drop a card here").waitFor();
      assert.equal(await bob.page.locator("[draggable=true]").count(), 2);
      assert.equal(await bob.page.title(), "Board (2)");
      assert.deepEqual([...ada.complaints, ...bob.complaints], []);
    }),
});
