/** The example patterns, which a new space serves: each shows a view without being given anything. */

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { openFabric } from "@cf/fabric";
import { render, TreeApplier } from "@cf/html";
import { viewHost } from "@cf/runner";

const FOLDER = new URL("../patterns/", import.meta.url);

Deno.test("each example pattern shows a view when it is given nothing", async (t) => {
  const files = readdirSync(FOLDER)
    .filter((name) => name.endsWith(".tsx") && !name.endsWith(".test.tsx"));
  assert.ok(files.length > 20);
  for (const file of files) {
    await t.step(file, async () => {
      const errors: string[] = [];
      const fabric = await openFabric({
        store: ":memory:",
        onError: ({ error }) => void errors.push(String(error)),
      });
      const applier = new TreeApplier();
      try {
        const piece = await fabric.run(new URL(file, FOLDER).pathname, { argument: {} });
        const view = render(piece.reference(), {
          reactivity: viewHost(fabric.runtime),
          applier,
          onError: (error) => void errors.push(String(error)),
        });
        await fabric.idle();
        view.flush();
        assert.deepEqual(errors, []);
        assert.notEqual(applier.toHtml(), "", "an empty view");
        view.dispose();
      } finally {
        await fabric.close();
      }
    });
  }
});
