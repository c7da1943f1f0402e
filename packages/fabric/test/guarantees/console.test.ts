/** What a pattern prints carries the piece that printed it. */

import assert from "node:assert/strict";
import { openFabric } from "@cf/fabric";

Deno.test("console output of bodies, computations and handlers is tagged with the piece", async () => {
  const folder = await Deno.makeTempDir({ prefix: "cf-console-" });
  const said: [string, string | undefined][] = [];
  const fabric = await openFabric({
    store: ":memory:",
    onConsole: (_level, args, piece) => said.push([args.join(" "), piece]),
  });
  try {
    await Deno.writeTextFile(
      `${folder}/talker.tsx`,
      `import { action, computed, pattern } from "commonfabric";
      export default pattern(() => {
        console.log("body");
        return {
          value: computed(() => { console.log("computation"); return 1; }),
          speak: action(() => { console.log("handler"); }),
        };
      });`,
    );
    const piece = await fabric.run(`${folder}/talker.tsx`);
    await piece.get("value");
    await piece.send("speak");
    const texts = new Map(said);
    for (const text of ["body", "computation", "handler"]) assert.equal(texts.get(text), piece.id);
  } finally {
    await fabric.close();
    await Deno.remove(folder, { recursive: true });
  }
});
