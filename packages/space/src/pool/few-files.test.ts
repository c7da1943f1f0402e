/** A process that may open no more files goes on with the readers that it has, and says when it has none. */

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";

Deno.test("queries share the readers that there are when no other can be started", async () => {
  const folder = Deno.makeTempDirSync();
  try {
    const file = `${folder}/db.sqlite`;
    const writer = new DatabaseSync(file);
    writer.exec("create table notes (body); insert into notes values ('one')");
    writer.close();
    const program = fileURLToPath(new URL("../testing/few-files.ts", import.meta.url));
    const { stdout, stderr } = await new Deno.Command("/bin/sh", {
      args: [
        "-c",
        `ulimit -n 100; exec "$0" run -A --quiet "$1" "$2"`,
        Deno.execPath(),
        program,
        file,
      ],
    }).output();
    const said = JSON.parse(new TextDecoder().decode(stdout) || "null");
    assert.ok(said !== null, new TextDecoder().decode(stderr));
    const { none, ...answered } = said;
    assert.deepEqual(answered, { first: "one", shared: ["one"], later: ["one"], readers: 3 });
    assert.match(
      none,
      /^reader-missing: Cannot run query: no process to read with can be started: .*open files/,
    );
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
