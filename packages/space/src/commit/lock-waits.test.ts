/** Files that another program keeps locked: who waits, who does not, and what is said in the end. */

import { deepEqual, equal, match } from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { HANDLE, openSession, OWNER, PATIENT_WRITES, TestStore } from "../testing/test-space.ts";

const FILE = `db-${"a".repeat(26)}.sqlite`;
const OTHER = "did:key:zOther";

/** A connection of another program that writes to a file. */
function lock(path: string): { end(): void } {
  const connection = new DatabaseSync(path);
  connection.exec("BEGIN IMMEDIATE");
  return {
    end() {
      connection.exec("ROLLBACK");
      connection.close();
    },
  };
}

function refusalsOf({ frames }: ReturnType<typeof openSession>) {
  return frames.flatMap(({ refusals }) => refusals.map(({ error }) => error));
}

const cell = (value: number) => ({ op: "set", id: "of:cell", value }) as const;

Deno.test("rows wait for the lock of another program, and cells and other spaces do not", async () => {
  await using store = new TestStore();
  const space = store.open();
  const [rows, cells] = [openSession(space), openSession(space)];
  const other = openSession(store.host.create(OTHER, OWNER));
  rows.exec("INSERT INTO entries (body) VALUES ('first')");
  await rows.connection.settled();
  const held = lock(store.path(FILE));
  for (let n = 0; n < 5; n++) rows.exec("INSERT INTO entries (body) VALUES ('later')");
  let isAnswered = false;
  const answered = rows.connection.settled().then(() => isAnswered = true);
  for (let n = 0; n < 20; n++) {
    cells.commit({ operations: [cell(n)] });
    other.commit({ operations: [cell(n)] });
    await Promise.all([cells.connection.settled(), other.connection.settled()]);
  }
  equal(isAnswered, false);
  held.end();
  await answered;
  deepEqual([rows, cells, other].flatMap(refusalsOf), []);
  deepEqual((await space.operator.verify({ id: HANDLE.id, scope: "space" })).differences, []);
});

Deno.test("a space waits for the lock on its own file, and other spaces do not", async () => {
  await using store = new TestStore();
  const space = store.open();
  const session = openSession(space);
  const other = openSession(store.host.create(OTHER, OWNER));
  const held = lock(store.path("space.sqlite"));
  session.commit({ operations: [cell(1)] });
  const granted = space.access.set(OWNER, "did:key:zGuest", "read");
  for (let n = 0; n < 20; n++) {
    other.commit({ operations: [cell(n)] });
    await other.connection.settled();
  }
  held.end();
  await session.connection.settled();
  await granted;
  deepEqual([session, other].flatMap(refusalsOf), []);
  equal(space.access.of("did:key:zGuest"), "read");
});

Deno.test("a file that is locked for too long is named, and service goes on when it is free", async () => {
  await using store = new TestStore({ writes: { ...PATIENT_WRITES, lockPatienceMs: 0 } });
  const space = store.open();
  const [rows, cells] = [openSession(space), openSession(space)];
  rows.exec("INSERT INTO entries (body) VALUES ('first')");
  await rows.connection.settled();
  const held = lock(store.path(FILE));
  rows.exec("INSERT INTO entries (body) VALUES ('refused')");
  cells.commit({ operations: [cell(1)] });
  await Promise.all([rows.connection.settled(), cells.connection.settled()]);
  const [error, ...more] = refusalsOf(rows);
  equal(error!.code, "file-locked");
  match(error!.message, /^Cannot use .*db-a+\.sqlite: another program has locked it/);
  deepEqual([more, refusalsOf(cells)], [[], []]);
  held.end();
  rows.exec("INSERT INTO entries (body) VALUES ('again')");
  await rows.connection.settled();
  equal(refusalsOf(rows).length, 1);
  const own = lock(store.path("space.sqlite"));
  cells.commit({ operations: [cell(2)] });
  await cells.connection.settled();
  match(refusalsOf(cells)[0]!.message, /space\.sqlite: another program has locked it/);
  own.end();
});

Deno.test("a space that closes commits what waits for a lock", async () => {
  await using store = new TestStore();
  const session = openSession(store.open());
  session.exec("INSERT INTO entries (body) VALUES ('first')");
  await session.connection.settled();
  const held = lock(store.path(FILE));
  session.exec("INSERT INTO entries (body) VALUES ('second')");
  await new Promise((resolve) => setImmediate(resolve));
  const closed = store.close();
  held.end();
  await closed;
  equal([...store.open().log()].filter(({ record }) => record.database !== undefined).length, 2);
});
