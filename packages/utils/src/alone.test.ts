import assert from "node:assert/strict";
import { alone } from "./alone.ts";

const MODULE = new URL("./alone.ts", import.meta.url).href;

/** Says that it begins, and later whether the file was there when it had its turn. */
const OTHER = `
  import { alone } from ${JSON.stringify(MODULE)};
  console.log("begins");
  const isThere = () => Deno.stat(Deno.args[0]).then(() => true, () => false);
  console.log(await alone(isThere));`;

Deno.test("alone() makes another process wait until the work is done, also when it fails", async () => {
  const folder = await Deno.makeTempDir({ prefix: "cf-alone-" });
  const [module, done] = [`${folder}/other.ts`, `${folder}/done`];
  await Deno.writeTextFile(module, OTHER);
  const heard = Promise.withResolvers<ReadableStreamDefaultReader<string>>();
  const work = alone(async () => {
    const { stdout } = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", "--no-config", module, done],
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    const reader = stdout.pipeThrough(new TextDecoderStream()).getReader();
    assert.equal((await reader.read()).value, "begins\n");
    await Deno.writeTextFile(done, "");
    heard.resolve(reader);
    throw new TypeError("Cannot go on: made to fail");
  });
  await assert.rejects(work, TypeError);
  const reader = await heard.promise;
  assert.equal((await reader.read()).value, "true\n");
  assert.equal((await reader.read()).done, true);
  await Deno.remove(folder, { recursive: true });
});
