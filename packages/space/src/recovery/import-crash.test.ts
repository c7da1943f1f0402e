import { deepEqual, equal, ok } from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { databaseFileName } from "../store/layout.ts";
import { HANDLE, openSession, SPACE, TestStore } from "../testing/test-space.ts";

const KEY = { id: HANDLE.id, scope: "space" } as const;
const WRITER = new URL("../testing/import-writer.ts", import.meta.url).pathname;
const CONFIG = new URL("../../../../deno.json", import.meta.url).pathname;
const ROWS = 8_000;
/** Kills; a long run sets more. */
const KILLS = Number(Deno.env.get("CF_IMPORT_KILLS") ?? 8);
/** The writer says that it is open, that a part is stored so often, that it commits, and is done. */
const LINES = 12;

/** Lets the writer run until it has said so many lines, and kills it. Whether it was done. */
async function runKilled(store: TestStore, path: string, lines: number): Promise<boolean> {
  const args = ["run", "-A", "--no-check", "--config", CONFIG, WRITER];
  const writer = new Deno.Command(Deno.execPath(), {
    args: [...args, store.folder, SPACE, HANDLE.id, path],
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  let text = "";
  for await (const chunk of writer.stdout) {
    text += new TextDecoder().decode(chunk);
    const isFar = text.split("\n").length > lines || text.endsWith("done\n");
    if (!isFar) continue;
    // After the commit of the log and before that of the file is a matter of milliseconds.
    if (text.endsWith("commit\n")) spin(Math.random() * 15);
    writer.kill("SIGKILL");
  }
  await writer.stdin.close().catch(() => {});
  equal((await writer.status).signal, "SIGKILL");
  return text.includes("done");
}

function spin(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

/** The rows of the database, and whether file, log and replay are one. */
async function countIn(store: TestStore): Promise<number> {
  const space = store.open();
  const { commit, connection } = openSession(space, { session: "look" });
  commit({
    sqlite: { handle: HANDLE, statements: [{ sql: "delete from entries where id = -1" }] },
  });
  await connection.settled();
  deepEqual((await space.operator.verify(KEY)).differences, []);
  deepEqual(await space.operator.verifyLog(), []);
  const file = new DatabaseSync(join(store.folder, SPACE, databaseFileName(KEY)));
  const { n } = file.prepare("select count(*) as n from entries").get() as { n: number };
  file.close();
  await store.close();
  return n;
}

/** Parts that no commit names. */
function leftOver(store: TestStore): number {
  const file = new DatabaseSync(join(store.folder, SPACE, "space.sqlite"), { readOnly: true });
  const sql =
    "select count(*) as n from _cf_part where import not in (select number from _cf_import)";
  const { n } = file.prepare(sql).get() as { n: number };
  file.close();
  return n;
}

Deno.test("a server killed while it takes rows in has taken all of them or none", async () => {
  await using store = new TestStore();
  const { exec, connection } = openSession(store.open());
  exec("insert into entries values (-5, 'old', 0), (1, 'old', 0)");
  await connection.settled();
  await store.close();
  const path = join(store.folder, "sent");
  const sent = new DatabaseSync(path);
  sent.exec(`create table entries (id integer primary key, body);
    insert into entries with recursive n (i) as (select 1 union all select i + 1 from n where i < ${ROWS})
    select i, hex(zeroblob(200)) from n`);
  sent.close();
  const seen = { all: 0, none: 0, left: 0 };
  for (let kill = 0; kill < KILLS; kill++) {
    const before = await countIn(store);
    const isDone = await runKilled(store, path, 1 + kill * (LINES - 1) / (KILLS - 1) | 0);
    seen.left += leftOver(store);
    const found = await countIn(store);
    ok(found === ROWS || found === before && !isDone, `${found} rows of ${before} and ${ROWS}`);
    if (found === ROWS) seen.all++;
    else seen.none++;
    const { commit, connection } = openSession(store.open(), { session: "again" });
    const sql = "delete from entries where id > 1";
    commit({ sqlite: { handle: HANDLE, statements: [{ sql }] } });
    await connection.settled();
    await store.close();
    // What was left over is dropped at the start, some parts in each turn.
    for (let tries = 0; leftOver(store) > 0 && tries < 3; tries++) {
      await countIn(store);
    }
    equal(leftOver(store), 0);
    ok(!existsSync(join(store.folder, SPACE, "staging")));
  }
  ok(seen.all > 0 && seen.none > 0 && seen.left > 0, JSON.stringify(seen));
});
