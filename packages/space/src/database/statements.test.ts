/**
 * Statements against bare SQLite, and what their changesets can do: complete rows, replay on a
 * copy, undo by the inverse.
 */

import assert from "node:assert/strict";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import fc from "fast-check";
import type { RowChange, SqlStatement, SqlValue } from "@cf/protocol";
import { CfError } from "@cf/utils";
import { applyChangeset } from "./changeset-apply.ts";
import { invertChangeset } from "./changeset.ts";
import { prepareDeclaration } from "./declaration.ts";
import { heedReplacedRows } from "./fts.ts";
import { fromDriver } from "./parameters.ts";
import { createDeclared } from "./scratch.ts";
import { ensureSchema } from "./schema.ts";
import { outcome } from "../testing/outcome.ts";
import { runStatements } from "./statements.ts";

const DECLARATION = prepareDeclaration({
  tables: {
    items: {
      columns: {
        id: "integer primary key",
        name: "text collate nocase unique",
        amount: "real",
        parent: "integer references items (id) on delete cascade on update cascade",
        data: "blob",
        twice: "as (amount * 2) virtual",
      },
      options: { fts: ["name"], indexes: [["amount"]] },
    },
    links: {
      columns: { code: "text primary key", item: "integer" },
      options: {
        foreignKeys: [{
          columns: ["item"],
          references: { table: "items", columns: ["id"] },
          onDelete: "set null",
          onUpdate: "cascade",
        }],
      },
    },
    loose: { columns: { a: "", b: "text default 'd'" } },
    seats: {
      columns: { row: "text collate nocase", place: "integer", guest: "text", price: "real" },
      options: {
        primaryKey: ["row", "place"],
        withoutRowid: true,
        indexes: [{ columns: ["guest"], unique: true, where: "price > 0" }, "lower(guest)"],
      },
    },
    stays: {
      columns: { row: "text", place: "integer", nights: "integer" },
      options: {
        primaryKey: ["place", "row"],
        foreignKeys: [{
          columns: ["row", "place"],
          references: { table: "seats", columns: ["row", "place"] },
          onDelete: "cascade",
          onUpdate: "cascade",
        }],
      },
    },
  },
});
const TABLES = ["items", "links", "loose", "seats", "stays"];

const id = fc.integer({ min: 1, max: 6 });
const value: fc.Arbitrary<SqlValue> = fc.oneof(
  fc.constantFrom<SqlValue>(
    null,
    0,
    1,
    -1,
    1.5,
    2 ** 53,
    2n ** 62n,
    "",
    "a",
    "A",
    "é",
    "1",
    "1.0",
    " x ",
  ),
  fc.double({ noNaN: true }),
  fc.uint8Array({ maxLength: 3 }),
);
const name = fc.constantFrom<SqlValue>(null, "a", "b", "B", "c", "long name here");

const statement: fc.Arbitrary<SqlStatement> = fc.oneof(
  fc.tuple(name, value, value).map((params) => ({
    sql: "insert into items (name, amount, data) values (?, ?, ?)",
    params,
  })),
  fc.tuple(id, name, value, id).map((params) => ({
    sql: "insert or replace into items (id, name, amount, parent) select ?, ?, ?, " +
      "(select id from items where id = ?)",
    params,
  })),
  fc.tuple(name, value).map(([n, v]) => ({
    sql: "insert into items (name, data) values (:n, :v) on conflict (name) do update " +
      "set data = excluded.data, amount = coalesce(amount, 0) + 1",
    params: { n, v },
  })),
  fc.tuple(id, id).map((params) => ({ sql: "update items set id = ?2 where id = ?1", params })),
  fc.tuple(id, id).map((params) => ({
    sql: "update or replace items set id = ?2 where id = ?1",
    params,
  })),
  fc.tuple(value, id).map((params) => ({
    sql: "update items set amount = ?, data = null where id > ?",
    params,
  })),
  fc.tuple(name, name).map((params) => ({
    sql: "update or ignore items set name = ? where name = ?",
    params,
  })),
  id.map((params) => ({ sql: "delete from items where id = ?", params: [params] })),
  fc.tuple(name, id).map((params) => ({
    sql: "insert or ignore into links select coalesce(?, 'n'), id from items where id >= ?",
    params,
  })),
  fc.tuple(name, name).map((params) => ({
    sql: "update links set code = ? where code = ?",
    params,
  })),
  fc.array(fc.tuple(value, value), { maxLength: 4 }).map((rows) => ({
    sql: "insert into loose values (?, ?)",
    rows,
  })),
  fc.constant({ sql: "insert into loose select * from loose limit 3" }),
  fc.constant({ sql: "insert into loose default values" }),
  value.map((params) => ({ sql: "delete from loose where a is ?", params: [params] })),
  fc.constant({ sql: "delete from links" }),
  fc.tuple(name, id, name, value).map((params) => ({
    sql: "insert into seats values (?, ?, ?, ?) on conflict (row, place) do update set guest = " +
      "excluded.guest, price = coalesce(price, 0) + 1",
    params,
  })),
  fc.tuple(name, id, name).map((params) => ({
    sql: "insert or replace into seats (row, place, guest, price) values (?, ?, ?, 1)",
    params,
  })),
  fc.tuple(name, name, id).map((params) => ({
    sql: "update seats set row = ?, place = place + 1 where row = ? and place > ?",
    params,
  })),
  fc.tuple(id, id).map((params) => ({
    sql: "insert or ignore into stays select row, place, ? from seats where place >= ?",
    params,
  })),
  fc.tuple(name, id).map((params) => ({
    sql: "delete from seats where row = ? and place <> ?",
    params,
  })),
  fc.constant({ sql: "delete from stays" }),
);

function open(): DatabaseSync {
  const connection = new DatabaseSync(":memory:");
  heedReplacedRows(connection);
  connection.exec("create table _cf_commit (seq); attach ':memory:' as pattern");
  ensureSchema(connection, "pattern", DECLARATION);
  return connection;
}

type Rows = Record<string, readonly (readonly unknown[])[]>;

/** Every row with the type of every value; `key` brings the hidden key along. */
function rowsOf(connection: DatabaseSync, schema: string, key: boolean): Rows {
  const rows: Rows = {};
  for (const table of TABLES) {
    const { model, visible } = DECLARATION.tables.get(table)!;
    const names = key ? model.columns.map((column) => column.name) : visible;
    const select = connection.prepare(
      `select ${names.map((column) => `typeof("${column}"), "${column}"`).join(", ")} ` +
        `from ${schema}.${table} order by ${names.map((_, i) => i * 2 + 2).join(", ")}`,
    );
    select.setReturnArrays(true);
    select.setReadBigInts(true);
    rows[table] = select.all() as unknown as unknown[][];
  }
  return rows;
}

function runBare(connection: DatabaseSync, { sql, params, rows }: SqlStatement): void {
  const bare = sql.replace("into loose values", "into loose (a, b) values")
    .replace("into loose select *", "into loose (a, b) select a, b");
  const statement = connection.prepare(bare);
  const input = (value: SqlValue) =>
    typeof value === "number" && Number.isSafeInteger(value) && !Object.is(value, -0)
      ? BigInt(value)
      : value;
  for (const entry of rows ?? [params ?? []]) {
    if (Array.isArray(entry)) statement.run(...entry.map(input) as SQLInputValue[]);
    else {
      const named = Object.entries(entry).map(([key, value]) => [key, input(value)]);
      statement.run(Object.fromEntries(named));
    }
  }
}

const history = fc.array(fc.array(statement, { minLength: 1, maxLength: 4 }), {
  minLength: 1,
  maxLength: 12,
});

Deno.test("runStatements() leaves the same rows as bare SQLite, and fails where it fails", () => {
  fc.assert(
    fc.property(history, (commits) => {
      const guarded = open();
      const bare = new DatabaseSync(":memory:");
      createDeclared(bare, DECLARATION);
      for (const statements of commits) {
        const ours = outcome(guarded, () => {
          runStatements(guarded, "pattern", DECLARATION, statements);
        });
        const theirs = outcome(bare, () => statements.forEach((one) => runBare(bare, one)));
        assert.equal(
          ours,
          theirs,
          JSON.stringify(statements, (_, v) => typeof v === "bigint" ? `${v}` : v),
        );
        assert.deepEqual(rowsOf(guarded, "pattern", true), rowsOf(bare, "main", true));
      }
      guarded.close();
      bare.close();
    }),
    { numRuns: 120 },
  );
});

/** What `changes` make of `rows`, by key. */
function replayed(before: Rows, changes: readonly RowChange[]): Rows {
  const result: Record<string, (readonly unknown[])[]> = {};
  for (const table of TABLES) {
    const stored = DECLARATION.tables.get(table)!.model.columns
      .map((column, i) => ({ column, i })).filter(({ column }) => column.generated === null)
      .map(({ i }) => i);
    const plain = (row: readonly unknown[]) => stored.map((i) => fromDriver(row[i * 2 + 1]));
    const list = before[table]!.map(plain);
    for (const change of changes.filter((one) => one.table === table)) {
      if (change.old === null) continue;
      const at = list.findIndex((row) => {
        try {
          assert.deepEqual(row, change.old);
          return true;
        } catch {
          return false;
        }
      });
      assert.ok(at >= 0, `the old row of ${JSON.stringify(change.op)} on ${table} was there`);
      list.splice(at, 1);
    }
    for (const change of changes) {
      if (change.table === table && change.new !== null) list.push([...change.new] as SqlValue[]);
    }
    result[table] = list;
  }
  return result;
}

function bag(rows: Rows): unknown {
  const text = (value: unknown) =>
    value instanceof Uint8Array
      ? `x${value.join()}`
      : typeof value === "bigint"
      ? `${value}n`
      : value;
  return Object.fromEntries(
    Object.entries(rows).map(([table, list]) => [
      table,
      list.map((row) => JSON.stringify(row.map((v) => Object.is(v, -0) ? 0 : text(v)))).sort(),
    ]),
  );
}

Deno.test("changesets carry complete rows, replay on a copy and undo by their inverse", () => {
  fc.assert(
    fc.property(history, (commits) => {
      const live = open();
      const copy = open();
      copy.exec("pragma foreign_keys = off");
      for (const statements of commits) {
        const before = rowsOf(live, "pattern", true);
        live.exec("begin");
        let result: ReturnType<typeof runStatements>;
        try {
          result = runStatements(live, "pattern", DECLARATION, statements);
          live.exec("commit");
        } catch (error) {
          if (!(error instanceof CfError)) throw error;
          live.exec("rollback");
          continue;
        }
        const after = rowsOf(live, "pattern", true);
        const plain = replayed(after, []);
        assert.deepEqual(bag(replayed(before, result.rows)), bag(plain));
        copy.exec("begin");
        applyChangeset(copy, "pattern", result.changeset);
        assert.deepEqual(rowsOf(copy, "pattern", true), after);
        copy.exec("savepoint undone");
        applyChangeset(copy, "pattern", invertChangeset(result.changeset));
        assert.deepEqual(rowsOf(copy, "pattern", true), before);
        copy.exec("rollback to undone; commit");
        for (const connection of [live, copy]) {
          connection.exec("insert into items_fts (items_fts, rank) values ('integrity-check', 1)");
        }
      }
      live.close();
      copy.close();
    }),
    { numRuns: 120 },
  );
});

Deno.test("runStatements() lists a row in declared order, although the file got a column later", () => {
  const connection = new DatabaseSync(":memory:");
  const table = (columns: Record<string, string>) =>
    prepareDeclaration({ tables: { t: { columns } } });
  ensureSchema(connection, "main", table({ id: "integer primary key", z: "text" }));
  const grown = table({ added: "text default 'new'", id: "integer primary key", z: "text" });
  ensureSchema(connection, "main", grown);
  const { rows } = runStatements(connection, "main", grown, [
    { sql: "insert into t (id, z) values (1, 'x')" },
    { sql: "insert into t values ('a', 2, 'y')" },
  ]);
  assert.deepEqual(rows.map((row) => row.new), [["new", 1, "x"], ["a", 2, "y"]]);
  const updated = runStatements(connection, "main", grown, [{
    sql: "update t set z = 'w' where id = 1",
  }]);
  assert.deepEqual(updated.rows[0]!.old, ["new", 1, "x"]);
  assert.deepEqual(updated.rows[0]!.new, ["new", 1, "w"]);
  connection.close();
});

Deno.test("applyChangeset() refuses rows that are not as the changeset says", () => {
  const live = open();
  runStatements(live, "pattern", DECLARATION, [{
    sql: "insert into items (id, amount) values (1, 1)",
  }]);
  const { changeset } = runStatements(live, "pattern", DECLARATION, [
    { sql: "update items set amount = 2" },
  ]);
  live.exec("pragma foreign_keys = off");
  assert.throws(() => applyChangeset(live, "pattern", changeset), { code: "changeset-mismatch" });
  live.exec("delete from pattern.items");
  assert.throws(() => applyChangeset(live, "pattern", changeset), {
    code: "changeset-mismatch",
    message: /items lacks the row with key 1/,
  });
  assert.throws(
    () => applyChangeset(live, "pattern", changeset.subarray(0, changeset.length - 3)),
    {
      code: "changeset-mismatch",
    },
  );
  live.close();
});

const WRONG: readonly [string, SqlStatement, RegExp][] = [
  [
    "a missing value",
    { sql: "insert into loose values (?, ?)", params: [1] },
    /2 parameters, 1 values/,
  ],
  ["a value too many", { sql: "delete from loose", params: [1] }, /0 parameters, 1 values/],
  [
    "a boolean",
    { sql: "insert into loose (a) values (?)", params: [true as never] },
    /boolean; write 1 or 0/,
  ],
  [
    "undefined",
    { sql: "insert into loose (a) values (?)", params: [undefined as never] },
    /not ready; write null/,
  ],
  [
    "an object",
    { sql: "insert into loose (a) values (?)", params: [{} as never] },
    /of type object; write text/,
  ],
  ["NaN", { sql: "insert into loose (a) values (?)", params: [NaN] }, /is NaN/],
  [
    "2^64",
    { sql: "insert into loose (a) values (?)", params: [2n ** 64n] },
    /does not fit 64 bits/,
  ],
  [
    "an unknown name",
    { sql: "insert into loose (a) values (:a)", params: { b: 1 } },
    /'b' is no parameter/,
  ],
  [
    "a name without value",
    { sql: "insert into loose (a) values (:a)", params: {} },
    /'a' has no value/,
  ],
];

for (const [what, statement, message] of WRONG) {
  Deno.test(`runStatements() refuses ${what} as a parameter`, () => {
    const connection = open();
    assert.throws(() => runStatements(connection, "pattern", DECLARATION, [statement]), {
      code: "bad-parameter",
      message,
    });
    connection.close();
  });
}

Deno.test("runStatements() says which SQL failed, why, and with which types", () => {
  const connection = open();
  const failing = { sql: "insert into links values (?, ?)", params: ["x", 99] };
  assert.throws(() => runStatements(connection, "pattern", DECLARATION, [failing]), {
    code: "sql-error",
    message: /FOREIGN KEY constraint failed\n {2}insert into links values/,
    data: {
      problem: "FOREIGN KEY constraint failed",
      sql: failing.sql,
      parameterTypes: ["text", "integer"],
    },
  });
  connection.close();
});
