import assert from "node:assert/strict";
import { createIdentity, NotAllowedError } from "@cf/protocol";
import { openFabric } from "./fabric.ts";

const COUNTER = `
import { action, type Default, pattern, type PerUser, Writable } from "commonfabric";
export default pattern<{ total: Writable<number | Default<0>>; mine: PerUser<Writable<number | Default<0>>> }>(
  ({ total, mine }) => ({ total, mine, add: action(() => { total.increment(1); mine.increment(1); }) }),
);`;

Deno.test("openFabric() without an identity acts as the owner of the folder's space", async () => {
  const folder = await Deno.makeTempDir({ prefix: "cf-reopen-" });
  try {
    await Deno.writeTextFile(`${folder}/counter.tsx`, COUNTER);
    const store = `${folder}/store`;
    const first = await openFabric({ store });
    const { id } = await first.run(`${folder}/counter.tsx`);
    await first.piece(id).send("add");
    await first.close();

    const second = await openFabric({ store });
    await second.piece(id).send("add");
    assert.deepEqual(await second.piece(id).get("mine"), 2);
    assert.deepEqual(await second.piece(id).get("total"), 2);
    await second.close();

    await assert.rejects(openFabric({ store, identity: await createIdentity() }), NotAllowedError);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
