/**
 * The program that the test of orphans kills: opens the store in its first argument and lends the file
 * in its second, has statements that do not end run on a database, on that file and in a query, each
 * in its own process, and then says so.
 */

import { dirname } from "node:path";
import { assert, type JsonObject } from "@cf/utils";
import { WRITE_LIMITS } from "../commit/rehearsals.ts";
import { SpaceHost } from "../space-host.ts";
import { openSession, OWNER, type RecordedSession, SPACE, TABLES } from "./test-space.ts";

const [store, lent] = Deno.args as [string, string];
const host = SpaceHost.open(store, {
  sourceFolders: [dirname(lent)],
  writes: { ...WRITE_LIMITS, writeDeadlineMs: 3_600_000 },
});
const space = host.create(SPACE, OWNER);
// What waits holds up its own session.
const [session, onLent, reader, other] = [0, 1, 2, 3].map((n) =>
  openSession(space, { session: `session ${n}` })
) as [RecordedSession, RecordedSession, RecordedSession, RecordedSession];
const source = await space.operator.lendFile(lent, { writable: true });
session.commit({ operations: [{ op: "set", id: source.id, value: source.value as JsonObject }] });
for (const letter of ["a", "b", "c"]) {
  const id = `of:${letter.repeat(26)}`;
  session.commit({ operations: [{ op: "set", id, value: { id, tables: TABLES, rev: 0 } }] });
}

/** More rows than there is time, for a product of five. */
const MANY = "json_each(json_array(1,2,3,4,5,6,7,8,9))";
const product = (count: number) =>
  Array.from({ length: count }, (_, i) => `${MANY} t${i}`).join(", ");

function insert(by: RecordedSession, id: string, count: number): void {
  const sql = `INSERT INTO entries (at) SELECT count(*) FROM ${product(count)}`;
  by.commit({ sqlite: { handle: { id, scope: "space" }, statements: [{ sql }] } });
}

function watch(query: number, count: number): void {
  const sql = `SELECT count(*) FROM entries, ${product(count)}`;
  reader.connection.watchQuery(query, { handle: { id: read, scope: "space" }, sql, live: false });
}

const [own, read, idle] = ["a", "b", "c"].map((letter) => `of:${letter.repeat(26)}`) as [
  string,
  string,
  string,
];
insert(reader, read, 1);
insert(session, own, 7);
insert(onLent, source.id, 1);
watch(1, 1);
// Every process has started and opened its file.
for (const { connection, frames } of [session, onLent, reader]) {
  await connection.settled();
  assert(frames.every(({ refusals }) => refusals.length === 0), "nothing is refused");
}

insert(session, own, 20);
insert(onLent, source.id, 20);
watch(2, 20);
// What is sent after them and answered shows that they were sent.
insert(other, idle, 1);
await other.connection.settled();
assert(other.frames.some(({ receipts }) => receipts.length > 0), "another one is answered");
console.log("busy");
