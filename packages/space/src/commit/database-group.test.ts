/** Cells and rows of one commit: all or nothing, in order, in the file and in the log. */

import { deepEqual, equal, match } from "node:assert/strict";
import { existsSync } from "node:fs";
import { REV_PATH } from "@cf/protocol";
import { contentOf, HANDLE, memorySpace, openSession, TestStore } from "../testing/test-space.ts";

const INSERT = "INSERT INTO entries (body, at) VALUES (?, ?)";
const FILE = `db-${"a".repeat(26)}.sqlite`;

Deno.test("a commit writes documents and rows together, and bumps the handle's revision", async () => {
  await using store = new TestStore();
  const space = store.open();
  const session = openSession(space);
  session.exec({ sql: INSERT, params: ["one", 1] });
  await session.connection.settled();
  session.exec({ sql: INSERT, params: ["two", 2] }, "UPDATE entries SET at = at + 1");
  await session.connection.settled();
  const [handle] = session.connection.watch([HANDLE]);
  equal((handle!.value as { rev: number }).rev, 2);
  const [entry] = [...space.log({ after: 2 })];
  deepEqual(entry!.record.database?.schema, []);
  equal(entry!.changeset!.length > 0, true);
  await store.close();
  const { entries, _cf_commit_watermark: mark } = contentOf(store.path(FILE));
  deepEqual(entries!.map((row) => Object.values(row as object)), [
    [1n, 1n, "one", 2n],
    [2n, 2n, "two", 3n],
  ]);
  equal((mark![0] as { seq: bigint }).seq, 3n);
});

Deno.test("a failing statement aborts its commit and takes none of the group with it", async () => {
  const { host, space } = memorySpace();
  const session = openSession(space);
  session.exec({ sql: INSERT, params: ["one", 1] });
  await session.connection.settled();
  session.exec({ sql: INSERT, params: ["two", 2] });
  const failing = session.commit({
    operations: [{ op: "set", id: "of:cell", value: "never" }],
    sqlite: {
      handle: HANDLE,
      statements: [
        { sql: INSERT, params: ["three", 3] },
        { sql: "INSERT INTO entries (id) VALUES (1)" },
      ],
    },
  });
  session.exec({ sql: INSERT, params: ["four", 4] });
  await session.connection.settled();
  const frame = session.frames.at(-1)!;
  deepEqual(frame.receipts.map(({ seq }) => seq), [3, 4]);
  equal(frame.refusals[0]?.local, failing);
  equal(frame.refusals[0]?.error.code, "sql-error");
  match(frame.refusals[0]!.error.message, /UNIQUE.*\n.*INSERT INTO entries \(id\)/);
  equal(session.connection.watch([{ id: "of:cell", scope: "space" }])[0]?.value, undefined);
  await host.close();
});

Deno.test("a group spans one pattern database, and sessions keep their order", async () => {
  const { host, space } = memorySpace();
  const one = openSession(space);
  const two = openSession(space);
  const other = { id: `of:${"b".repeat(26)}`, scope: "space" } as const;
  const declare = (id: string) =>
    ({
      op: "set",
      id,
      value: { id, tables: { t: { columns: { n: "integer" } } }, rev: 0 },
    }) as const;
  one.commit({ operations: [declare(HANDLE.id)] });
  two.commit({ operations: [declare(other.id)] });
  await one.connection.settled();
  const statements = [{ sql: "INSERT INTO t (n) VALUES (1)" }];
  one.commit({ sqlite: { handle: HANDLE, statements } });
  two.commit({ sqlite: { handle: other, statements } });
  one.commit({ sqlite: { handle: HANDLE, statements } });
  two.commit({ operations: [{ op: "set", id: "of:x", value: 1 }] });
  await two.connection.settled();
  const order = [...space.log({ after: 3 })].map(({ record }) => [
    record.session === one.connection.session ? "one" : "two",
    record.local,
  ]);
  deepEqual(order, [["one", 2], ["one", 3], ["two", 2], ["two", 3]]);
  await host.close();
});

Deno.test("a commit that used an outdated query result conflicts; plain inserts do not", async () => {
  const { host, space } = memorySpace();
  const one = openSession(space);
  const two = openSession(space);
  one.exec({ sql: INSERT, params: ["one", 1] });
  await one.connection.settled();
  one.exec({ sql: INSERT, params: ["two", 2] });
  two.exec({ sql: INSERT, params: ["three", 3] });
  two.commit({
    reads: [{ ...HANDLE, path: REV_PATH, seq: 2 }],
    sqlite: { handle: HANDLE, statements: [{ sql: "DELETE FROM entries" }] },
  });
  await two.connection.settled();
  const frame = two.frames.at(-1)!;
  deepEqual(frame.receipts, [{ local: 1, seq: 4 }]);
  equal(frame.refusals[0]?.error.code, "conflict");
  deepEqual(frame.refusals[0]?.error.data, { ...HANDLE, path: ["rev"], seq: 4 });
  await host.close();
});

Deno.test("a handle of scope user has a database per principal", async () => {
  await using store = new TestStore();
  const space = store.open();
  const session = openSession(space);
  const handle = { id: HANDLE.id, scope: "user" } as const;
  const value = { id: HANDLE.id, tables: { t: { columns: { n: "integer" } } }, rev: 0 };
  session.commit({
    operations: [{ op: "set", ...handle, value }],
    sqlite: { handle, statements: [{ sql: "INSERT INTO t (n) VALUES (1)" }] },
  });
  await session.connection.settled();
  equal(session.frames[0]?.receipts.length, 1);
  const files = [...Deno.readDirSync(store.path("."))].map(({ name }) => name);
  equal(files.filter((name) => /^db-a{26}-user\..*\.sqlite$/.test(name)).length, 1);
});

Deno.test("a database whose first commit is refused has no file", async () => {
  await using store = new TestStore();
  const space = store.open();
  const session = openSession(space);
  session.exec("INSERT INTO nowhere VALUES (1)");
  await session.connection.settled();
  equal(session.frames.flatMap((frame) => frame.refusals).length, 1);
  equal(existsSync(store.path(FILE)), false);
  deepEqual(space.operator.collectGarbage({ graceMs: 0, dryRun: true }).orphans, []);
  session.exec({ sql: INSERT, params: ["one", 1] });
  await session.connection.settled();
  session.exec("INSERT INTO nowhere VALUES (1)");
  await session.connection.settled();
  await store.close();
  equal(contentOf(store.path(FILE)).entries!.length, 1);
});
