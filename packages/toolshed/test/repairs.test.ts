/** Repairs of databases: who runs the server reads of them in its log and its metrics. */

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { createIdentity } from "@cf/protocol";
import { startServer } from "../mod.ts";
import { Caller } from "./caller.ts";

const ID = `of:${"a".repeat(26)}`;
const HANDLE = { id: ID, scope: "space" } as const;
const OPERATIONS = [{
  op: "set",
  id: ID,
  value: { id: ID, tables: { notes: { columns: { body: "text" } } }, rev: 0 },
}] as const;

Deno.test("a repair and a quarantine stand in the server's log and are counted", async () => {
  const folder = Deno.makeTempDirSync({ prefix: "cf-repairs-" });
  const identity = await createIdentity();
  const { did: space } = await createIdentity();
  const file = `${folder}/${space}/db-${"a".repeat(26)}.sqlite`;
  /** Runs a server for one commit; what it logged of repairs, and counted. */
  const serve = async () => {
    const lines: { event: string; level: string; action: string; space: string }[] = [];
    const writeLog = (line: string) => lines.push(JSON.parse(line));
    const server = await startServer({ store: folder, identity, writeLog, logLevel: "info" });
    const { spaces } = server;
    const opened = spaces.has(space) ? spaces.get(space) : spaces.create(space, identity.did);
    const connection = opened.connect({ principal: identity.did });
    const statements = [{ sql: "INSERT INTO notes (body) VALUES ('x')" }];
    const operations = opened.stats.seq > 1 ? [] : OPERATIONS;
    connection.commit({ local: 1, reads: [], operations, sqlite: { handle: HANDLE, statements } });
    await connection.settled();
    const metrics = await new Caller(server.url, identity).fetch("GET", "/metrics");
    const counted = [
      ...(await metrics.text()).matchAll(/^cf_repairs_total\{action="(\w+)"\} (\d+)/gm),
    ];
    await server.close();
    const repairs = lines.filter(({ event }) => event === "database-repair");
    return {
      logged: repairs.map(({ level, action, space: of }) => [level, action, of === space]),
      counted: counted.map(([, action, count]) => [action, count]),
    };
  };
  try {
    assert.deepEqual(await serve(), { logged: [], counted: [] });
    Deno.removeSync(file);
    assert.deepEqual(await serve(), {
      logged: [["warn", "rebuild", true]],
      counted: [["rebuild", "1"]],
    });
    const other = new DatabaseSync(file);
    other.exec("UPDATE _cf_commit_watermark SET hash = zeroblob(32)");
    other.close();
    assert.deepEqual(await serve(), {
      logged: [["error", "quarantine", true]],
      counted: [["quarantine", "1"]],
    });
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
