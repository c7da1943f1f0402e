/** Databases through every `SpaceConnection`: rows, live queries, and one frame per commit. */

import assert from "node:assert/strict";
import type { SqlValue } from "@cf/protocol";
import { DECLARE, HANDLE, insert, query } from "./database.ts";
import { Replica } from "./replica.ts";
import { type World, WORLDS } from "./worlds.ts";

const BODIES = "SELECT body FROM entries ORDER BY id";

function testEach(name: string, run: (world: World) => Promise<void>): void {
  for (const kind of WORLDS) {
    Deno.test(`SpaceConnection (${kind.name}) ${name}`, async () => {
      const world = await kind.open();
      try {
        const first = new Replica(world.connect(world.owner, "first"));
        assert.equal((await first.commit([DECLARE])).ok, true);
        await run(world);
      } finally {
        await world.close();
      }
    });
  }
}

function open(world: World, label: string): Replica {
  return new Replica(world.connect(world.owner, label));
}

testEach("answers a query at once and after each write that changes it", async (world) => {
  const [writer, reader] = [open(world, "writer"), open(world, "reader")];
  reader.connection.watchQuery(1, query(BODIES));
  await reader.connection.settled();
  assert.deepEqual(reader.rows.get(1), []);
  for (const body of ["one", "two", "three"]) {
    await writer.answerTo(writer.exec(HANDLE, [insert(body)]));
  }
  await reader.until(() => reader.rows.get(1)?.length === 3);
  assert.deepEqual(reader.rows.get(1), [["one"], ["two"], ["three"]]);
  const kinds = reader.queries.get(1)!.map(({ kind }) => kind);
  assert.equal(kinds[0], "rows");
  reader.connection.unwatchQuery(1);
  await reader.watch(["of:x"]);
  const told = reader.queries.get(1)!.length;
  await writer.answerTo(
    writer.exec(HANDLE, [insert("four")], [{ op: "set", id: "of:x", value: 1 }]),
  );
  await reader.until(() => reader.value("of:x") === 1);
  assert.equal(reader.queries.get(1)!.length, told);
});

testEach("tells the cell and the row of a commit in one frame", async (world) => {
  const [writer, reader] = [open(world, "writer"), open(world, "reader")];
  for (const client of [writer, reader]) {
    await client.watch(["of:count"]);
    client.connection.watchQuery(1, query(BODIES));
    await client.connection.settled();
  }
  for (let n = 1; n <= 10; n++) {
    const count = { op: "set", id: "of:count", value: n } as const;
    await writer.answerTo(writer.exec(HANDLE, [insert(`row ${n}`)], [count]));
    await reader.until(() => reader.value("of:count") === n);
    for (const client of [writer, reader]) {
      assert.equal(client.value("of:count"), n);
      assert.equal(client.rows.get(1)!.length, n, "the row is there when the count is");
    }
  }
});

testEach("carries integers beyond 2^53, blobs and odd floats both ways", async (world) => {
  const client = open(world, "client");
  const values: SqlValue[] = [
    2n ** 62n + 1n,
    -(2n ** 63n),
    new Uint8Array([0, 255, 1]),
    new Uint8Array(0),
    "ü😀",
    null,
    1.5,
    Infinity,
  ];
  client.exec(
    HANDLE,
    values.map((value) => ({
      sql: "INSERT INTO entries (data) VALUES (:v)",
      params: { v: value },
    })),
  );
  await client.connection.settled();
  client.connection.watchQuery(1, query("SELECT data FROM entries ORDER BY id"));
  await client.connection.settled();
  assert.deepEqual(client.rows.get(1), values.map((value) => [value]));
});

testEach("undoes all of a commit whose statement fails, and shows the SQL", async (world) => {
  const client = open(world, "client");
  await client.answerTo(client.exec(HANDLE, [insert("kept")]));
  const local = client.exec(
    HANDLE,
    [insert("undone"), { sql: "INSERT INTO entries (id) VALUES (1)" }],
    [{ op: "set", id: "of:cell", value: "undone" }],
  );
  const answer = await client.answerTo(local);
  assert.ok(!answer.ok);
  assert.equal(answer.code, "sql-error");
  assert.match(answer.message, /INSERT INTO entries \(id\)/);
  client.connection.watchQuery(1, query(BODIES));
  await client.watch(["of:cell"]);
  await client.connection.settled();
  assert.deepEqual(client.rows.get(1), [["kept"]]);
  assert.equal(client.value("of:cell"), undefined);
});

testEach("answers a query that SQLite or the guard refuses with an error", async (world) => {
  const client = open(world, "client");
  client.connection.watchQuery(1, query("SELECT nothing FROM entries"));
  client.connection.watchQuery(2, query("SELECT * FROM sqlite_master"));
  client.connection.watchQuery(3, query(BODIES));
  await client.connection.settled();
  const codes = [1, 2].map((number) => {
    const last = client.queries.get(number)!.at(-1)!;
    return last.kind === "error" ? last.error.code : last.kind;
  });
  assert.deepEqual(codes, ["sql-error", "guard-violation"]);
  assert.deepEqual(client.rows.get(3), []);
});

testEach("keeps thousands of rows in step by differences", async (world) => {
  const [writer, reader] = [open(world, "writer"), open(world, "reader")];
  const rows = Array.from({ length: 3_000 }, (_, n) => [`row ${n}`, n]);
  writer.sendCommit({
    local: 1,
    reads: [],
    operations: [],
    sqlite: {
      handle: HANDLE,
      statements: [{ sql: "INSERT INTO entries (body, n) VALUES (?, ?)", rows }],
    },
  });
  reader.connection.watchQuery(1, query("SELECT id, body FROM entries ORDER BY n"));
  await writer.answerTo(1);
  await reader.until(() => reader.rows.get(1)?.length === 3_000);
  await writer.answerTo(writer.exec(HANDLE, [{ sql: "DELETE FROM entries WHERE n = 1500" }]));
  await reader.until(() => reader.rows.get(1)?.length === 2_999);
  assert.equal(reader.queries.get(1)!.at(-1)!.kind, "diff");
  assert.deepEqual(reader.rows.get(1)![1500], [1502, "row 1501"]);
});

testEach("queries by every option that a declaration has", async (world) => {
  const client = open(world, "first");
  const handle = { id: `of:${"b".repeat(26)}`, scope: "space" } as const;
  const tables = {
    shelves: { columns: { name: "text primary key" }, options: { strict: true } },
    books: {
      columns: { shelf: "text", place: "integer", title: "text not null" },
      options: {
        primaryKey: ["shelf", "place"],
        withoutRowid: true,
        unique: [["title"]],
        check: ["place > 0"],
        indexes: ["title", { columns: ["title"], name: "few", unique: true, where: "place = 1" }],
        foreignKeys: [{
          columns: ["shelf"],
          references: { table: "shelves", columns: ["name"] },
          onDelete: "set default",
          deferred: true,
        }],
      },
    },
    notes: { columns: { body: "text" }, options: { fts: ["body"] } },
  } as const;
  const sql = "SELECT title FROM books";
  client.connection.watchQuery(1, { handle, sql, live: true, declaration: { tables } });
  await client.connection.settled();
  assert.deepEqual(client.rows.get(1), []);
});

testEach("says of a wrong declaration what is wrong, and goes on", async (world) => {
  const client = open(world, "first");
  const handle = { id: `of:${"b".repeat(26)}`, scope: "space" } as const;
  const wrong = [
    { notes: { columns: { body: "text" }, options: { colour: "red" } } },
    { notes: { columns: { body: 7 } } },
    { notes: { columns: { body: "text" }, options: { indexes: 3 } } },
    { notes: 1 },
    { notes: { columns: null } },
    { notes: { columns: { body: "text" }, options: { foreignKeys: [{}] } } },
  ];
  for (const [i, tables] of wrong.entries()) {
    const declaration = { tables } as never;
    client.connection.watchQuery(i, { handle, sql: "SELECT 1", live: true, declaration });
    await client.connection.settled();
    const [update] = client.queries.get(i) ?? [];
    assert.equal(update?.kind, "error", JSON.stringify(tables));
    if (update?.kind === "error") assert.equal(update.error.code, "bad-declaration");
  }
  client.connection.watchQuery(99, query(BODIES));
  await client.connection.settled();
  assert.deepEqual(client.rows.get(99), []);
});
