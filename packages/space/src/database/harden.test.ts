import { deepEqual, equal, throws } from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { closeSource, openSource } from "../child/source-connection.ts";
import { openReadOnly } from "../pool/connection-cache.ts";
import { harden } from "./harden.ts";

Deno.test("harden() lets a schema call nothing but functions that are harmless", () => {
  const database = new DatabaseSync(":memory:");
  let calls = 0;
  database.function("act", () => ++calls);
  database.exec(
    "CREATE TABLE t (x); INSERT INTO t VALUES (1); CREATE VIEW v AS SELECT act() FROM t",
  );
  harden(database);
  throws(() => database.prepare("SELECT * FROM v").all(), /unsafe use of act/);
  equal(calls, 0);
  database.exec("CREATE VIEW w AS SELECT abs(x) FROM t");
  equal(database.prepare("SELECT * FROM w").all().length, 1);
  database.close();
});

/** How a connection is set to files of others. */
function settingsOf(connection: DatabaseSync): unknown[] {
  return ["trusted_schema", "cell_size_check"].map((name) =>
    connection.prepare(`PRAGMA ${name}`).get()![name]
  );
}

Deno.test("whoever writes to or reads a lent file has it hardened", () => {
  const folder = Deno.makeTempDirSync({ prefix: "cf-harden-" });
  const path = join(folder, "lent.db");
  const made = new DatabaseSync(path);
  made.exec("CREATE TABLE t (id INTEGER PRIMARY KEY)");
  made.close();
  deepEqual(settingsOf(openSource(path)), [0, 1]);
  closeSource();
  const read = openReadOnly(path);
  deepEqual(settingsOf(read), [0, 1]);
  read.close();
  Deno.removeSync(folder, { recursive: true });
});
