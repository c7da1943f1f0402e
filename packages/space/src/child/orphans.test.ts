/** A process that is in the middle of a statement without an end does not outlive its server. */

import { deepEqual, equal } from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { SPACE } from "../testing/test-space.ts";

const SERVER = new URL("../testing/endless-server.ts", import.meta.url).pathname;
const CONFIG = new URL("../../../../deno.json", import.meta.url).pathname;

/** Long enough for a process that is killed, and not for one that nobody ends. */
const PATIENCE_MS = 15_000;

Deno.test("writing and reading processes end with a server that is killed", async () => {
  const folder = Deno.realPathSync(Deno.makeTempDirSync({ prefix: "cf-orphans-" }));
  const [store, lent] = [join(folder, "store"), join(folder, "lent", "entries.db")];
  Deno.mkdirSync(join(folder, "lent"));
  open(lent, (database) => {
    database.exec("CREATE TABLE entries (id INTEGER PRIMARY KEY, body, at)");
  });
  const server = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "--config", CONFIG, SERVER, store, lent],
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  let text = "";
  for await (const chunk of server.stdout.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    server.kill("SIGKILL");
  }
  equal(text, "busy\n");
  equal((await server.status).signal, "SIGKILL");
  const file = (letter: string) => join(store, SPACE, `db-${letter.repeat(26)}.sqlite`);
  // Whoever writes holds the lock until the end of its process.
  for (const path of [file("a"), lent]) {
    open(path, (database) => database.exec("BEGIN IMMEDIATE; ROLLBACK"));
  }
  // Whoever reads keeps the log from being emptied.
  open(file("b"), (database) => {
    database.exec("UPDATE entries SET at = at");
    const { busy } = database.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get() as { busy: number };
    deepEqual(busy, 0);
  });
  Deno.removeSync(folder, { recursive: true });
});

function open(path: string, use: (database: DatabaseSync) => void): void {
  const database = new DatabaseSync(path, { timeout: PATIENCE_MS });
  try {
    use(database);
  } finally {
    database.close();
  }
}
