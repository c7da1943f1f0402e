/** Small programs that are watched while they live, on the real runtime with a headless view. */

import { cells } from "./live/cells.ts";
import { choices } from "./live/choices.ts";
import { expressions } from "./live/expressions.ts";
import { identity } from "./live/identity.ts";
import { programs } from "./live/programs.ts";
import { runs } from "./live/runs.ts";
import { values } from "./live/values.ts";
import { variables } from "./live/variables.ts";
import { runLive } from "./live-case.ts";

for (
  const [theme, cases] of Object.entries({
    cells,
    choices,
    expressions,
    identity,
    programs,
    runs,
    values,
    variables,
  })
) {
  Deno.test(`live programs ${theme}`, async (t) => {
    const folder = await Deno.makeTempDir({ prefix: "cf-live-" });
    try {
      for (const test of cases) await t.step(test.name, () => runLive(test, folder));
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}
