import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { readLines } from "../src/frame/read-lines.ts";

Deno.test("deno task start prints the page's address and deploys the examples", async () => {
  const folder = await Deno.makeTempDir({ prefix: "cf-start-" });
  const child = new Deno.Command(Deno.execPath(), {
    args: ["task", "start", "--folder", folder],
    cwd: fileURLToPath(new URL("../../../", import.meta.url)),
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const data = readLines(child.stdout);
  const talk = readLines(child.stderr);
  const { value: page } = await data.next();
  assert.match(String(page), /^http:\/\/127\.0\.0\.1:\d+\/did:key:\w+$/);
  for (;;) {
    const { value, done } = await talk.next();
    assert.ok(done !== true, "it ended before it deployed an example");
    if (/^patterns\/\S+ is piece:/.test(value)) break;
  }
  const response = await fetch(String(page));
  assert.match(await response.text(), /<html/);
  child.kill("SIGINT");
  while ((await talk.next()).done !== true);
  while ((await data.next()).done !== true);
  await child.status;
  await Deno.remove(folder, { recursive: true });
});
