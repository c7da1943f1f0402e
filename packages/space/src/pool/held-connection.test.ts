/** Work on a held connection is the same work. */

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { prepareDeclaration } from "../database/declaration.ts";
import { ensureSchema } from "../database/schema.ts";
import { FileReader } from "./file-reader.ts";
import { holderOf } from "./held-connection.ts";

const LIMITS = { rowsMax: 1000, sizeBytesMax: Infinity };

Deno.test("holderOf() runs work within a statement and gives what it gives", () => {
  using database = new DatabaseSync(":memory:");
  database.exec("create table t (n); insert into t values (1), (2)");
  const hold = holderOf(database);
  const read = database.prepare("select n from t");
  assert.deepEqual(hold(() => read.all().map(({ n }) => n)), [1, 2]);
  assert.equal(hold(() => undefined), undefined);
  // Nothing of the statement stays open: the table can be dropped, and a transaction ended.
  database.exec("begin; drop table t; rollback");
  assert.equal(hold(() => read.all().length), 2);
});

Deno.test("holderOf() throws what work throws, and goes on", () => {
  using database = new DatabaseSync(":memory:");
  const hold = holderOf(database);
  const failure = new Error("of the work itself");
  assert.throws(() =>
    hold(() => {
      throw failure;
    }), failure);
  assert.throws(() => hold(() => database.prepare("select missing").all()), /no such column/);
  assert.throws(() => hold(() => database.exec("bad")), /syntax error/);
  assert.equal(hold(() => 7), 7);
});

Deno.test("FileReader holds its connection while it takes rows, and patterns cannot", () => {
  const folder = Deno.makeTempDirSync();
  const path = `${folder}/db.sqlite`;
  const declaration = prepareDeclaration({
    tables: { t: { columns: { id: "integer primary key", n: "integer", weight: "real" } } },
  });
  {
    using writer = new DatabaseSync(path);
    ensureSchema(writer, "main", declaration);
    writer.exec("insert into t (n, weight) values (9007199254740993, 1.5), (2, -0.0)");
  }
  let depth = 0;
  const open = () => {
    const connection = new DatabaseSync(path, { readOnly: true });
    // What node:sqlite is asked for while a held statement has not returned.
    const own = connection.function.bind(connection);
    connection.function =
      ((name: string, options: object, call: () => unknown) =>
        own(name, options, () => {
          depth++;
          return call() as null;
        })) as typeof connection.function;
    return connection;
  };
  const reader = new FileReader({ open, declaration });
  try {
    const { rows } = reader.query("select n, weight from t order by id", [], LIMITS);
    assert.deepEqual(rows, [[9007199254740993n, 1.5], [2, 0]]);
    assert.equal(depth, 1);
    assert.throws(
      () => reader.query("select _cf_hold() from t", [], LIMITS),
      { code: "guard-violation" },
    );
    assert.equal(depth, 1);
  } finally {
    reader.close();
    Deno.removeSync(folder, { recursive: true });
  }
});
