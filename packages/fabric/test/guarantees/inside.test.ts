/** Cells and streams show their methods only: no path leads a program into the runtime. */

import assert from "node:assert/strict";
import { openStage } from "./stage.ts";

Deno.test("a path below a stream leads nowhere, and cells cannot be changed for others", async () => {
  const stage = await openStage(`
    import { action, computed, pattern, Stream, Writable } from "commonfabric";
    type Any = any;
    interface Output { inside: string[]; changed: string; count: number; go: Stream<void> }
    export default pattern<{}, Output>(() => {
      const count = new Writable(0);
      const go = action(() => count.set(count.get() + 1));
      const parts = ["frame", "site", "handle", "space", "id"];
      return {
        inside: computed(() => parts.map((part) => typeof (go as Any).key(part).get())),
        changed: computed(() => {
          try { Object.getPrototypeOf(count).set = () => undefined; return "changed"; } catch { return "refused"; }
        }),
        count, go,
      };
    });`);
  try {
    assert.deepEqual(await stage.piece.get("inside"), Array(5).fill("undefined"));
    assert.equal(await stage.piece.get("changed"), "refused");
    await stage.piece.send("go");
    assert.equal(await stage.piece.get("count"), 1);
  } finally {
    await stage.close();
  }
});
