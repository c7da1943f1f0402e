import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { Workplace } from "./run-cf.ts";

Deno.test("the npm bin passes arguments, folder and status through", async () => {
  await using workplace = new Workplace();
  const bin = fileURLToPath(new URL("../bin/cf.mjs", import.meta.url));
  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await new Deno.Command("node", {
      args: [bin, ...args],
      cwd: workplace.folder,
    }).output();
    const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    return { code, out: decode(stdout), err: decode(stderr) };
  };
  const made = await run("id", "new", "--out", "ann.json");
  assert.equal(made.code, 0, made.err);
  assert.ok(await Deno.stat(workplace.path("ann.json")));
  assert.equal((await run("id", "shw")).code, 2);
});
