/**
 * The program that the crash tests kill: opens the store in its first argument, and commits cells
 * and rows of four databases and of a lent file, its second argument, without end, in groups of varying
 * size. It prints a line per answered commit, so that the test knows what was acknowledged.
 *
 * Most commits change a few rows here; some run in another process first, and of these some change so
 * much that the other process commits them. Its third argument, if given, lets commits be refused
 * because that process was killed.
 */

import { dirname } from "node:path";
import type { Operation, Scope, SqlStatement } from "@cf/protocol";
import { assert, type JsonObject } from "@cf/utils";
import { SpaceHost } from "../space-host.ts";
import { openSession, OWNER, SPACE } from "./test-space.ts";

const [store, lent, mayFail] = Deno.args as [string, string, string?];
const host = SpaceHost.open(store, {
  sourceFolders: [dirname(lent)],
  snapshots: { everyCommits: 300, everyBytes: 8 << 20, keep: 2 },
});
const space = host.has(SPACE) ? host.get(SPACE) : host.create(SPACE, OWNER);
const sessions = [0, 1, 2].map((n) => openSession(space, { session: `writer-${n}` }));
const [first] = sessions;
const encoder = new TextEncoder();

const TABLES = {
  entries: { columns: { id: "integer primary key", body: "text", at: "integer" } },
  bulk: { columns: { id: "integer primary key", body: "text" } },
};
const SCOPES: readonly Scope[] = ["space", "space", "user", "session"];
/** What a process dies of that somebody kills. */
const KILLED = new Set(["store-failed", "bad-source"]);

for (const { connection } of sessions) {
  connection.onFrame = ({ refusals, receipts }) => {
    for (const { error } of refusals) {
      assert(mayFail !== undefined && KILLED.has(error.code), `refused: ${error.message}`);
    }
    const lines = receipts.map(({ local, seq }) => `${connection.session} ${local} ${seq}\n`);
    Deno.stdout.writeSync(encoder.encode(lines.join("")));
  };
}

function handle(n: number) {
  return { id: `of:${"abcd"[n]!.repeat(26)}`, scope: SCOPES[n]! } as const;
}

function declare(n: number, more: JsonObject = {}): Operation {
  const value = { id: handle(n).id, tables: TABLES, rev: 0, ...more };
  return { op: "set", ...handle(n), value };
}

/** A million rows as SQLite sees it before, of which only `count` are taken. */
function long(table: string, count: number): SqlStatement[] {
  const list = JSON.stringify(Array.from({ length: 100 }, (_, i) => i));
  const sql = `INSERT INTO ${table} (body) SELECT hex(randomblob(200))
    FROM json_each(?) a, json_each(?) b, json_each(?) c LIMIT ?`;
  return [
    { sql, params: [list, list, list, count] },
    { sql: `DELETE FROM ${table} WHERE id <= (SELECT max(id) - 1500 FROM ${table})` },
  ];
}

/** More than is applied here: a changeset of some 400 KiB. */
const LARGE = 900;

function change(count: number): SqlStatement[] {
  const kind = count % 9;
  if (kind === 4) return long("bulk", 3);
  return kind === 0 || kind === 6 ? long("bulk", LARGE) : [];
}

function increment(counter: string | number): Operation {
  return { op: "increment", id: `of:count-${counter}`, path: ["n"], by: 1 };
}

for (const n of SCOPES.keys()) {
  if (first!.connection.watch([handle(n)])[0]!.value !== undefined) continue;
  first!.commit({ operations: [declare(n)] });
}
const known = space.operator.lentFiles()[0];
const source = known ?? await space.operator.lendFile(lent, { writable: true });
if ("value" in source) {
  first!.commit({ operations: [{ op: "set", id: source.id, value: source.value as JsonObject }] });
}

let written = 0;
function writeLent(by: number, round: number): void {
  sessions[by]!.commit({
    operations: [increment("lent")],
    sqlite: {
      handle: { id: source.id, scope: "space" },
      statements: [
        { sql: "INSERT INTO items (body) VALUES (?)", params: [`${round} ${by}`] },
        { sql: "UPDATE items SET body = hex(randomblob(8)) WHERE id % 7 = ?", params: [by] },
        ...change(++written),
      ],
    },
  });
}

function writeOwn(by: number, n: number, round: number): void {
  const { session } = sessions[by]!.connection;
  const version = Math.floor(space.stats.seq / 100) + 2;
  const steps = { [version]: ["UPDATE entries SET at = coalesce(at, 0) + 1 WHERE id % 5 = 1"] };
  // Now and then the declaration changes, and its step runs in the other process.
  const isNew = n === 1 && by === 0 && round % 16 === 8;
  sessions[by]!.commit({
    operations: [
      increment(n),
      ...(isNew ? [declare(n, { version, migrations: steps as JsonObject })] : []),
    ],
    sqlite: {
      handle: handle(n),
      statements: [
        { sql: "INSERT INTO entries (body, at) VALUES (?, ?)", params: [session, round] },
        { sql: "UPDATE entries SET body = hex(randomblob(8)) WHERE id % 7 = ?", params: [by] },
        ...change(++written),
      ],
    },
  });
}

for (let round = Math.floor(Math.random() * 64);; round++) {
  for (let by = 0; by < round % 3; by++) writeLent(by, round);
  const n = (round >> 2) % 4;
  for (let i = 0; i <= round % 5; i++) {
    // A session's own database is that of the first one.
    writeOwn(SCOPES[n] === "session" ? 0 : (round + i) % 3, n, round);
  }
  for (const { connection } of sessions) await connection.settled();
}
