import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { openFabric } from "@cf/fabric";
import { createIdentity } from "@cf/protocol";

const fixture = (name: string) =>
  fileURLToPath(new URL(`../test/fixtures/${name}.tsx`, import.meta.url));

Deno.test("wish() finds pieces by tag whose programs are not loaded yet", async () => {
  const store = await Deno.makeTempDir();
  const identity = await createIdentity();
  try {
    const before = await openFabric({ store, identity });
    await before.run(fixture("tagged-person"), { argument: { name: "Ada" } });
    await before.run(fixture("tagged-person"), { argument: { name: "Bo" } });
    await before.close();

    const after = await openFabric({ store, identity });
    const finder = await after.run(fixture("tag-finder"));
    assert.equal(await finder.get("names"), "Ada,Bo");
    await after.run(fixture("tagged-person"), { argument: { name: "Cy" } });
    assert.equal(await finder.get("names"), "Ada,Bo,Cy");
    await after.close();
  } finally {
    await Deno.remove(store, { recursive: true });
  }
});
