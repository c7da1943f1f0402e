import { equal } from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { openSession, SPACE, TestStore } from "../testing/test-space.ts";

const FENCE = new URL("./fence.ts", import.meta.url).href;
const CONFIG = new URL("../../../../deno.json", import.meta.url).pathname;

/** A process that stands behind the fence, says so, and is busy for a while when it is told to. */
const LATE = `
  import { standBehindFence } from ${JSON.stringify(FENCE)};
  standBehindFence(Deno.args[0]);
  console.log("ready");
  Deno.stdin.readSync(new Uint8Array(1));
  for (const end = performance.now() + 400; performance.now() < end;);
  Deno.writeTextFileSync(Deno.args[0] + "/late", "");`;

Deno.test("a space is not opened before the processes of a killed server have ended", async () => {
  await using store = new TestStore();
  openSession(store.open()).commit({ operations: [{ op: "set", id: "of:x", value: 1 }] });
  await store.close();
  const folder = join(store.folder, SPACE);
  const module = join(store.folder, "late.ts");
  Deno.writeTextFileSync(module, LATE);
  const late = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "--config", CONFIG, module, folder],
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const output = late.stdout.getReader();
  equal(new TextDecoder().decode((await output.read()).value), "ready\n");
  const input = late.stdin.getWriter();
  await input.write(new Uint8Array(1));
  const space = store.open();
  equal(existsSync(join(folder, "late")), true);
  equal(openSession(space).connection.watch([{ id: "of:x", scope: "space" }])[0]!.value, 1);
  await input.close();
  await output.cancel();
  equal((await late.status).success, true);
});
