/** Pages of a real browser, and what the tests look for in them. */

import type { Browser, Page } from "playwright-core";
import type { ServerProcess } from "./server.ts";

/** A page of a fresh profile that shows a piece; complaints of the page are collected. */
export interface PiecePage {
  readonly page: Page;
  readonly complaints: string[];
}

/** Opens a piece as a new person would, and waits until its view is there. */
export async function openPiece(
  browser: Browser,
  server: Pick<ServerProcess, "url" | "space">,
  options: { piece: string; colorScheme?: "light" | "dark" },
): Promise<PiecePage> {
  const { piece } = options;
  const context = await browser.newContext({
    viewport: { width: 900, height: 640 },
    colorScheme: options.colorScheme ?? "light",
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  await page.goto(`${server.url}/${server.space}/${piece}`);
  await page.locator("cf-screen").first().waitFor();
  return { page, complaints };
}

/** Posts one message through the page. */
export async function post(page: Page, body: string): Promise<void> {
  await page.getByRole("textbox", { name: "Message" }).fill(body);
  await page.getByRole("button", { name: "Post" }).click();
}

/** Waits until a message is shown. */
export async function shows(page: Page, body: string): Promise<void> {
  await page.locator("cf-card", { hasText: body }).first().waitFor();
}
