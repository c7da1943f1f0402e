/** What inserts return is what a session records, whichever of the two a commit is recorded by. */

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import type { SqlStatement, SqlValue } from "@cf/protocol";
import { type ChangedRow, decodeChangeset } from "./changeset.ts";
import { prepareDeclaration } from "./declaration.ts";
import { guardOf } from "./guard.ts";
import { ensureSchema } from "./schema.ts";
import { runStatements } from "./statements.ts";

const DECLARATION = prepareDeclaration({
  tables: {
    plain: { columns: { id: "integer primary key", a: "text", b: "real", c: "", d: "blob" } },
    strictly: {
      columns: { k: "text primary key", n: "integer default 7 check (n >= 0)" },
      options: { strict: true },
    },
    pairs: { columns: { x: "integer", y: "text collate nocase primary key", z: "" } },
    child: {
      columns: {
        key: "text unique",
        at: "integer default (unixepoch())",
        parent: "integer references plain (id) on delete cascade",
      },
    },
    replacing: { columns: { id: "integer primary key on conflict replace", v: "text" } },
    searched: { columns: { id: "integer primary key", body: "text" }, options: { fts: ["body"] } },
    computed: { columns: { v: "integer", same: "as (v)" } },
  },
});

const value: fc.Arbitrary<SqlValue> = fc.oneof(
  fc.constantFrom<SqlValue>(null, 0, -1, 127, 1e9, 2 ** 53, -(2n ** 63n), 0.5, -0, 1e300),
  fc.constantFrom<SqlValue>("", "7", "é".repeat(41), "x".repeat(42), "😀".repeat(60), "\ud800"),
  fc.string({ maxLength: 300, unit: "grapheme" }).map((text) => text.replaceAll("\0", "")),
  fc.uint8Array({ maxLength: 200 }),
);
const small = fc.integer({ min: 1, max: 4 });

const insert: fc.Arbitrary<SqlStatement> = fc.oneof(
  fc.array(fc.tuple(value, value, value, value), { maxLength: 50 }).map((rows) => ({
    sql: "insert into plain (a, b, c, d) values (?, ?, ?, ?)",
    rows,
  })),
  fc.array(fc.tuple(value), { minLength: 16, maxLength: 20 }).map((rows) => ({
    sql: "insert into replacing (v, id) values (?, 1)",
    rows,
  })),
  fc.tuple(small, value).map((params) => ({
    sql: "insert into plain (id, c) values (?, ?)",
    params,
  })),
  fc.tuple(small, value).map((params) => ({
    sql: "insert or ignore into plain (id, a) values (?, ?), (9, 'nine') -- twice\n;",
    params,
  })),
  fc.tuple(small, value).map(([id, v]) => ({
    sql: "replace into plain (id, a) values (:id, :v)",
    params: { id, v },
  })),
  fc.tuple(small, small).map(([k, n]) => ({
    sql: "insert into strictly (k, n) values (?, ?)",
    params: [`k${k}`, n - 2],
  })),
  small.map((k) => ({ sql: "insert into strictly (k) values (?)", params: [`k${k}`] })),
  fc.tuple(small, value).map(([x, z]) => ({
    sql: "insert into pairs (x, y, z) values (?, ?, ?)",
    params: [x, ["a", "A", "b", "é"][x - 1]!, z],
  })),
  fc.tuple(small, small).map((params) => ({
    sql: "insert into child (key, parent) values (?, ?)",
    params,
  })),
  fc.tuple(small, value).map((params) => ({ sql: "insert into replacing values (?, ?)", params })),
  fc.tuple(small, value).map((params) => ({
    sql: "insert into replacing values (?, ?) on conflict (id) do update set v = excluded.v",
    params,
  })),
  value.map((body) => ({ sql: "insert into searched (body) values (?)", params: [body] })),
  small.map((v) => ({ sql: "insert into computed values (?)", params: [v] })),
  value.map((v) => ({ sql: "insert into plain (a) values (cast(? as text))", params: [v] })),
  fc.constant({ sql: "insert into plain (a, b, c, d) select c, a, d, b from plain" }),
  fc.constant({ sql: "insert into plain default values" }),
);

/** Records by table and key. A session lists its own in the order of a hash table. */
function records(changes: readonly ChangedRow[]): unknown[] {
  const key = (row: ChangedRow) =>
    JSON.stringify(
      [row.table, (row.new ?? row.old)!.filter((_, i) => row.key[i])],
      (_, part) => typeof part === "bigint" ? `${part}n` : part,
    );
  return [...changes].sort((a, b) => key(a) < key(b) ? -1 : 1);
}

Deno.test("runStatements() records inserts as a session does", () => {
  fc.assert(
    fc.property(fc.array(fc.array(insert, { minLength: 1, maxLength: 3 })), (commits) => {
      const connection = new DatabaseSync(":memory:");
      ensureSchema(connection, "main", DECLARATION);
      for (const statements of commits) {
        connection.exec("begin");
        const sessions = [...DECLARATION.tables.keys()].map((table) =>
          connection.createSession({ db: "main", table })
        );
        try {
          const { changeset } = runStatements(connection, "main", DECLARATION, statements);
          const recorded = sessions.flatMap((session) => decodeChangeset(session.changeset()));
          assert.deepEqual(records(decodeChangeset(changeset)), records(recorded));
          connection.exec("commit");
        } catch (error) {
          if (error instanceof assert.AssertionError) throw error;
          connection.exec("rollback");
        }
        sessions.forEach((session) => session.close());
      }
      connection.close();
    }),
    { numRuns: Number(Deno.env.get("CF_RUNS") ?? 200) },
  );
});

const PEOPLE = prepareDeclaration({
  tables: {
    people: {
      columns: {
        id: "integer primary key",
        name: "text unique",
        boss: "integer references people (id)",
      },
    },
    things: { columns: { name: "text unique", size: "integer check (size < 90)" } },
  },
});

Deno.test("runStatements() names the parameters of the row that a batch is refused for", () => {
  const connection = new DatabaseSync(":memory:");
  ensureSchema(connection, "main", PEOPLE);
  const sql = "insert into things (name, size) values (?, ?)";
  const rows = Array.from({ length: 60 }, (_, i): SqlValue[] => [`t${i}`, i]);
  runStatements(connection, "main", PEOPLE, [{ sql, rows }]);
  const stored = connection.prepare("select name, size from things order by rowid").all();
  assert.deepEqual(stored.map(({ name, size }) => [name, size]), rows);
  const twice = rows.map(([name, size], i): SqlValue[] => [i === 40 ? "t3" : `x${name}`, size!]);
  twice[40]![1] = null;
  assert.throws(() => runStatements(connection, "main", PEOPLE, [{ sql, rows: twice }]), {
    code: "sql-error",
    message: /UNIQUE constraint failed: things.name, in row 41/,
    data: {
      sql,
      parameterTypes: ["text", "null"],
      problem: "UNIQUE constraint failed: things.name, in row 41",
    },
  });
  connection.close();
});

Deno.test("runStatements() refuses a row that leans on a later one, in many rows as in few", () => {
  for (const count of [2, 64]) {
    const connection = new DatabaseSync(":memory:");
    connection.exec("pragma foreign_keys = on");
    ensureSchema(connection, "main", PEOPLE);
    const sql = "insert into people (id, name, boss) values (?, ?, ?)";
    const rows = Array.from({ length: count }, (_, i) => [i, `p${i}`, i ^ 1]);
    assert.throws(() => runStatements(connection, "main", PEOPLE, [{ sql, rows }]), {
      message: /FOREIGN KEY constraint failed/,
    });
    connection.close();
  }
});

for (
  const [sql, plain] of [
    ["insert into plain (a, b) values (?, 1.5)", true],
    ["insert into pairs (y) values (?), ('two')", true],
    ["insert or ignore into plain (id) values (?)", true],
    ["insert into child (key) values (?)", true],
    ["insert into strictly (k) values (?)", true],
    ["replace into plain (id) values (?)", false],
    ["insert into replacing (id) values (?)", false],
    ["insert into plain (id) values (?) on conflict (id) do update set a = 1", false],
    ["insert into searched (body) values (?)", false],
    ["insert into plain (a) values (cast(? as text))", false],
    ["insert into plain (a) select y from pairs where x = ?", false],
    ["insert into plain (a) values (?) returning id", false],
    ["update plain set a = ?", false],
  ] as const
) {
  Deno.test(`the guard ${plain ? "has" : "does not have"} "${sql}" return its rows`, () => {
    const connection = new DatabaseSync(":memory:");
    ensureSchema(connection, "main", DECLARATION);
    const scope = { alias: "main", declaration: DECLARATION };
    const { plain: found } = guardOf(connection).prepare(scope, "write", sql);
    assert.equal(found !== null, plain);
    connection.close();
  });
}
