/** Small programs that are watched while they live, on the real runtime with a headless view. */

import { choices } from "./live/choices.ts";
import { identity } from "./live/identity.ts";
import { runs } from "./live/runs.ts";
import { runLive } from "./live-case.ts";

for (const [theme, cases] of Object.entries({ choices, identity, runs })) {
  Deno.test(`live programs ${theme}`, async (t) => {
    const folder = await Deno.makeTempDir({ prefix: "cf-live-" });
    try {
      for (const test of cases) await t.step(test.name, () => runLive(test, folder));
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}
