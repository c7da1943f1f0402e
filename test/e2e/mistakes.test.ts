/** What a person sees of a mistake: of the author's, of a handler's, and of an address's. */

import assert from "node:assert/strict";
import { launchChromium } from "../browser/chromium.ts";
import { startDev } from "./dev.ts";
import { openPiece } from "./pages.ts";
import { cf, deploy } from "./server.ts";
import { withServer } from "./with-server.ts";

const COUNTER = new URL("../../patterns/counter.tsx", import.meta.url);

Deno.test({
  name: "a type error under cf dev shows in the terminal and over the page until it is mended",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const folder = await Deno.makeTempDir();
    const path = `${folder}/counter.tsx`;
    const source = await Deno.readTextFile(COUNTER);
    await Deno.writeTextFile(path, source);
    const [dev, browser] = await Promise.all([startDev(folder, path), launchChromium()]);
    try {
      const { page, complaints } = await openPiece(browser, dev, { piece: dev.piece });
      await page.getByRole("button", { name: "Increase" }).click();
      await page.getByRole("heading", { name: "1" }).waitFor();
      const broken = source.replace("amount ?? step", "amount ?? nope");
      await Deno.writeTextFile(path, broken);
      const line = broken.split("\n").findIndex((text) => text.includes("nope")) + 1;
      assert.match(
        await dev.said(/error TS2304/),
        new RegExp(`counter\\.tsx:${line}:\\d+ error TS2304`),
      );
      const overlay = page.getByRole("alertdialog", { name: "1 compile error" });
      await overlay.getByText("Cannot find name 'nope'").waitFor();
      await overlay.getByText(new RegExp(`counter\\.tsx:${line}:\\d+`)).waitFor();
      await overlay.getByText("value.increment(amount ?? nope)").waitFor();
      await Deno.writeTextFile(path, source.replace("Counter: ${", "Mended: ${"));
      await overlay.waitFor({ state: "detached" });
      await page.waitForFunction(() => document.title === "Mended: 1");
      await page.getByRole("heading", { name: "1" }).waitFor();
      assert.deepEqual(complaints, []);
    } finally {
      await browser.close();
      await dev.stop();
      await Deno.remove(folder, { recursive: true });
    }
  },
});

/** Fails in a handler, in a computation once the number is odd, and in another file. */
const FAILING = `
import { action, computed, Default, NAME, pattern, UI, type VNode, Writable } from "commonfabric";
import { lengthOf } from "./length.ts";

export default pattern<{ n: Writable<number | Default<0>> }, { [NAME]: string; [UI]: VNode }>(
  ({ n }) => {
    const fail = action(() => n.set(lengthOf(undefined)));
    const next = action(() => n.set(n.get() + 1));
    const even = computed(() => {
      if (n.get() % 2 === 1) throw new Error(\`\${n.get()} is odd\`);
      return n.get();
    });
    return {
      [NAME]: "Failing",
      [UI]: (
        <cf-screen>
          <cf-button onClick={fail}>Fail</cf-button>
          <cf-button onClick={next}>Next</cf-button>
          <p>{even}</p>
        </cf-screen>
      ),
    };
  },
);
`;
const LENGTH = `export function lengthOf(text: string | undefined): number {
  return text!.length;
}
`;

Deno.test({
  name: "what goes wrong in the page of cf dev is told in the terminal, at the author's line",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const folder = await Deno.makeTempDir();
    const path = `${folder}/failing.tsx`;
    await Deno.writeTextFile(path, FAILING);
    await Deno.writeTextFile(`${folder}/length.ts`, LENGTH);
    const [dev, browser] = await Promise.all([startDev(folder, path), launchChromium()]);
    const lineOf = (source: string, text: string) =>
      source.split("\n").findIndex((line) => line.includes(text)) + 1;
    try {
      const { page } = await openPiece(browser, dev, { piece: dev.piece });
      await page.getByRole("button", { name: "Fail" }).click();
      assert.match(
        await dev.said(/Cannot read properties of undefined/),
        /^length\.ts:2:\d+ error in fail: Cannot read properties of undefined/,
      );
      assert.match(await dev.said(/\|/), /^ {2}2 \| {3}return text!\.length;/);
      await page.getByRole("button", { name: "Next" }).click();
      const odd = (source: string) => `failing.tsx:${lineOf(source, "is odd")}:`;
      assert.ok((await dev.said(/1 is odd/)).startsWith(odd(FAILING)));
      const longer = FAILING.replace("    const even", "\n\n    const even");
      await Deno.writeTextFile(path, longer);
      // The page may meet the error once more before it has the new code.
      await dev.said(new RegExp(`^${odd(longer)}.*1 is odd`));
    } finally {
      await browser.close();
      await dev.stop();
      await Deno.remove(folder, { recursive: true });
    }
  },
});

/** Its second post breaks a rule of the table, after the count was raised. */
const TICKETS = `
import { action, NAME, pattern, sqliteDatabase, type Stream, table, UI, type VNode, Writable } from "commonfabric";

export default pattern<Record<string, never>, {
  [NAME]: string; [UI]: VNode; count: number; take: Stream<void>;
}>(() => {
  const db = sqliteDatabase({
    tables: { tickets: table({ seat: "text not null unique" }) },
  });
  const seats = db.query<{ seat: string }>("SELECT seat FROM tickets", { reactOn: db });
  const count = new Writable(0);
  const take = action(() => {
    count.increment(1);
    db.exec("INSERT INTO tickets (seat) VALUES (?)", ["A1"]);
  });
  return {
    [NAME]: "Tickets",
    [UI]: (
      <cf-screen>
        <cf-button onClick={() => take.send()}>Take A1</cf-button>
        <p>{count} taken, {seats.result?.length ?? 0} seated</p>
      </cf-screen>
    ),
    count,
    take,
  };
});
`;

Deno.test({
  name: "an SQL error in a handler shows with its SQL, and the whole commit is undone",
  sanitizeOps: false,
  sanitizeResources: false,
  fn: () =>
    withServer(async ({ server, browser, folder }) => {
      await Deno.writeTextFile(`${folder}/tickets.tsx`, TICKETS);
      const piece = await deploy(server, `${folder}/tickets.tsx`);
      const { page } = await openPiece(browser, server, { piece });
      const take = page.getByRole("button", { name: "Take A1" });
      await take.click();
      await page.getByText("1 taken, 1 seated").waitFor();
      await take.click();
      const tray = page.getByRole("region", { name: "Problems" });
      await tray.getByText("INSERT INTO tickets (seat) VALUES (?)").first().waitFor();
      await tray.getByText(/UNIQUE constraint failed/).first().waitFor();
      await page.getByText("1 taken, 1 seated").waitFor();
      assert.equal(JSON.parse(await cf(server, "get", `${piece}/count`, "--json")), 1);
      await tray.getByRole("button", { name: "Dismiss" }).click();
      await tray.getByRole("article").waitFor({ state: "detached" });
    }),
});

Deno.test({
  name: "addresses of unknown pieces and spaces say so and lead on",
  sanitizeOps: false,
  sanitizeResources: false,
  fn: () =>
    withServer(async ({ server, browser }) => {
      const page = await (await browser.newContext()).newPage();
      await page.goto(`${server.url}/${server.space}/piece:aaaaaaaaaaaaaaaaaaaaaaaaaa`);
      const alert = page.getByRole("alert");
      await alert.getByText("the space has no such piece").waitFor();
      await alert.getByRole("link", { name: "All pieces" }).click();
      await page.getByRole("heading", { name: "Nothing here yet" }).waitFor();
      const nowhere = "did:key:z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH";
      await page.goto(`${server.url}/${nowhere}`);
      await alert.getByText("no such space").waitFor();
      await alert.getByRole("link", { name: "All spaces" }).click();
      await page.getByRole("heading", { name: "Spaces" }).waitFor();
      await page.goto(`${server.url}/nonsense`);
      await alert.getByRole("heading", { name: "This space cannot be opened" }).waitFor();
    }),
});
