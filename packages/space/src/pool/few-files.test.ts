/** A process that may open no more files goes on with what it has, and says what it cannot do. */

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

Deno.test("queries share the readers that there are, and a write is refused, when no process can be started", async () => {
  const program = fileURLToPath(new URL("../testing/few-files.ts", import.meta.url));
  const { stdout, stderr } = await new Deno.Command("/bin/sh", {
    args: ["-c", `ulimit -n 140; exec "$0" run -A --quiet "$1"`, Deno.execPath(), program],
  }).output();
  const said = JSON.parse(new TextDecoder().decode(stdout) || "null");
  assert.ok(said !== null, new TextDecoder().decode(stderr));
  const { none, unwritten, ...answered } = said;
  assert.deepEqual(answered, {
    first: "one",
    shared: ["one"],
    later: ["one"],
    written: "done",
    readers: 3,
  });
  assert.match(
    none,
    /^reader-missing: Cannot run query: no process to read with can be started: .*open files/,
  );
  assert.match(
    unwritten,
    /^writer-missing: Cannot run statement: it may take long, and no process/,
  );
});
